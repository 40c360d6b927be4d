package org.meshless.sfu.dtls;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  /** SHA-256 of "abc" (FIPS 180-4). */
  private static final String ABC =
      "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:"
          + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

  @Test
  void aFingerprintIsTheHashOfTheCertificate() {
    assertEquals(
        new Fingerprint("sha-256", ABC),
        Fingerprint.ofCertificate("sha-256", new byte[] {'a', 'b', 'c'}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256", "sha-384", "sha-512"})
  void itsCertificateMatchesAndAnotherDoesNot(String algorithm) {
    byte[] certificate = DtlsIdentity.create(new SecureRandom()).certificate();
    Fingerprint fingerprint = Fingerprint.ofCertificate(algorithm, certificate);
    assertTrue(fingerprint.matches(certificate));
    certificate[certificate.length - 1] ^= 1;
    assertFalse(fingerprint.matches(certificate));
  }

  @Test
  void lowerCaseIsUnderstood() {
    assertEquals(
        ABC, requireNonNull(Fingerprint.of("sha-256", ABC.toLowerCase(Locale.ROOT))).hex());
  }

  @ParameterizedTest
  @CsvSource({"sha-1", "md5", "SHA-256", "sha-384", "''"})
  void anAlgorithmThatIsWeakUnknownOrOfAnotherLengthIsRefused(String algorithm) {
    assertNotNull(Fingerprint.of("sha-256", ABC));
    assertNull(Fingerprint.of(algorithm, ABC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BA", "no hash at all"})
  void whatIsNoHashIsRefused(String hex) {
    assertNull(Fingerprint.of("sha-256", hex));
    assertNull(Fingerprint.of("sha-256", ABC.replace(':', '-')));
    assertNull(Fingerprint.of("sha-256", ABC.replace('A', 'G')));
  }
}
