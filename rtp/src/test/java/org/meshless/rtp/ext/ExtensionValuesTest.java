package org.meshless.rtp.ext;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class ExtensionValuesTest {
  @ParameterizedTest
  @CsvSource({"00, 0, false", "7f, 127, false", "80, 0, true", "ff, 127, true", "9e, 30, true"})
  void anAudioLevelIsSevenBitsBesideTheVoiceFlag(String hex, int level, boolean voice) {
    byte[] b = Hex.bytes("55" + hex);

    assertEquals(level, AudioLevel.level(b, 1));
    assertEquals(voice, AudioLevel.voice(b, 1));
    assertEquals(b[1] & 0xff, AudioLevel.encode(level, voice));
  }

  @Test
  void anAbsoluteSendTimeIsReadAs24Bits() {
    assertEquals(0xfedcba, AbsSendTime.read(Hex.bytes("00 fe dc ba"), 1));
  }

  @ParameterizedTest
  @CsvSource({
    "          0,        0",
    " 1000000000,   262144",
    "  500000000,   131072",
    // 64 s: wraps
    "64000000000,        0",
    "65000000000,   262144",
    // rounds to the nearest tick of 3814.7 ns, over the wrap too
    "       1907,        0",
    "       1908,        1",
    "63999999000,        0",
    // a clock may begin below zero
    "-1000000000, 16515072",
  })
  void anAbsoluteSendTimeCountsSecondsIn6Dot18FixedPoint(long timeNs, int value) {
    assertEquals(value, AbsSendTime.ofNs(timeNs));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "262144, 1000000000", "1, 3814", "16777215, 63999996185"})
  void anAbsoluteSendTimeStandsForATimeWithin64Seconds(int value, long timeNs) {
    assertEquals(timeNs, AbsSendTime.toNs(value));
  }

  @Test
  void aTransportSequenceNumberIsReadAs16Bits() {
    assertEquals(0xfedc, TransportSequenceNumber.read(Hex.bytes("00 fe dc"), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "audio-0", "!~", "sixteen-letters."})
  void textIsReadFromItsBytes(String text) {
    byte[] b = (" " + text + " ").getBytes(US_ASCII);

    assertEquals(text, SdesItem.read(b, 1, text.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "61 00",
        "61 20",
        "20 61",
        "61 7f",
        "61 c3",
        "6161616161616161 6161616161616161 61"
      })
  void emptyLongAndInvisibleTextIsRefused(String hex) {
    byte[] b = Hex.bytes(hex);

    assertNull(SdesItem.read(b, 0, b.length));
  }

  @Test
  void textIsComparedWithoutBeingRead() {
    byte[] b = "xhiy".getBytes(US_ASCII);

    assertTrue(SdesItem.matches("hi", b, 1, 2));
    assertFalse(SdesItem.matches("ho", b, 1, 2));
    assertFalse(SdesItem.matches("ji", b, 1, 2));
    assertFalse(SdesItem.matches("hiy", b, 1, 2));
    assertFalse(SdesItem.matches("", b, 1, -1));
  }
}
