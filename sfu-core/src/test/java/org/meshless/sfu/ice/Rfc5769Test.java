package org.meshless.sfu.ice;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors for short-term credentials of RFC 5769. */
class Rfc5769Test {
  private static final IceCredentials SERVER = new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");

  /** §2.1: SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME evtj:h6vY padded with blanks. */
  private static final byte[] REQUEST =
      hex(
          """
          00 01 00 58  21 12 a4 42  b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
          80 22 00 10  53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
          00 24 00 04  6e 00 01 ff
          80 29 00 08  93 2f f9 b1 51 26 3b 36
          00 06 00 09  65 76 74 6a 3a 68 36 76 59 20 20 20
          00 08 00 14  9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
          80 28 00 04  e5 7a 3b cf
          """);

  /** §2.2: SOFTWARE, XOR-MAPPED-ADDRESS 192.0.2.1:32853. */
  private static final byte[] IPV4_RESPONSE =
      hex(
          """
          01 01 00 3c  21 12 a4 42  b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
          80 22 00 0b  74 65 73 74 20 76 65 63 74 6f 72 20
          00 20 00 08  00 01 a1 47 e1 12 a6 43
          00 08 00 14  2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
          80 28 00 04  c0 7d 4c 96
          """);

  /** §2.3: SOFTWARE, XOR-MAPPED-ADDRESS [2001:db8:1234:5678:11:2233:4455:6677]:32853. */
  private static final byte[] IPV6_RESPONSE =
      hex(
          """
          01 01 00 48  21 12 a4 42  b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
          80 22 00 0b  74 65 73 74 20 76 65 63 74 6f 72 20
          00 20 00 14  00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
          00 08 00 14  a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
          80 28 00 04  c8 fb 0b 4c
          """);

  private final BindingRequest request = new BindingRequest();

  @Test
  void theRequestIsReadAndItsIntegrityHolds() {
    assertTrue(request.wrap(REQUEST, REQUEST.length));
    assertEquals("evtj", request.localUfrag());
    assertTrue(request.remoteUfragIs("h6vY"));
    assertTrue(new CheckIntegrity(SERVER.pwd()).holds(request));
    assertFalse(new CheckIntegrity("another").holds(request));
  }

  /** Ours says the same as the vectors', except for SOFTWARE, which it leaves out. */
  @ParameterizedTest
  @CsvSource({"192.0.2.1, true", "2001:db8:1234:5678:11:2233:4455:6677, false"})
  void theResponseCarriesTheVectorsMappedAddress(String address, boolean ipv4) {
    assertTrue(request.wrap(REQUEST, REQUEST.length));
    InetSocketAddress from = new InetSocketAddress(address, 32_853);
    byte[] vector = ipv4 ? IPV4_RESPONSE : IPV6_RESPONSE;
    CheckIntegrity integrity = new CheckIntegrity(SERVER.pwd());
    byte[] response = StunCodec.success(requireNonNull(StunCodec.read(request)), from, integrity);

    int mapped = ipv4 ? 12 : 24;
    assertEquals(HexFormat.of().formatHex(vector, 0, 2), HexFormat.of().formatHex(response, 0, 2));
    assertEquals(
        HexFormat.of().formatHex(vector, 4, 20), HexFormat.of().formatHex(response, 4, 20));
    assertEquals(
        HexFormat.of().formatHex(vector, 36, 36 + mapped),
        HexFormat.of().formatHex(response, 20, 20 + mapped));
    assertTrue(StunChecks.isGenuine(response, SERVER.pwd()));
  }

  /** The tests' own reader is what the other tests trust. */
  @Test
  void theTestsReaderAgreesWithTheVectors() {
    assertTrue(StunChecks.isGenuine(REQUEST, SERVER.pwd()));
    assertTrue(StunChecks.isGenuine(IPV4_RESPONSE, SERVER.pwd()));
    assertTrue(StunChecks.isGenuine(IPV6_RESPONSE, SERVER.pwd()));
    assertFalse(StunChecks.isGenuine(IPV4_RESPONSE, "another"));
    assertEquals(
        new InetSocketAddress("192.0.2.1", 32_853), StunChecks.mappedAddress(IPV4_RESPONSE));
    assertEquals(
        new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32_853),
        StunChecks.mappedAddress(IPV6_RESPONSE));
  }

  @Test
  void aFlippedBitAnywhereIsNoticed() {
    for (int bit = 0; bit < REQUEST.length * 8; bit++) {
      byte[] flipped = REQUEST.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean accepted =
          request.wrap(flipped, flipped.length) && new CheckIntegrity(SERVER.pwd()).holds(request);
      assertFalse(accepted, "bit " + bit);
    }
  }

  @Test
  void aTruncatedRequestIsNone() {
    for (int length = 0; length < REQUEST.length; length++) {
      assertFalse(request.wrap(REQUEST, length), "length " + length);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }
}
