package org.meshless.sfu.sctp;

/** ERROR (RFC 9260 §3.3.10): something of ours could not be done; by itself no reason to end. */
record ErrorChunk(ErrorCause cause) implements Chunk {
  static ErrorChunk read(byte[] b, int at, int length) {
    return new ErrorChunk(ErrorCause.read(b, at, length));
  }

  @Override
  public int length() {
    return HEADER + cause.length();
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, ERROR, 0, length());
    cause.write(out, at + HEADER);
  }
}
