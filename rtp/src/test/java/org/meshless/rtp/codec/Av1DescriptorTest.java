package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class Av1DescriptorTest {
  @ParameterizedTest
  @CsvSource({
    "10 0a,                   false, false, 1, false, one element",
    "18 0a,                   false, false, 1,  true, the first of a sequence",
    "90 aa,                    true, false, 1, false, the end of a fragmented OBU",
    "50 32,                   false,  true, 1, false, the beginning of one",
    "d0 aa,                    true,  true, 1, false, the middle of one",
    "20 02 0a01 32,           false, false, 2, false, two elements of which one has a length",
    "30 01 0a 02 3201 32,     false, false, 3, false, three elements of which two have lengths",
    "00 01 0a 01 32,          false, false, 2, false, elements that all have lengths",
    "00 01 0a 01 0a 01 0a 01 0a, false, false, 4, false, more than W can say",
    "00 81 00 0a,             false, false, 1, false, a length of two bytes",
    "00 81 80 80 80 80 80 80 00 0a, false, false, 1, false, a length of eight bytes",
    "20 00 0a,                false, false, 2, false, an empty element",
    "17 0a,                   false, false, 1, false, reserved bits",
  })
  void theAggregationHeaderIsRead(
      String hex, boolean startsInside, boolean endsInside, int count, boolean first, String what) {
    byte[] b = Hex.bytes("ffff" + hex);

    assertEquals(
        new Av1Descriptor(startsInside, endsInside, count, first),
        Av1Descriptor.parse(b, 2, b.length - 2),
        what);
  }

  /** The figure in §4.5: 303 bytes, the first element 200 long with a length of two bytes. */
  @Test
  void theExampleOfTheSpecificationIsRead() {
    byte[] b = Hex.bytes("20 c801" + "00".repeat(300));

    assertEquals(new Av1Descriptor(false, false, 2, false), Av1Descriptor.parse(b, 0, 303));
  }

  @Test
  void aKeyFrameStartsWithItsCodedVideoSequence() {
    assertTrue(new Av1Descriptor(false, false, 1, true).startsKeyFrame());
    assertEquals(false, new Av1Descriptor(false, false, 1, false).startsKeyFrame());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "98 aa",
        "00 02 0a",
        "00 81",
        "00 ff ff ff ff ff ff ff ff 7f 0a",
        "00 ff ff ff ff 0f 0a",
        "20 01 0a",
        "20 02 0a",
        "30 01 0a 32",
        "30 01 0a",
      })
  void elementsThatDoNotFitAreMalformed(String hex) {
    byte[] b = Hex.bytes(hex);
    byte[] followed = Hex.bytes(hex + "00".repeat(8));

    assertNull(Av1Descriptor.parse(b, 0, b.length));
    assertNull(Av1Descriptor.parse(followed, 0, b.length));
  }
}
