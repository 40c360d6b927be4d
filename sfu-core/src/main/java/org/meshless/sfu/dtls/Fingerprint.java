package org.meshless.sfu.dtls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a certificate as SDP writes it (RFC 8122 §5). Immutable.
 *
 * @param algorithm in lower case: {@code sha-256}, {@code sha-384} or {@code sha-512}
 * @param hex upper-case pairs with colons: {@code 4A:AD:B9:…}
 */
public record Fingerprint(String algorithm, String hex) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  /**
   * A fingerprint that a peer announced.
   *
   * @return null when the algorithm is none of the three, or the text is not such a hash
   */
  public static @Nullable Fingerprint of(String algorithm, String hex) {
    int size =
        switch (algorithm) {
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default -> -1;
        };
    if (hex.length() != size * 3 - 1) {
      return null;
    }
    try {
      return new Fingerprint(algorithm, COLONS.formatHex(COLONS.parseHex(hex)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The fingerprint of a certificate.
   *
   * @param certificate in DER
   */
  public static Fingerprint ofCertificate(String algorithm, byte[] certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("sha-", "SHA-"));
      return new Fingerprint(algorithm, COLONS.formatHex(digest.digest(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }

  /** Whether {@code certificate} (DER) is the one announced; in constant time. */
  public boolean matches(byte[] certificate) {
    String actual = ofCertificate(algorithm, certificate).hex;
    return MessageDigest.isEqual(actual.getBytes(US_ASCII), hex.getBytes(US_ASCII));
  }
}
