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

class Vp8DescriptorTest {
  private static Vp8Descriptor parse(String hex) {
    byte[] b = Hex.bytes("ffff" + hex);
    return requireNonNull(Vp8Descriptor.parse(b, 2, b.length - 2));
  }

  /** RFC 7741 §4.6.1: key frame in a single packet, 7-bit picture id 17. */
  @Test
  void theKeyFrameExampleOfRfc7741IsRead() {
    Vp8Descriptor descriptor = parse("90 80 11 | 10 02 00");

    assertEquals(3, descriptor.length());
    assertTrue(descriptor.startsFrame());
    assertTrue(descriptor.startsKeyFrame());
    assertEquals(17, descriptor.pictureId());
    assertEquals(7, descriptor.pictureIdBits());
    assertEquals(2, descriptor.pictureIdOffset());
    assertEquals(-1, descriptor.tl0PicIdx());
    assertEquals(-1, descriptor.temporalId());
  }

  /** RFC 7741 §4.6.2: a discardable interframe that begins a partition without a picture id. */
  @Test
  void theDiscardableInterframeExampleOfRfc7741IsRead() {
    Vp8Descriptor descriptor = parse("30 | 01 00");

    assertEquals(1, descriptor.length());
    assertTrue(descriptor.nonReference());
    assertTrue(descriptor.startsFrame());
    assertFalse(descriptor.startsKeyFrame());
    assertEquals(-1, descriptor.pictureId());
    assertEquals(0, descriptor.pictureIdBits());
    assertEquals(-1, descriptor.pictureIdOffset());
  }

  /** RFC 7741 §4.6.5: VP8 frame with a 15-bit picture id, 4711. */
  @Test
  void theLongPictureIdExampleOfRfc7741IsRead() {
    Vp8Descriptor descriptor = parse("90 80 92 67 | 10 02 00");

    assertEquals(4, descriptor.length());
    assertEquals(4711, descriptor.pictureId());
    assertEquals(15, descriptor.pictureIdBits());
    assertEquals(2, descriptor.pictureIdOffset());
    assertTrue(descriptor.startsKeyFrame());
  }

  @Test
  void everyFieldIsReadBesideFieldsThatAreClear() {
    assertEquals(
        new Vp8Descriptor(6, true, true, 0, 15, 0x7fff, 2, 254, 4, 2, true, 21, false),
        parse("b0 f0 ff ff fe b5 | 01"));
    assertEquals(
        new Vp8Descriptor(6, false, false, 5, 15, 0, 2, 1, 4, 1, false, 10, false),
        parse("c5 f0 80 00 01 4a | 00"));
  }

  @ParameterizedTest
  @CsvSource({
    "80 20 c0 | 01,    3, -1, 3,  -1, TID alone",
    "80 10 ff | 01,    3, -1, -1, 31, KEYIDX alone",
    "80 40 07 | 01,    3,  7, -1, -1, TL0PICIDX alone",
    "80 70 07 41 | 01, 4,  7, 1,   1, all but the picture id",
    "80 0f | 01,       2, -1, -1, -1, reserved bits",
    "80 2f c0 | 01,    3, -1, 3,  -1, reserved bits beside TID",
    "80 1f ff | 01,    3, -1, -1, 31, reserved bits beside KEYIDX",
    "4f | 01,          1, -1, -1, -1, reserved bits of the first byte",
  })
  void optionalFieldsAreReadWhereTheirBitsSaySo(
      String hex, int length, int tl0PicIdx, int temporalId, int keyIdx, String what) {
    Vp8Descriptor descriptor = parse(hex);

    assertEquals(length, descriptor.length(), what);
    assertEquals(tl0PicIdx, descriptor.tl0PicIdx(), what);
    assertEquals(tl0PicIdx == -1 ? -1 : 2, descriptor.tl0PicIdxOffset(), what);
    assertEquals(temporalId, descriptor.temporalId(), what);
    assertEquals(keyIdx, descriptor.keyIdx(), what);
  }

  @ParameterizedTest
  @CsvSource({
    "10 | 00,  true, start of the first partition, P = 0",
    "10 | 01, false, interframe",
    "00 | 00, false, not the start of a partition",
    "11 | 00, false, start of the second partition",
  })
  void aKeyFrameStartsWithItsFirstPacketOnly(String hex, boolean startsKeyFrame, String what) {
    assertEquals(startsKeyFrame, parse(hex).startsKeyFrame(), what);
  }

  @ParameterizedTest
  @CsvSource({"10 | 01, true", "00 | 01, false", "11 | 01, false", "01 | 01, false"})
  void aFrameStartsWithItsFirstPartition(String hex, boolean startsFrame) {
    assertEquals(startsFrame, parse(hex).startsFrame());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "90",
        "90 00",
        "90 80",
        "90 80 11",
        "90 80 92",
        "90 80 92 67",
        "90 40 01",
        "90 20",
        "90 f0 92 67 01 a0"
      })
  void aDescriptorWithoutDataBehindItIsMalformed(String hex) {
    byte[] b = Hex.bytes(hex);
    byte[] followed = Hex.bytes(hex + "00 00 00");

    assertNull(Vp8Descriptor.parse(b, 0, b.length));
    assertNull(Vp8Descriptor.parse(followed, 0, b.length));
  }
}
