package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sender has given messages up: FORWARD-TSN (RFC 3758 §3.2) or I-FORWARD-TSN (RFC 8260 §2.3.1).
 *
 * <pre>
 *   FORWARD-TSN    new cumulative TSN(4), then: stream(2) SSN(2) …
 *   I-FORWARD-TSN  new cumulative TSN(4), then: stream(2) U in the lowest bit(2) MID(4) …
 * </pre>
 */
record ForwardTsnChunk(boolean interleaving, int newCumulativeTsn, List<Skip> skips)
    implements Chunk {
  static final int FIXED = 8;

  /**
   * The newest message given up in a stream.
   *
   * @param unordered of an I-FORWARD-TSN alone: DATA that is unordered has no number to skip
   * @param sequence SSN (16 bits) or MID (32 bits)
   */
  record Skip(int streamId, boolean unordered, int sequence) {}

  static @Nullable ForwardTsnChunk read(byte[] b, int at, int length) {
    boolean interleaving = getUnsigned8(b, at) == I_FORWARD_TSN;
    if (length < FIXED || (length - FIXED) % skipLength(interleaving) != 0) {
      return null;
    }
    List<Skip> skips = new ArrayList<>((length - FIXED) / skipLength(interleaving));
    for (int i = at + FIXED; i < at + length; i += skipLength(interleaving)) {
      int streamId = getUnsigned16(b, i);
      skips.add(
          interleaving
              ? new Skip(
                  streamId, (getUnsigned16(b, i + 2) & 1) != 0, (int) getUnsigned32(b, i + 4))
              : new Skip(streamId, false, getUnsigned16(b, i + 2)));
    }
    return new ForwardTsnChunk(interleaving, (int) getUnsigned32(b, at + 4), skips);
  }

  static int skipLength(boolean interleaving) {
    return interleaving ? 8 : 4;
  }

  @Override
  public int length() {
    return FIXED + skipLength(interleaving) * skips.size();
  }

  @Override
  public void write(byte[] out, int start) {
    Chunk.writeHeader(out, start, interleaving ? I_FORWARD_TSN : FORWARD_TSN, 0, length());
    put32(out, start + 4, newCumulativeTsn);
    int at = start + FIXED;
    for (Skip skip : skips) {
      put16(out, at, skip.streamId());
      if (interleaving) {
        put16(out, at + 2, skip.unordered() ? 1 : 0);
        put32(out, at + 4, skip.sequence());
      } else {
        put16(out, at + 2, skip.sequence());
      }
      at += skipLength(interleaving);
    }
  }
}
