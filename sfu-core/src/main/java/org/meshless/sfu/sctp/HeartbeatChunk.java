package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HEARTBEAT and its answer (RFC 9260 §3.3.5, §3.3.6).
 *
 * @param info everything after the header, which the answer repeats
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeartbeatChunk(boolean ack, byte[] info) implements Chunk {
  /** More than any stack puts in; a longer one goes without answer. */
  static final int MAX_INFO = 512;

  static @Nullable HeartbeatChunk read(byte[] b, int at, int length) {
    return length - HEADER > MAX_INFO
        ? null
        : new HeartbeatChunk(
            getUnsigned8(b, at) == HEARTBEAT_ACK, Arrays.copyOfRange(b, at + HEADER, at + length));
  }

  @Override
  public int length() {
    return HEADER + info.length;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, ack ? HEARTBEAT_ACK : HEARTBEAT, 0, length());
    System.arraycopy(info, 0, out, at + HEADER, info.length);
  }
}
