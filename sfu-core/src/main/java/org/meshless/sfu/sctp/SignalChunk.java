package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned8;

/**
 * A chunk that is all header: SHUTDOWN ACK, COOKIE ACK, SHUTDOWN COMPLETE (RFC 9260 §3.3.9,
 * §3.3.12, §3.3.13).
 *
 * @param reflectedTag the T bit of a SHUTDOWN COMPLETE: its packet carries the receiver's own tag
 */
record SignalChunk(int type, boolean reflectedTag) implements Chunk {
  static SignalChunk read(byte[] b, int at) {
    int type = getUnsigned8(b, at);
    return new SignalChunk(type, type == SHUTDOWN_COMPLETE && (b[at + 1] & 1) != 0);
  }

  @Override
  public int length() {
    return HEADER;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, type, reflectedTag ? 1 : 0, HEADER);
  }
}
