package org.meshless.rtp.ext;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * Text in a header extension (RFC 7941): the MID (RFC 8843 §15.2), RID and repaired RID (RFC 8852
 * §3) of a packet.
 *
 * <p>What RFC 8843 calls a token and RFC 8852 an alphanumeric string is taken here as 1 … 16 bytes
 * of visible ASCII, all that fits into the one-byte form and more than any browser uses.
 */
public final class SdesItem {
  /** The longest text, in bytes. */
  public static final int MAX_LENGTH = 16;

  private SdesItem() {}

  /** The text in {@code b[offset … offset + length)}, or null if it is no such text. */
  public static @Nullable String read(byte[] b, int offset, int length) {
    if (length < 1 || length > MAX_LENGTH) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      if (b[offset + i] <= ' ' || b[offset + i] > '~') {
        return null;
      }
    }
    return new String(b, offset, length, US_ASCII);
  }

  /** Whether the bytes spell {@code text}; allocates nothing. */
  public static boolean matches(String text, byte[] b, int offset, int length) {
    if (length != text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (b[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
