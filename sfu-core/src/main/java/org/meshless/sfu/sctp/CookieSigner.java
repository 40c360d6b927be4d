package org.meshless.sfu.sctp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a handshake hands out to be brought back (RFC 9260 §5.1.3), with HMAC-SHA-256 under a
 * key that never leaves this object. One for all associations of a media loop; confined to it.
 */
public final class CookieSigner {
  static final int SIGNATURE = 16;
  private static final int KEY = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  /** A signer with a new key. */
  public CookieSigner(RandomGenerator random) {
    byte[] key = new byte[KEY];
    random.nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Writes the signature of all bytes before it to the last {@link #SIGNATURE} bytes. */
  void sign(byte[] cookie) {
    System.arraycopy(signature(cookie), 0, cookie, cookie.length - SIGNATURE, SIGNATURE);
  }

  /** Whether the last {@link #SIGNATURE} bytes are our signature of those before. */
  boolean isGenuine(byte[] cookie) {
    return cookie.length > SIGNATURE
        && MessageDigest.isEqual(
            signature(cookie),
            Arrays.copyOfRange(cookie, cookie.length - SIGNATURE, cookie.length));
  }

  private byte[] signature(byte[] cookie) {
    mac.update(cookie, 0, cookie.length - SIGNATURE);
    return Arrays.copyOf(mac.doFinal(), SIGNATURE);
  }
}
