package org.meshless.rtp.ext;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

/**
 * A number that counts all packets of a transport, whatever stream they belong to, so that the
 * receiver can report when each arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | len=1 |transport-wide sequence number |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TransportSequenceNumber {
  /** Bytes of the value. */
  public static final int LENGTH = 2;

  private TransportSequenceNumber() {}

  /** The value at {@code offset}: 0 … 65535, wraps. */
  public static int read(byte[] b, int offset) {
    return getUnsigned16(b, offset);
  }
}
