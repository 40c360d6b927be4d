package org.meshless.rtp.codec;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class Vp9DescriptorTest {
  private static Vp9Descriptor parse(String hex) {
    byte[] b = Hex.bytes("ffff" + hex);
    return requireNonNull(Vp9Descriptor.parse(b, 2, b.length - 2));
  }

  @Test
  void aBareDescriptorIsOneByte() {
    Vp9Descriptor descriptor = parse("08 | 82");

    assertEquals(
        new Vp9Descriptor(
            1, false, false, true, false, false, 0, -1, -1, -1, false, -1, false, -1, -1, 0),
        descriptor);
    assertTrue(descriptor.startsKeyFrame());
  }

  @Test
  void layersOfTheNonFlexibleModeComeWithTl0PicIdx() {
    // I P L B, picture id 0x1234, TID 2, U, SID 1, D
    Vp9Descriptor descriptor = parse("e9 9234 53 fe | 00");

    assertEquals(
        new Vp9Descriptor(
            5, true, false, true, false, true, 15, 0x1234, 1, 2, true, 1, true, 254, 4, 0),
        descriptor);
  }

  @Test
  void layersOfTheFlexibleModeComeWithReferences() {
    // I P L F E, picture id 17, TID 1, SID 0, three references
    Vp9Descriptor descriptor = parse("f4 11 20 03 05 06 | 00");

    assertEquals(
        new Vp9Descriptor(
            6, true, true, false, true, false, 7, 17, 1, 1, false, 0, false, -1, -1, 0),
        descriptor);
  }

  @ParameterizedTest
  @CsvSource({
    "0a 00 | 00,                                      2, 1, one layer and nothing told of it",
    "0a 40 | 00,                                      2, 3, three layers",
    "0a 30 0140 00b4 0280 0168 | 00,                 10, 2, two layers and their sizes",
    "0a 08 02 00 24 01 | 00,                          6, 1, a group of two pictures with one"
        + " reference",
    "0a f8 " + EIGHT_SIZES + " 01 0c 01 02 03 | 00,  39, 8, all of it",
  })
  void theScalabilityStructureIsPassedOver(String hex, int length, int spatialLayers, String what) {
    Vp9Descriptor descriptor = parse(hex);

    assertEquals(length, descriptor.length(), what);
    assertEquals(spatialLayers, descriptor.spatialLayers(), what);
  }

  private static final String EIGHT_SIZES =
      "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000";

  @ParameterizedTest
  @CsvSource({
    "08 | 00,        true, no layers",
    "28 00 00 | 00,  true, lowest layer",
    "28 03 00 | 00, false, layer 1 of the same picture",
    "48 | 00,       false, depends on earlier pictures",
    "00 | 00,       false, not the first packet",
  })
  void aKeyFrameStartsWithTheFirstPacketOfItsLowestLayer(
      String hex, boolean startsKeyFrame, String what) {
    assertEquals(startsKeyFrame, parse(hex).startsKeyFrame(), what);
  }

  @Test
  void aFlexibleKeyFrameHasNoReferences() {
    Vp9Descriptor descriptor = parse("18 | 82");

    assertEquals(1, descriptor.length());
    assertTrue(descriptor.startsKeyFrame());
    assertFalse(descriptor.predictedFromPictures());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "08",
        "80",
        "80 11",
        "80 91",
        "80 91 22",
        "28",
        "28 00",
        "28 00 00",
        "50",
        "50 02",
        "50 01",
        "50 03 05 07",
        "50 03 05 07 00",
        "0a",
        "0a 00",
        "0a 10 0140 00",
        "0a 10 0140 00b4",
        "0a 08",
        "0a 08 01",
        "0a 08 01 04",
        "0a 08 01 04 01",
        "0a 08 ff 00",
      })
  void aDescriptorWithoutDataBehindItIsMalformed(String hex) {
    byte[] b = Hex.bytes(hex);
    byte[] followed = Hex.bytes(hex + "00".repeat(40));

    assertNull(Vp9Descriptor.parse(b, 0, b.length));
    assertNull(Vp9Descriptor.parse(followed, 0, b.length));
  }
}
