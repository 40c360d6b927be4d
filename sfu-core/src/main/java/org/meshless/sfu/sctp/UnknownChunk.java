package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned8;

import java.util.Arrays;

/**
 * A chunk of a type not spoken here. The type says what to do with it (RFC 9260 §3.2).
 *
 * @param flags 0 … 255
 * @param start of its value, at most {@link #MAX_KEPT} bytes, for the report
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UnknownChunk(int type, int flags, byte[] start) implements Chunk {
  static final int MAX_KEPT = ErrorCause.MAX_VALUE - HEADER;

  static UnknownChunk read(byte[] b, int at, int length) {
    int kept = Math.min(length - HEADER, MAX_KEPT);
    return new UnknownChunk(
        getUnsigned8(b, at),
        getUnsigned8(b, at + 1),
        Arrays.copyOfRange(b, at + HEADER, at + HEADER + kept));
  }

  /** Whether the rest of its packet is to be read. */
  boolean skipped() {
    return (type & 0x80) != 0;
  }

  /** Whether its sender wants to know. */
  boolean reported() {
    return (type & 0x40) != 0;
  }

  @Override
  public int length() {
    return HEADER + start.length;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, type, flags, length());
    System.arraycopy(start, 0, out, at + HEADER, start.length);
  }
}
