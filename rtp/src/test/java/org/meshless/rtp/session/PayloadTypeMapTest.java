package org.meshless.rtp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.codec.Codec;

class PayloadTypeMapTest {
  private static final PayloadType VP8 = video(96, new Codec.Vp8(), 97);
  private static final PayloadType VP9 = video(98, new Codec.Vp9(0), PayloadType.NO_RTX);
  private static final PayloadType VP8_AGAIN = video(100, new Codec.Vp8(), 101);

  private final PayloadTypeMap map = PayloadTypeMap.copyOf(List.of(VP8, VP9, VP8_AGAIN));

  private static PayloadType video(int number, Codec codec, int rtxNumber) {
    return new PayloadType(number, codec, rtxNumber, true, true, true, true, true);
  }

  @Test
  void mediaIsFoundByItsNumber() {
    assertSame(VP8, map.of(96));
    assertSame(VP9, map.of(98));
  }

  @Test
  void retransmissionsAreFoundByTheirsAndOnlyAsSuch() {
    assertSame(VP8, map.ofRtx(97));
    assertNull(map.of(97));
    assertNull(map.ofRtx(96));
  }

  @Test
  void ofTwoPayloadTypesForACodecThePreferredIsFound() {
    assertSame(VP8, map.of(new Codec.Vp8()));
    assertNull(map.of(new Codec.Vp9(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 127, 128, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void otherNumbersMeanNothing(int number) {
    assertNull(map.of(number));
    assertNull(map.ofRtx(number));
  }

  @Test
  void theOrderOfPreferenceIsKept() {
    assertEquals(List.of(VP8, VP9, VP8_AGAIN), map.all());
  }

  @Test
  void aNumberCannotStandForTwoThings() {
    PayloadType clashing = video(99, new Codec.Av1(0), 96);

    assertThrows(
        IllegalArgumentException.class, () -> PayloadTypeMap.copyOf(List.of(VP8, clashing)));
    assertThrows(IllegalArgumentException.class, () -> PayloadTypeMap.copyOf(List.of(VP8, VP8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 128})
  void numbersOutsideSevenBitsAreRefused(int number) {
    assertThrows(IllegalArgumentException.class, () -> video(number, new Codec.Vp8(), 97));
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 128})
  void retransmissionNumbersOutsideSevenBitsAreRefused(int number) {
    assertThrows(IllegalArgumentException.class, () -> video(96, new Codec.Vp8(), number));
  }

  @Test
  void mapsOfTheSamePayloadTypesAreEqual() {
    PayloadTypeMap same = PayloadTypeMap.copyOf(List.of(VP8, VP9, VP8_AGAIN));

    assertEquals(map, same);
    assertEquals(map.hashCode(), same.hashCode());
  }
}
