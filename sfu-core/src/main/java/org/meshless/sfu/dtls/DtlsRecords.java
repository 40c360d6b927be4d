package org.meshless.sfu.dtls;

/**
 * Reads the outside of DTLS 1.2 records (RFC 6347 §4.1) and of the handshake fragments in the clear
 * inside (§4.2.2). Stateless, total over all inputs.
 *
 * <pre>
 *   record    type(1) version(2) epoch(2) sequence(6) length(2) …
 *   fragment  type(1) length(3) message_seq(2) fragment_offset(3) fragment_length(3) …
 * </pre>
 */
final class DtlsRecords {
  static final int HEADER = 13;
  static final int FRAGMENT_HEADER = 12;
  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;
  static final int CLIENT_HELLO = 1;
  static final int CERTIFICATE_VERIFY = 15;

  /** More than the certificate chains of browsers need; each message is put together in memory. */
  static final int MAX_HANDSHAKE_MESSAGE = 1 << 14;

  /** An AEAD record in DTLS 1.2: an explicit nonce of 8 bytes and a tag of 16 (RFC 5288). */
  static final int AEAD_OVERHEAD = 8 + 16;

  private DtlsRecords() {}

  /**
   * Length of the record at {@code at}, its header included.
   *
   * @return -1 when there is none that lies within {@code end}, or is of an unknown type or version
   */
  static int length(byte[] bytes, int at, int end) {
    if (end - at < HEADER
        || bytes[at] < CHANGE_CIPHER_SPEC
        || bytes[at] > APPLICATION_DATA
        || bytes[at + 1] != (byte) 0xfe
        || (bytes[at + 2] != (byte) 0xfd && bytes[at + 2] != (byte) 0xff)) {
      return -1;
    }
    int length = HEADER + u16(bytes, at + 11);
    return length > HEADER && length <= end - at ? length : -1;
  }

  static int type(byte[] bytes, int at) {
    return bytes[at];
  }

  static int epoch(byte[] bytes, int at) {
    return u16(bytes, at + 3);
  }

  /**
   * Whether a handshake record in the clear holds only whole fragments of messages of acceptable
   * length.
   *
   * @param at of the record
   * @param length of the record
   */
  static boolean isSane(byte[] bytes, int at, int length) {
    int end = at + length;
    int fragment = at + HEADER;
    while (fragment < end) {
      if (end - fragment < FRAGMENT_HEADER) {
        return false;
      }
      int messageLength = u24(bytes, fragment + 1);
      int fragmentEnd = fragmentOffset(bytes, fragment) + fragmentLength(bytes, fragment);
      if (messageLength > MAX_HANDSHAKE_MESSAGE || fragmentEnd > messageLength) {
        return false;
      }
      fragment += FRAGMENT_HEADER + fragmentLength(bytes, fragment);
    }
    return fragment == end;
  }

  /**
   * Whether a datagram opens a handshake: its first record is in the clear and begins a
   * ClientHello.
   */
  static boolean isClientHello(byte[] bytes, int length) {
    int first = length(bytes, 0, length);
    return first >= HEADER + FRAGMENT_HEADER
        && type(bytes, 0) == HANDSHAKE
        && epoch(bytes, 0) == 0
        && bytes[HEADER] == CLIENT_HELLO
        && isSane(bytes, 0, first);
  }

  static int messageLength(byte[] bytes, int fragment) {
    return u24(bytes, fragment + 1);
  }

  static int fragmentOffset(byte[] bytes, int fragment) {
    return u24(bytes, fragment + 6);
  }

  static int fragmentLength(byte[] bytes, int fragment) {
    return u24(bytes, fragment + 9);
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  static int u24(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 16 | u16(bytes, at + 1);
  }
}
