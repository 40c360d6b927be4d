package org.meshless.rtp.ext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshless.rtp.Hex;

class HeaderExtensionsTest {
  private static final ExtensionMap IDS =
      ExtensionMap.builder()
          .put(HeaderExtension.MID, 1)
          .put(HeaderExtension.RID, 2)
          .put(HeaderExtension.REPAIRED_RID, 3)
          .put(HeaderExtension.AUDIO_LEVEL, 15)
          .build();

  /** The elements found, in the order of the enum, as "offset+length". */
  private static String find(String block, int profile) {
    byte[] b = Hex.bytes(block);
    int[] places = HeaderExtensions.find(b, 0, b.length, profile, IDS);
    StringBuilder found = new StringBuilder();
    for (HeaderExtension extension : HeaderExtension.values()) {
      if (HeaderExtensions.offset(places, extension) != -1) {
        found.append(found.isEmpty() ? "" : " ");
        found.append(extension).append('@').append(HeaderExtensions.offset(places, extension));
        found.append('+').append(HeaderExtensions.length(places, extension));
      }
    }
    return found.toString();
  }

  @Test
  void theOneByteExampleOfRfc8285IsRead() {
    assertEquals(
        "MID@1+1 RID@3+2 REPAIRED_RID@8+4",
        find("10 aa 21 bb | cc 00 00 33 | dd dd dd dd", 0xBEDE));
  }

  @Test
  void theTwoByteExampleOfRfc8285IsRead() {
    assertEquals(
        "MID@2+0 RID@4+1 REPAIRED_RID@8+4",
        find("01 00 02 01 | aa 00 03 04 | dd dd dd dd", 0x1000));
  }

  @ParameterizedTest
  @CsvSource({
    "10 aa f0 21 20 bb, MID@1+1, id 15 ends the extension",
    "10 aa 01 bb 20 cc, MID@1+1, id 0 with data ends the extension",
    "10 aa 23 bb bb,    MID@1+1, an element one byte too long",
    "10 aa 20,          MID@1+1, a header without its value",
    "10 aa 50 bb 20 cc, MID@1+1 RID@5+1, an unknown id is passed over",
    "10 aa 10 bb,       MID@3+1, of two the last counts",
    "00 00 10 aa 00 00, MID@3+1, padding before and after",
    "1f 000102030405060708090a0b0c0d0e0f, MID@1+16, the longest value",
    "'',                '', nothing",
  })
  void theOneByteFormIsReadTolerantly(String block, String found, String what) {
    assertEquals(found, find(block, 0xBEDE), what);
  }

  @ParameterizedTest
  @CsvSource({
    "01 01 aa 0f 01 bb,    MID@2+1 AUDIO_LEVEL@5+1, id 15 is an id like any other",
    "01 01 aa 02 03 bb bb, MID@2+1, an element one byte too long",
    "01 01 aa 02,          MID@2+1, an id without a length",
    "01 01 aa 02 00,       MID@2+1 RID@5+0, an empty value at the very end",
    "01 01 aa 50 01 bb 02 01 cc, MID@2+1 RID@8+1, an unknown id is passed over",
    "01 01 aa 01 00,       MID@5+0, of two the last counts",
  })
  void theTwoByteFormIsReadTolerantly(String block, String found, String what) {
    assertEquals(found, find(block, 0x1000), what);
  }

  @Test
  void theApplicationBitsOfTheTwoByteFormDoNotMatter() {
    assertEquals("MID@2+1", find("01 01 aa", 0x100f));
  }

  @ParameterizedTest
  @CsvSource({"0xBEDD", "0x1010", "0x0000", "0xFFFF"})
  void otherProfilesHoldNothingForUs(String profile) {
    assertEquals("", find("10 aa 01 01 bb", Integer.decode(profile)));
  }

  @Test
  void nothingKnownMeansNothingAllocated() {
    byte[] b = Hex.bytes("50 aa 60 bb");

    assertSame(HeaderExtensions.none(), HeaderExtensions.find(b, 0, 4, 0xBEDE, IDS));
  }

  @ParameterizedTest
  @EnumSource
  void everyExtensionIsKnownByItsUri(HeaderExtension extension) {
    assertSame(extension, HeaderExtension.ofUri(extension.uri()));
  }

  @ParameterizedTest
  @EnumSource
  void everyExtensionHasAPlaceOfItsOwn(HeaderExtension extension) {
    assertEquals(List.of(HeaderExtension.values()).indexOf(extension), extension.index());
  }

  @Test
  void otherUrisAreUnknown() {
    assertNull(HeaderExtension.ofUri("urn:3gpp:video-orientation"));
  }
}
