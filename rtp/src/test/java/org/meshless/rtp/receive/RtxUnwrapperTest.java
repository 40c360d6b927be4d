package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.packet.RtpHeader;

class RtxUnwrapperTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long SSRC = 0xCAFE_BABEL;

  @ParameterizedTest
  @CsvSource({
    // header: sequence number 0007, timestamp 00000bb8, SSRC 11111111; OSN fff0; payload
    "80e1 0007 00000bb8 11111111  fff0 aabbcc, 80e0 fff0 00000bb8 cafebabe  aabbcc",
    // with CSRC and extension, which stay
    "91e1 0007 00000bb8 11111111 22222222 bede0001 10610000  fff0 aabb,"
        + "91e0 fff0 00000bb8 cafebabe 22222222 bede0001 10610000  aabb",
    // with padding, which was the retransmission's
    "a061 0007 00000bb8 11111111  fff0 aabb 00 02, 8060 fff0 00000bb8 cafebabe  aabb",
    // of a packet without payload
    "8061 0007 00000bb8 11111111  fff0, 8060 fff0 00000bb8 cafebabe",
  })
  void theOriginalIsRestored(String rtx, String original) {
    byte[] b = parse(rtx);
    int length = RtxUnwrapper.unwrap(b, b.length, 96, SSRC);
    assertArrayEquals(parse(original), Arrays.copyOf(b, Math.max(0, length)));
  }

  @ParameterizedTest
  @CsvSource({
    "a061 0007 00000bb8 11111111  0000 0004", // a probe: nothing but padding
    "8061 0007 00000bb8 11111111", // no OSN
    "8061 0007 00000bb8 11111111  ff", // half of it
    "a061 0007 00000bb8 11111111  fff0 aabb 00 05", // padding reaches into the OSN
    "a061 0007 00000bb8 11111111  fff0 aabb 00 00", // padding of no length
    "a061 0007 00000bb8 11111111  fff0 aabb 00 ff", // padding longer than the packet
    "4061 0007 00000bb8 11111111  fff0 aabb", // not RTP
    "80", // not even a header
  })
  void whatRepeatsNothingIsLeftAsItIs(String rtx) {
    byte[] b = parse(rtx);
    assertEquals(-1, RtxUnwrapper.unwrap(b, b.length, 96, SSRC));
    assertArrayEquals(parse(rtx), b);
  }

  @Test
  void onlyTheGivenLengthCounts() {
    byte[] b = parse("80e1 0007 00000bb8 11111111  fff0 aabbcc ffff");
    assertEquals(15, RtxUnwrapper.unwrap(b, 17, 96, SSRC));
    assertArrayEquals(parse("aabbcc"), Arrays.copyOfRange(b, 12, 15));
  }

  @FuzzTest
  void anyBytesGiveAPacketOrNothing(byte[] data) {
    byte[] b = data.clone();
    int length = RtxUnwrapper.unwrap(b, b.length, 96, SSRC);
    if (length < 0) {
      assertArrayEquals(data, b);
    } else {
      assertEquals(
          RtpHeader.headerLength(data, 0, data.length), RtpHeader.headerLength(b, 0, length));
      assertEquals(96, RtpHeader.payloadType(b, 0));
      assertEquals(SSRC, RtpHeader.ssrc(b, 0));
    }
  }

  private static byte[] parse(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }
}
