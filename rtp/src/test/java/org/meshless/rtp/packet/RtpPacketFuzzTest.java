package org.meshless.rtp.packet;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.meshless.rtp.Hex;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;

class RtpPacketFuzzTest {
  /** One id that only the two-byte form reaches. */
  private static final ExtensionMap IDS =
      ExtensionMap.builder()
          .put(HeaderExtension.MID, 1)
          .put(HeaderExtension.RID, 2)
          .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)
          .put(HeaderExtension.AUDIO_LEVEL, 14)
          .put(HeaderExtension.DEPENDENCY_DESCRIPTOR, 200)
          .build();

  @FuzzTest
  void aPacketAccountsForEveryByteAndSurvivesBeingWrittenAgain(byte[] bytes) {
    RtpPacket packet = RtpPacket.parse(bytes, bytes.length, IDS);
    if (packet == null) {
      return;
    }
    assertEquals(
        bytes.length, packet.headerLength() + packet.payloadLength() + packet.paddingLength());
    assertTrue(packet.payloadLength() >= 0);
    assertTrue(packet.headerLength() >= RtpHeader.FIXED_LENGTH + 4 * packet.csrcCount());
    for (HeaderExtension extension : HeaderExtension.values()) {
      assertLiesInTheHeader(packet, extension);
    }
    byte[] again = rewrite(packet);
    assertSame(packet, requireNonNull(RtpPacket.parse(again, again.length, IDS)));
  }

  private static void assertLiesInTheHeader(RtpPacket packet, HeaderExtension extension) {
    int offset = packet.extensionOffset(extension);
    int length = packet.extensionLength(extension);
    if (offset == -1) {
      assertEquals(-1, length);
      return;
    }
    assertTrue(offset > RtpHeader.FIXED_LENGTH + 4 * packet.csrcCount());
    assertTrue(offset + length <= packet.headerLength());
  }

  /**
   * Builds the packet anew from what its accessors say, with the extensions that were understood.
   */
  private static byte[] rewrite(RtpPacket packet) {
    byte[] out = new byte[packet.length() + 64];
    RtpHeader.write(
        out,
        0,
        packet.marker(),
        packet.payloadType(),
        packet.sequenceNumber(),
        packet.timestamp(),
        packet.ssrc());
    RtpHeader.setCsrcCount(out, 0, packet.csrcCount());
    for (int i = 0; i < packet.csrcCount(); i++) {
      RtpHeader.setCsrc(out, 0, i, packet.csrc(i));
    }
    int length = RtpHeader.FIXED_LENGTH + 4 * packet.csrcCount();
    ExtensionWriter writer = new ExtensionWriter();
    writer.begin(out, length);
    for (HeaderExtension extension : HeaderExtension.values()) {
      int offset = packet.extensionOffset(extension);
      if (offset != -1) {
        int valueLength = packet.extensionLength(extension);
        writer.add(IDS.idOf(extension), packet.bytes(), offset, valueLength);
      }
    }
    int extensionLength = writer.finish();
    RtpHeader.setExtension(out, 0, extensionLength > 0);
    length += extensionLength;
    System.arraycopy(packet.bytes(), packet.payloadOffset(), out, length, packet.payloadLength());
    length += packet.payloadLength();
    if (packet.paddingLength() > 0) {
      RtpHeader.setPadding(out, 0, true);
      length += packet.paddingLength();
      out[length - 1] = (byte) packet.paddingLength();
    }
    return Arrays.copyOf(out, length);
  }

  private static void assertSame(RtpPacket expected, RtpPacket actual) {
    assertEquals(expected.toString(), actual.toString());
    assertEquals(expected.csrcCount(), actual.csrcCount());
    assertEquals(expected.paddingLength(), actual.paddingLength());
    assertEquals(payload(expected), payload(actual));
    for (HeaderExtension extension : HeaderExtension.values()) {
      assertEquals(value(expected, extension), value(actual, extension), extension::toString);
    }
  }

  private static String payload(RtpPacket packet) {
    return Hex.of(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
  }

  private static String value(RtpPacket packet, HeaderExtension extension) {
    int offset = packet.extensionOffset(extension);
    return offset == -1
        ? "absent"
        : Hex.of(packet.bytes(), offset, packet.extensionLength(extension));
  }
}
