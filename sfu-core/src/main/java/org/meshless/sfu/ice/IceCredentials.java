package org.meshless.sfu.ice;

import java.security.SecureRandom;

/**
 * A username fragment and its password (RFC 8445 §5.3). Immutable; the password is a secret and
 * stays out of {@link #toString}.
 */
public record IceCredentials(String ufrag, String pwd) {
  /** ice-char of RFC 8839 §5.4, six bits each. */
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final int UFRAG_RANDOM_CHARS = 8;
  private static final int PWD_CHARS = 24;

  /**
   * Fresh credentials: 48 and 144 bits of randomness, where RFC 8445 asks for 24 and 128.
   *
   * @param loop index of the media loop, 0..4095: the fragment's first two characters, so that
   *     whoever sees a check knows whose it is
   */
  public static IceCredentials create(int loop, SecureRandom random) {
    StringBuilder ufrag = new StringBuilder(2 + UFRAG_RANDOM_CHARS);
    ufrag.append(ICE_CHARS.charAt(loop >>> 6 & 63)).append(ICE_CHARS.charAt(loop & 63));
    return new IceCredentials(
        appendRandom(ufrag, UFRAG_RANDOM_CHARS, random),
        appendRandom(new StringBuilder(PWD_CHARS), PWD_CHARS, random));
  }

  private static String appendRandom(StringBuilder text, int chars, SecureRandom random) {
    byte[] bits = new byte[chars];
    random.nextBytes(bits);
    for (byte b : bits) {
      text.append(ICE_CHARS.charAt(b & 63));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "IceCredentials[ufrag=" + ufrag + "]";
  }
}
