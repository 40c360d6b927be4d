package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

import org.jspecify.annotations.Nullable;

/** SHUTDOWN (RFC 9260 §3.3.8): the sender has nothing more to send and has received so much. */
record ShutdownChunk(int cumulativeTsn) implements Chunk {
  private static final int LENGTH = 8;

  static @Nullable ShutdownChunk read(byte[] b, int at, int length) {
    return length < LENGTH ? null : new ShutdownChunk((int) getUnsigned32(b, at + 4));
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, SHUTDOWN, 0, LENGTH);
    put32(out, at + 4, cumulativeTsn);
  }
}
