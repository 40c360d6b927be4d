package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

import org.jspecify.annotations.Nullable;

/**
 * What has arrived (RFC 9260 §3.3.4).
 *
 * <pre>
 *   cumulative TSN ack(4) window(4) gap blocks(2) duplicates(2)
 *   gap block: start(2) end(2), offsets from the cumulative TSN …
 *   duplicate TSN(4) …
 * </pre>
 *
 * @param window the receiver's free space in bytes, 0 … 2³² − 1
 * @param gaps start and end of each block by turns, 0 … 65535; as the peer sent them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared nor kept
record SackChunk(int cumulativeTsn, long window, int[] gaps, int[] duplicates) implements Chunk {
  static final int FIXED = 16;
  private static final int[] NONE = {};

  static @Nullable SackChunk read(byte[] b, int at, int length) {
    if (length < FIXED) {
      return null;
    }
    int blocks = getUnsigned16(b, at + 12);
    int repeated = getUnsigned16(b, at + 14);
    if (length < FIXED + 4 * (blocks + repeated)) {
      return null;
    }
    int[] gaps = blocks == 0 ? NONE : new int[2 * blocks];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = getUnsigned16(b, at + FIXED + 2 * i);
    }
    int[] duplicates = repeated == 0 ? NONE : new int[repeated];
    for (int i = 0; i < repeated; i++) {
      duplicates[i] = (int) getUnsigned32(b, at + FIXED + 4 * (blocks + i));
    }
    return new SackChunk(
        (int) getUnsigned32(b, at + 4), getUnsigned32(b, at + 8), gaps, duplicates);
  }

  @Override
  public int length() {
    return FIXED + 2 * gaps.length + 4 * duplicates.length;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, SACK, 0, length());
    put32(out, at + 4, cumulativeTsn);
    put32(out, at + 8, window);
    put16(out, at + 12, gaps.length / 2);
    put16(out, at + 14, duplicates.length);
    int to = at + FIXED;
    for (int gap : gaps) {
      put16(out, to, gap);
      to += 2;
    }
    for (int duplicate : duplicates) {
      put32(out, to, duplicate);
      to += 4;
    }
  }
}
