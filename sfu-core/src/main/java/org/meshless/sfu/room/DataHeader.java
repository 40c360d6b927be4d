package org.meshless.sfu.room;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before every message that the server sends on a data channel:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  version = 1  |N|0 0 0 0|K|P|T|               0               |
 * +---------------+---------------+-------------------------------+
 * |                                                               |
 * +                 sender, 12 bytes of UTF-8,                    +
 * |                 the rest filled with zeros                    |
 * +                                                               +
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                  time, milliseconds since 1970                |
 * +                                                               +
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>T: the message is text. P: it was sent to this receiver alone. K: it was kept for who came
 * later. N: a notice of the server's, of one byte, from no sender.
 */
final class DataHeader {
  static final int LENGTH = 24;
  static final int TEXT = 0x01;
  static final int PRIVATE = 0x02;
  static final int KEPT = 0x04;
  static final int NOTICE = 0x80;

  /** A notice: this channel is closed because more waited on it than it may hold. */
  static final byte OVERFLOWED = 1;

  static final int SENDER_LENGTH = 12;
  private static final byte VERSION = 1;
  private static final int SENDER = 4;
  private static final int TIME = SENDER + SENDER_LENGTH;

  private DataHeader() {}

  /**
   * A participant's id as it stands in headers.
   *
   * @throws IllegalArgumentException when it does not fit
   */
  static byte[] sender(String participantId) {
    byte[] bytes = participantId.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > SENDER_LENGTH) {
      throw new IllegalArgumentException("an id of " + bytes.length + " bytes");
    }
    return Arrays.copyOf(bytes, SENDER_LENGTH);
  }

  /** The message with a header before it. */
  static byte[] before(byte[] message, int flags, byte[] sender, long atMs) {
    byte[] bytes = new byte[LENGTH + message.length];
    bytes[0] = VERSION;
    bytes[1] = (byte) flags;
    System.arraycopy(sender, 0, bytes, SENDER, SENDER_LENGTH);
    for (int i = 0; i < 8; i++) {
      bytes[TIME + i] = (byte) (atMs >>> (56 - 8 * i));
    }
    System.arraycopy(message, 0, bytes, LENGTH, message.length);
    return bytes;
  }

  /** The same again for somebody who comes later. */
  static byte[] kept(byte[] bytes) {
    byte[] kept = bytes.clone();
    kept[1] |= KEPT;
    return kept;
  }

  static byte[] notice(byte what, long atMs) {
    return before(new byte[] {what}, NOTICE, new byte[SENDER_LENGTH], atMs);
  }
}
