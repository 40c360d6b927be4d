package org.meshless.sfu.sctp;

/**
 * ABORT (RFC 9260 §3.3.7): the association is over at once.
 *
 * @param reflectedTag the T bit: the packet carries the receiver's own tag, its sender has no
 *     association
 */
record AbortChunk(boolean reflectedTag, ErrorCause cause) implements Chunk {
  static AbortChunk read(byte[] b, int at, int length) {
    return new AbortChunk((b[at + 1] & 1) != 0, ErrorCause.read(b, at, length));
  }

  @Override
  public int length() {
    return HEADER + cause.length();
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, ABORT, reflectedTag ? 1 : 0, length());
    cause.write(out, at + HEADER);
  }
}
