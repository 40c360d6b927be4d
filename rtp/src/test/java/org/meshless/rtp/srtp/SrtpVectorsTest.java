package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 3711 appendix B and RFC 7714 §16 and §17. */
class SrtpVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  // RFC 7714 §16 and §17; session keys, not master keys.
  private static final byte[] GCM_SALT = HEX.parseHex("517569642070726f2071756f");
  private static final byte[] RTP =
      HEX.parseHex(
          "8040f17b8041f8d35501a0b2" // header: sequence number f17b, SSRC 5501a0b2
              + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573");
  private static final byte[] RTCP =
      HEX.parseHex(
          "81c8000d4d617273" // sender report of SSRC "Mars"
              + "4e5450314e545032525450200000042a0000e9304c756e61"
              + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
  private static final int RTCP_INDEX = 0x5d4;

  // RFC 3711 §B.3
  private static final SrtpKeys MASTER =
      new SrtpKeys(
          SrtpProfile.AES_CM_128_HMAC_SHA1_80,
          HEX.parseHex("e1f97a0d3e018be0d64fa32c06de4139"),
          HEX.parseHex("0ec675ad498afeebb6960b3aabe6"));

  @ParameterizedTest
  @CsvSource({
    "0, c61e7a93744f39ee10734afe3ff7a087",
    "2, 30cbbc08863d8c85d49db34a9ae1",
    "1, cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef7"
        + "2270986371c10c9a369ac2f94a8c5fbcdddc256d6e919a48b610ef17c2041e474035766b68642c59bbfc2f3"
        + "4db60dbdfb2",
  })
  void sessionKeysAreThoseOfRfc3711(int label, String expected) {
    byte[] derived = KeyDerivation.derive(MASTER, label, expected.length() / 2);
    assertEquals(expected, HEX.formatHex(derived));
  }

  @Test
  void keyStreamIsThatOfRfc3711() {
    CounterModePacketCipher cipher =
        CounterModePacketCipher.ofRtpSession(
            HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"),
            HEX.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"),
            new byte[20],
            SrtpProvider.sunJce());
    byte[] zeros = new byte[1_044_512];
    byte[] out = new byte[zeros.length + 10];
    cipher.protect(out, 0, 0, zeros, 0, zeros.length, 0, 0);
    assertEquals(
        "e03ead0935c95e80e166b16dd92b4eb4"
            + "d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0",
        HEX.formatHex(out, 0, 48));
    assertEquals(
        "ec8cdf7398607cb0f2d21675ea9ea1e4"
            + "362b7c3c6773516318a077d7fc5073ae"
            + "6a2cc3787889374fbeb4c81b17ba6c44",
        HEX.formatHex(out, 0xfeff * 16, 0xff02 * 16));
  }

  @ParameterizedTest
  @CsvSource({
    // §16.1.1
    "000102030405060708090a0b0c0d0e0f,"
        + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
        + "899d7f27beb16a9152cf765ee4390cce",
    // §16.2.1
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
        + "7aa3db36dfffd6b0f9bb7878d7a76c13",
  })
  void gcmPacketsAreThoseOfRfc7714(String key, String sealed) {
    for (SrtpProvider provider :
        new SrtpProvider[] {SrtpProvider.sunJce(), SrtpProvider.choose()}) {
      byte[] out = Arrays.copyOf(RTP, RTP.length + 16);
      int length = gcm(key, provider).protect(out, 0, 12, RTP, 12, 38, 0x5501a0b2, 0xf17b);
      assertEquals(out.length, length);
      assertEquals(sealed, HEX.formatHex(out, 12, length));

      byte[] back = new byte[out.length];
      int payload = gcm(key, provider).unprotect(out, 0, 12, length, back, 0x5501a0b2, 0xf17b);
      assertArrayEquals(
          Arrays.copyOfRange(RTP, 12, RTP.length), Arrays.copyOfRange(back, 12, 12 + payload));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // §17.1
    "000102030405060708090a0b0c0d0e0f,"
        + "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
        + "c84aa45896cf4d2fc5abf87245d9eade800005d4",
    // §17.2
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
        + "1d1eb30c4446839f57ff6f6cb26ac3be800005d4",
  })
  void gcmRtcpPacketsAreThoseOfRfc7714(String key, String sealed) {
    for (SrtpProvider provider :
        new SrtpProvider[] {SrtpProvider.sunJce(), SrtpProvider.choose()}) {
      byte[] b = Arrays.copyOf(RTCP, RTCP.length + 20);
      int length = gcm(key, provider).protectRtcp(b, 0, RTCP.length, 0x4d617273, RTCP_INDEX);
      assertEquals(b.length, length);
      assertEquals(sealed, HEX.formatHex(b, 8, length));

      byte[] back = new byte[length];
      PacketCipher receiver = gcm(key, provider);
      int trailer = receiver.rtcpTrailer(b, 0, length);
      assertEquals(RTCP.length, receiver.unprotectRtcp(b, 0, length, back, 0x4d617273, trailer));
      assertArrayEquals(RTCP, Arrays.copyOf(back, RTCP.length));
    }
  }

  @Test
  void rtcpThatIsAuthenticButNotEncryptedIsRefused() {
    // §17.3: E = 0
    byte[] sealed =
        HEX.parseHex(HEX.formatHex(RTCP) + "841dd9683dd78ec92ae58790125f62b3" + "000005d4");
    SrtpReceiver receiver =
        new SrtpReceiver(SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM), SrtpProvider.sunJce());
    assertEquals(
        SrtpReceiver.MALFORMED, receiver.unprotectRtcp(sealed, 0, sealed.length, new byte[100]));
  }

  private static GcmPacketCipher gcm(String key, SrtpProvider provider) {
    byte[] session = HEX.parseHex(key);
    return new GcmPacketCipher(session, GCM_SALT, session, GCM_SALT, provider);
  }
}
