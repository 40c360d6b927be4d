package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.meshless.rtp.Hex;

/** Reading and writing packets as dissected hexadecimal digits. */
final class RtcpBytes {
  private RtcpBytes() {}

  static List<RtcpPacket> parse(String hex) {
    byte[] b = Hex.bytes("ffff" + hex + "ffffffff");
    return RtcpPacket.parse(b, 2, b.length - 6);
  }

  static <T extends RtcpPacket> T parseOne(Class<T> type, String hex) {
    List<RtcpPacket> packets = parse(hex);
    assertEquals(1, packets.size(), () -> "packets in " + hex);
    return assertInstanceOf(type, packets.getFirst());
  }

  /** Without any spaces. */
  static String write(RtcpPacket packet) {
    byte[] out = new byte[packet.length() + 4];
    assertEquals(packet.length(), packet.write(out, 4));
    return Hex.of(out, 4, packet.length()).replace(" ", "");
  }

  static void assertWrites(String hex, RtcpPacket packet) {
    assertEquals(hex.replaceAll("[\\s|]", ""), write(packet));
  }
}
