package org.meshless.rtp.packet;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.Hex;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;

class RtpPacketTest {
  private static final ExtensionMap IDS =
      ExtensionMap.builder()
          .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)
          .put(HeaderExtension.MID, 4)
          .build();

  private static RtpPacket parse(byte[] b) {
    return requireNonNull(RtpPacket.parse(b, b.length, IDS));
  }

  /**
   * A video packet as a browser sends it: one contributing source, marker, extension with MID "1",
   * transport-wide number 0x0102 and an id nobody negotiated, five bytes of payload, three of
   * padding.
   */
  private static byte[] browserPacket() {
    return Hex.bytes(
        """
        b1 e0 1234 89abcdef cafebabe | 0000002a
        bede 0002 | 40 31 | 31 0102 | 20 ff 00
        90 80 01 02 03 | 00 00 03
        """);
  }

  @Test
  void headerFieldsAreRead() {
    RtpPacket packet = parse(browserPacket());

    assertEquals(96, packet.payloadType());
    assertTrue(packet.marker());
    assertEquals(0x1234, packet.sequenceNumber());
    assertEquals(0x89abcdefL, packet.timestamp());
    assertEquals(0xcafebabeL, packet.ssrc());
    assertEquals(1, packet.csrcCount());
    assertEquals(42, packet.csrc(0));
  }

  @Test
  void thePayloadLiesBetweenHeaderAndPadding() {
    RtpPacket packet = parse(browserPacket());

    assertEquals(28, packet.headerLength());
    assertEquals(28, packet.payloadOffset());
    assertEquals(5, packet.payloadLength());
    assertEquals(3, packet.paddingLength());
    assertEquals(36, packet.length());
    assertEquals(
        "90 80 01 02 03", Hex.of(packet.bytes(), packet.payloadOffset(), packet.payloadLength()));
  }

  @Test
  void extensionsAreAddressedByWhatTheyAre() {
    RtpPacket packet = parse(browserPacket());

    int mid = packet.extensionOffset(HeaderExtension.MID);
    assertEquals("31", Hex.of(packet.bytes(), mid, packet.extensionLength(HeaderExtension.MID)));
    int number = packet.extensionOffset(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    assertEquals("01 02", Hex.of(packet.bytes(), number, 2));
    assertEquals(2, packet.extensionLength(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER));
  }

  @Test
  void anAbsentExtensionHasNeitherPlaceNorLength() {
    RtpPacket packet = parse(browserPacket());

    assertEquals(-1, packet.extensionOffset(HeaderExtension.AUDIO_LEVEL));
    assertEquals(-1, packet.extensionLength(HeaderExtension.AUDIO_LEVEL));
  }

  @Test
  void aDamagedExtensionDoesNotCondemnThePacket() {
    RtpPacket packet =
        parse(Hex.bytes("90 60 0001 00000000 00000000 bede 0001 | 40 31 3f 00 | aa bb"));

    assertEquals(17, packet.extensionOffset(HeaderExtension.MID));
    assertEquals(-1, packet.extensionOffset(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER));
    assertEquals(2, packet.payloadLength());
  }

  @Test
  void aContributingSourceBeyondTheCountIsRefusedThoughBytesAreThere() {
    RtpPacket packet = parse(browserPacket());

    assertThrows(IndexOutOfBoundsException.class, () -> packet.csrc(1));
    assertThrows(IndexOutOfBoundsException.class, () -> packet.csrc(-1));
  }

  @Test
  void aPacketOfPaddingOnlyHasNoPayload() {
    RtpPacket packet = parse(Hex.bytes("a0 60 0001 00000000 00000000 00 00 00 04"));

    assertEquals(0, packet.payloadLength());
    assertEquals(4, packet.paddingLength());
  }

  @Test
  void theArrayMayBeLongerThanThePacket() {
    byte[] b = Hex.bytes("80 60 0001 00000000 00000000 aa bb | ff ff ff");

    RtpPacket packet = requireNonNull(RtpPacket.parse(b, 14, ExtensionMap.EMPTY));

    assertEquals(2, packet.payloadLength());
    assertSame(b, packet.bytes());
    assertFalse(packet.marker());
  }

  @ParameterizedTest
  @CsvSource({
    "a0 60 0001 00000000 00000000 aa 00,  padding of length 0",
    "a0 60 0001 00000000 00000000 aa 03,  padding that eats into the header",
    "a0 60 0001 00000000 00000000,        padding announced but absent",
    "80 60 0001 00000000 000000,          too short",
    "00 60 0001 00000000 00000000 aa bb,  version 0",
  })
  void whatIsNoRtpIsRefused(String hex, String what) {
    byte[] b = Hex.bytes(hex);

    assertNull(RtpPacket.parse(b, b.length, IDS), what);
  }

  @ParameterizedTest
  @CsvSource({"65535, true", "65536, false"})
  void aPacketIsNoLongerThanADatagram(int length, boolean accepted) {
    byte[] b = new byte[length];
    RtpHeader.write(b, 0, false, 96, 1, 2, 3);

    assertEquals(accepted, RtpPacket.parse(b, length, IDS) != null);
  }

  @Test
  void aLengthBeyondTheArrayIsRefused() {
    assertNull(RtpPacket.parse(browserPacket(), 37, IDS));
  }

  @Test
  void theTextFormHasNoPayload() {
    assertEquals(
        "RtpPacket[ssrc=cafebabe, payloadType=96, sequenceNumber=4660, timestamp=2309737967,"
            + " marker=true, payloadLength=5]",
        parse(browserPacket()).toString());
  }
}
