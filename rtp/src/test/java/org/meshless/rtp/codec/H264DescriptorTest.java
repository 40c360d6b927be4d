package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class H264DescriptorTest {
  @ParameterizedTest
  @CsvSource({
    "67 42 e0 1f,                       7,  true,  true, false, sequence parameter set alone",
    "68 ce,                             8,  true, false, false, picture parameter set alone",
    "65 88,                             5,  true, false,  true, IDR slice alone",
    "41 9a,                             1,  true, false, false, other slice alone",
    "09,                                9,  true, false, false, a NAL unit without payload",
    "78 0002 6742 0002 68ce 0001 06,   24,  true,  true, false, parameter sets together",
    "78 0002 6742 0002 68ce 0002 6588, 24,  true,  true,  true, parameter sets and IDR slice",
    "78 0002 419a 0002 419b,           24,  true, false, false, slices together",
    "7c 85 88,                         28,  true, false,  true, first fragment of an IDR slice",
    "7c 05 88,                         28, false, false, false, middle fragment of an IDR slice",
    "7c 45 88,                         28, false, false, false, last fragment of an IDR slice",
    "7c 87 42,                         28,  true,  true, false, first fragment of a parameter set",
    "5c 81 9a,                         28,  true, false, false, first fragment of another slice",
  })
  void nalUnitsThatBeginInThePacketAreSeen(
      String hex, int type, boolean startsNalUnit, boolean sps, boolean idr, String what) {
    byte[] b = Hex.bytes("ffff" + hex);

    assertEquals(
        new H264Descriptor(type, startsNalUnit, sps, idr),
        H264Descriptor.parse(b, 2, b.length - 2),
        what);
  }

  @ParameterizedTest
  @CsvSource({
    "7,  true,  true, false, true",
    "24, true,  true,  true, true",
    "5,  true, false,  true, false",
    "28, true, false,  true, false",
    "1,  true, false, false, false",
  })
  void aKeyFrameStartsWithItsSequenceParameterSet(
      int type, boolean startsNalUnit, boolean sps, boolean idr, boolean startsKeyFrame) {
    assertEquals(
        startsKeyFrame, new H264Descriptor(type, startsNalUnit, sps, idr).startsKeyFrame());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "60",
        "7e 00 00",
        "7f 00 00",
        "79 0000 0001 67",
        "7a 0000 0001 67",
        "7b 0000 0001 67",
        "7d 85 0000 88",
        "78",
        "78 00",
        "78 0001",
        "78 0000 0001 67",
        "78 0003 6742",
        "78 0002 6742 00",
        "7c",
        "7c 85",
        "7c c5 88",
      })
  void whatDoesNotFitOrIsNotSpokenInWebRtcIsMalformed(String hex) {
    byte[] b = Hex.bytes(hex);
    byte[] followed = Hex.bytes(hex + "00 00 00 00");

    assertNull(H264Descriptor.parse(b, 0, b.length));
    assertNull(H264Descriptor.parse(followed, 0, b.length));
  }
}
