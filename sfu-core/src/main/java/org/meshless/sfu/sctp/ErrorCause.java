package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import java.util.Arrays;

/**
 * Why something failed (RFC 9260 §3.3.10), as ABORT and ERROR carry it.
 *
 * @param code 0 … 65535; 0 where a chunk gave no cause
 * @param value what goes with it, at most {@link #MAX_VALUE} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ErrorCause(int code, byte[] value) {
  static final int STALE_COOKIE = 3;
  static final int OUT_OF_RESOURCE = 4;
  static final int UNRECOGNIZED_CHUNK = 6;
  static final int NO_USER_DATA = 9;
  static final int USER_INITIATED = 12;
  static final int PROTOCOL_VIOLATION = 13;
  static final int MAX_VALUE = 64;
  static final ErrorCause NONE = new ErrorCause(0, new byte[0]);

  static ErrorCause of(int code) {
    return new ErrorCause(code, NONE.value);
  }

  /** The first cause in a chunk; {@link #NONE} without one that can be read. */
  static ErrorCause read(byte[] b, int at, int length) {
    Parameters causes = new Parameters(b, at + Chunk.HEADER, at + length);
    if (!causes.next()) {
      return NONE;
    }
    int size = Math.min(causes.valueLength(), MAX_VALUE);
    return new ErrorCause(
        getUnsigned16(b, causes.at),
        Arrays.copyOfRange(b, causes.valueAt(), causes.valueAt() + size));
  }

  int length() {
    return code == 0 ? 0 : Parameters.HEADER + value.length;
  }

  void write(byte[] out, int at) {
    if (code != 0) {
      Parameters.writeHeader(out, at, code, length());
      System.arraycopy(value, 0, out, at + Parameters.HEADER, value.length);
    }
  }
}
