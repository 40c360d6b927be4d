package org.meshless.rtp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "    1,     0,  true",
    "    0,     1, false",
    "    5,     5, false",
    "    0, 65535,  true",
    "65535,     0, false",
    "32767,     0,  true",
    "    0, 32767, false",
    "32769,     0, false",
    "    0, 32769,  true",
    // half the circle: the larger is newer, and only one of the two
    "32768,     0,  true",
    "    0, 32768, false",
    "40000,  7232,  true",
    " 7232, 40000, false",
  })
  void theNewerNumberIsTheOneReachedByTheShorterWayForward(int a, int b, boolean newer) {
    assertEquals(newer, SequenceNumbers.isNewer(a, b));
  }

  @ParameterizedTest
  @CsvSource({
    "    0,     1,      1",
    "    1,     0,     -1",
    "65535,     2,      3",
    "    2, 65535,     -3",
    "    0, 32767,  32767",
    "    0, 32768, -32768",
    "32768,     0, -32768",
  })
  void distanceIsSignedAndWraps(int from, int to, int distance) {
    assertEquals(distance, SequenceNumbers.distance(from, to));
  }

  @ParameterizedTest
  @CsvSource({"65535, 1, 0", "0, -1, 65535", "10, 65536, 10", "7, 5, 12"})
  void sumsWrap(int sequenceNumber, int delta, int sum) {
    assertEquals(sum, SequenceNumbers.plus(sequenceNumber, delta));
  }
}
