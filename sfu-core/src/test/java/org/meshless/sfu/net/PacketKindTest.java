package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketKindTest {
  /** RFC 7983 §7, and RFC 5761 §4 for the second byte. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, STUN",
    "1, 1, STUN",
    "3, 0, STUN",
    "4, 0, UNKNOWN",
    "16, 0, UNKNOWN", // ZRTP
    "19, 0, UNKNOWN",
    "20, 254, DTLS",
    "22, 254, DTLS",
    "63, 254, DTLS",
    "64, 0, UNKNOWN", // TURN channel
    "127, 0, UNKNOWN",
    "128, 96, RTP",
    "128, 224, RTP", // marker
    "128, 63, RTP",
    "128, 191, RTP",
    "128, 192, RTCP", // RFC 2032 FIR
    "129, 200, RTCP",
    "128, 206, RTCP",
    "128, 223, RTCP",
    "191, 200, RTCP",
    "192, 0, UNKNOWN", // QUIC
    "255, 200, UNKNOWN"
  })
  void theFirstBytesTell(int first, int second, PacketKind kind) {
    byte[] datagram = new byte[100];
    datagram[0] = (byte) first;
    datagram[1] = (byte) second;
    assertEquals(kind, PacketKind.of(datagram, datagram.length));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 20", "22, 254, 13", "128, 96, 12", "128, 200, 8"})
  void whatIsShorterThanItsHeaderIsUnknown(int first, int second, int header) {
    byte[] datagram = new byte[100];
    datagram[0] = (byte) first;
    datagram[1] = (byte) second;
    for (int length = 0; length < header; length++) {
      assertEquals(PacketKind.UNKNOWN, PacketKind.of(datagram, length));
    }
    assertEquals(PacketKind.of(datagram, 100), PacketKind.of(datagram, header));
  }
}
