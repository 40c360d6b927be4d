package org.meshless.sfu.ice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.CRC32;

/**
 * A reusable view of a STUN message that may be a connectivity check (RFC 8489 §5, RFC 8445 §7.1):
 * the cheap look at hostile bytes before anything is computed, allocated or believed. Confined to
 * its media loop.
 *
 * <pre>
 *    0                   1                   2                   3
 *   |0 0|   type = 0x0001  |            length             |
 *   |                 magic cookie = 0x2112A442            |
 *   |                 transaction id (96 bits)             |
 *   |  attributes: type, length, value padded to 4 bytes … |
 *   |  … MESSAGE-INTEGRITY (20), FINGERPRINT (4) the last  |
 * </pre>
 *
 * Attributes between MESSAGE-INTEGRITY and FINGERPRINT are ignored, as RFC 8489 §14.5 demands. What
 * a genuine request says beyond this is read by {@link StunCodec}.
 */
public final class BindingRequest {
  static final int HEADER = 20;
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int BINDING_REQUEST = 0x0001;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int FINGERPRINT = 0x8028;
  static final int MESSAGE_INTEGRITY_BYTES = 20;

  private static final int FINGERPRINT_XOR = 0x5354554e;

  /** Two username fragments of at most 256 characters (RFC 8445 §5.3) and a colon. */
  private static final int MAX_USERNAME = 513;

  /** More than a browser ever sends, and a bound on the walk. */
  private static final int MAX_ATTRIBUTES = 32;

  private final CRC32 crc = new CRC32();
  private byte[] bytes = {};
  private int length;
  private int usernameOffset;
  private int usernameLength;
  private int colon;
  private int integrityOffset;

  /**
   * Looks at a datagram; total over all inputs.
   *
   * @return whether it is a well-formed binding request that can be a connectivity check: cookie,
   *     length equal to the datagram's, USERNAME with a colon inside, MESSAGE-INTEGRITY, and a
   *     FINGERPRINT that is the last attribute and right. Only then may the other methods be called
   */
  public boolean wrap(byte[] bytes, int length) {
    if (length < HEADER
        || length % 4 != 0
        || u16(bytes, 0) != BINDING_REQUEST
        || u16(bytes, 2) != length - HEADER
        || i32(bytes, 4) != MAGIC_COOKIE) {
      return false;
    }
    this.bytes = bytes;
    this.length = length;
    return walk() && fingerprintHolds();
  }

  private boolean walk() {
    usernameOffset = 0;
    integrityOffset = 0;
    int at = HEADER;
    for (int i = 0; at + 4 <= length; i++) {
      int type = u16(bytes, at);
      int size = u16(bytes, at + 2);
      int next = at + 4 + ((size + 3) & ~3);
      if (next > length || i == MAX_ATTRIBUTES) {
        return false;
      }
      if (type == FINGERPRINT) {
        return size == 4 && next == length && integrityOffset != 0 && usernameOffset != 0;
      }
      if (integrityOffset == 0 && !attribute(type, at, size)) {
        return false;
      }
      at = next;
    }
    return false;
  }

  private boolean attribute(int type, int at, int size) {
    if (type == USERNAME) {
      return usernameOffset == 0 && username(at + 4, size);
    }
    if (type == MESSAGE_INTEGRITY) {
      integrityOffset = at;
      return size == MESSAGE_INTEGRITY_BYTES;
    }
    return true;
  }

  private boolean username(int offset, int size) {
    if (size > MAX_USERNAME) {
      return false;
    }
    for (int i = 1; i < size - 1; i++) {
      if (bytes[offset + i] == ':') {
        usernameOffset = offset;
        usernameLength = size;
        colon = offset + i;
        return true;
      }
    }
    return false;
  }

  private boolean fingerprintHolds() {
    int at = length - 8;
    crc.reset();
    crc.update(bytes, 0, at);
    return ((int) crc.getValue() ^ FINGERPRINT_XOR) == i32(bytes, at + 4);
  }

  /** The part of USERNAME before the colon: the username fragment of whom it is sent to. */
  public String localUfrag() {
    return new String(bytes, usernameOffset, colon - usernameOffset, ISO_8859_1);
  }

  /** Whether the part of USERNAME after the colon, the sender's own fragment, is {@code ufrag}. */
  boolean remoteUfragIs(String ufrag) {
    int offset = colon + 1;
    int size = usernameOffset + usernameLength - offset;
    if (size != ufrag.length()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if ((bytes[offset + i] & 0xff) != ufrag.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first 64 bits of the transaction id, which a peer draws at random. */
  long transaction() {
    return ((long) i32(bytes, 8) << 32) | (i32(bytes, 12) & 0xffff_ffffL);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Where the MESSAGE-INTEGRITY attribute starts, its header included. */
  int integrityOffset() {
    return integrityOffset;
  }

  private static int u16(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
  }

  private static int i32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }
}
