package org.meshless.rtp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.Hex;

class RtpHeaderTest {
  @Test
  void everyFieldIsWhereRfc3550PutsIt() {
    byte[] b = Hex.bytes("ff | 82 e0 ffff fffffffe fffffffd 00000001 80000002");

    assertEquals(20, RtpHeader.headerLength(b, 1, 20));
    assertFalse(RtpHeader.hasPadding(b, 1));
    assertFalse(RtpHeader.hasExtension(b, 1));
    assertEquals(2, RtpHeader.csrcCount(b, 1));
    assertTrue(RtpHeader.marker(b, 1));
    assertEquals(96, RtpHeader.payloadType(b, 1));
    assertEquals(65535, RtpHeader.sequenceNumber(b, 1));
    assertEquals(0xfffffffeL, RtpHeader.timestamp(b, 1));
    assertEquals(0xfffffffdL, RtpHeader.ssrc(b, 1));
    assertEquals(1, RtpHeader.csrc(b, 1, 0));
    assertEquals(0x80000002L, RtpHeader.csrc(b, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "80 60 0001 00000000 00000000,                             12, fixed part only",
    "81 60 0001 00000000 00000000 11111111,                    16, one contributing source",
    "90 60 0001 00000000 00000000 bede 0000,                   16, extension of no words",
    "91 60 0001 00000000 00000000 11111111 bede 0001 10ff0000, 24, source and extension",
    "80 60 0001 00000000 000000,                               -1, one byte short",
    "40 60 0001 00000000 00000000,                             -1, version 1",
    "c0 60 0001 00000000 00000000,                             -1, version 3",
    "82 60 0001 00000000 00000000 11111111 222222,             -1, second source cut off",
    "90 60 0001 00000000 00000000 bede 00,                     -1, extension preamble cut off",
    "90 60 0001 00000000 00000000 bede 0001 10ff00,            -1, extension cut off",
    "90 60 0001 00000000 00000000 bede ffff,                   -1, extension of 256 KiB",
  })
  void aHeaderMustFitIntoThePacket(String hex, int headerLength, String what) {
    byte[] b = Hex.bytes(hex);

    assertEquals(headerLength, RtpHeader.headerLength(b, 0, b.length), what);
  }

  @Test
  void bytesBeyondTheLengthDoNotCount() {
    byte[] b = Hex.bytes("81 60 0001 00000000 00000000 11111111");

    assertEquals(-1, RtpHeader.headerLength(b, 0, 15));
  }

  @Test
  void writeFillsTheFixedPart() {
    byte[] b = new byte[14];

    RtpHeader.write(b, 1, true, 111, 0x1_2345, 0x1_89abcdefL, 0xfedcba98L);

    assertEquals("00 80 ef 23 45 89 ab cd ef fe dc ba 98 00", Hex.of(b, 0, 14));
  }

  @Test
  void settersChangeTheirFieldAndNoOther() {
    byte[] b = new byte[20];

    RtpHeader.setPadding(b, 0, true);
    assertEquals("20 00", Hex.of(b, 0, 2));
    RtpHeader.setExtension(b, 0, true);
    assertEquals("30 00", Hex.of(b, 0, 2));
    RtpHeader.setCsrcCount(b, 0, 15);
    assertEquals("3f 00", Hex.of(b, 0, 2));
    RtpHeader.setMarker(b, 0, true);
    assertEquals("3f 80", Hex.of(b, 0, 2));
    RtpHeader.setPayloadType(b, 0, 0x1d5);
    assertEquals("3f d5", Hex.of(b, 0, 2));
    RtpHeader.setSequenceNumber(b, 0, 0x1234);
    RtpHeader.setTimestamp(b, 0, 0x56789abcL);
    RtpHeader.setSsrc(b, 0, 0xdef01234L);
    RtpHeader.setCsrc(b, 0, 1, 0xaabbccddL);
    assertEquals("3f d5 12 34 56 78 9a bc de f0 12 34 00 00 00 00 aa bb cc dd", Hex.of(b, 0, 20));

    RtpHeader.setPadding(b, 0, false);
    assertEquals("1f d5", Hex.of(b, 0, 2));
    RtpHeader.setExtension(b, 0, false);
    assertEquals("0f d5", Hex.of(b, 0, 2));
    RtpHeader.setCsrcCount(b, 0, 2);
    assertEquals("02 d5", Hex.of(b, 0, 2));
    RtpHeader.setMarker(b, 0, false);
    assertEquals("02 55 12 34", Hex.of(b, 0, 4));
  }

  @ParameterizedTest
  @CsvSource({"a0, true, false", "90, false, true", "8f, false, false", "bf, true, true"})
  void paddingAndExtensionHaveABitEach(String hex, boolean padding, boolean extension) {
    byte[] b = Hex.bytes(hex);

    assertEquals(padding, RtpHeader.hasPadding(b, 0));
    assertEquals(extension, RtpHeader.hasExtension(b, 0));
  }

  @Test
  void thePayloadTypeIsSetBesideTheMarker() {
    byte[] b = new byte[12];
    RtpHeader.write(b, 0, true, 0, 0, 0, 0);

    RtpHeader.setPayloadType(b, 0, 127);

    assertEquals("80 ff", Hex.of(b, 0, 2));
  }
}
