package org.meshless.rtp.ext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionMapTest {
  private final ExtensionMap map =
      ExtensionMap.builder()
          .put(HeaderExtension.MID, 4)
          .put(HeaderExtension.AUDIO_LEVEL, 255)
          .build();

  @Test
  void idsAndExtensionsAreFoundFromEachOther() {
    assertSame(HeaderExtension.MID, map.of(4));
    assertSame(HeaderExtension.AUDIO_LEVEL, map.of(255));
    assertEquals(4, map.idOf(HeaderExtension.MID));
    assertEquals(255, map.idOf(HeaderExtension.AUDIO_LEVEL));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 5, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void anIdThatWasNotNegotiatedMeansNothing(int id) {
    assertNull(map.of(id));
  }

  @Test
  void anExtensionThatWasNotNegotiatedHasIdZero() {
    assertEquals(0, map.idOf(HeaderExtension.RID));
    assertEquals(0, ExtensionMap.EMPTY.idOf(HeaderExtension.MID));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 256})
  void idsOutsideTheRangeAreRefused(int id) {
    ExtensionMap.Builder builder = ExtensionMap.builder();

    assertFalse(builder.accepts(HeaderExtension.RID, id));
    assertThrows(IllegalArgumentException.class, () -> builder.put(HeaderExtension.RID, id));
  }

  @Test
  void anIdStandsForOneExtensionAndAnExtensionHasOneId() {
    ExtensionMap.Builder builder = ExtensionMap.builder().put(HeaderExtension.MID, 4);

    assertFalse(builder.accepts(HeaderExtension.RID, 4));
    assertFalse(builder.accepts(HeaderExtension.MID, 5));
    assertTrue(builder.accepts(HeaderExtension.RID, 5));
    assertThrows(IllegalArgumentException.class, () -> builder.put(HeaderExtension.RID, 4));
    assertThrows(IllegalArgumentException.class, () -> builder.put(HeaderExtension.MID, 5));
  }

  @Test
  void aMapIsNotChangedByItsBuilder() {
    ExtensionMap.Builder builder = ExtensionMap.builder().put(HeaderExtension.MID, 4);
    ExtensionMap before = builder.build();

    builder.put(HeaderExtension.RID, 2);

    assertNull(before.of(2));
    assertEquals(0, before.idOf(HeaderExtension.RID));
  }

  @Test
  void mapsWithTheSamePairsAreEqual() {
    ExtensionMap same =
        ExtensionMap.builder()
            .put(HeaderExtension.AUDIO_LEVEL, 255)
            .put(HeaderExtension.MID, 4)
            .build();

    assertEquals(map, same);
    assertEquals(map.hashCode(), same.hashCode());
    assertNotEquals(map, ExtensionMap.EMPTY);
    assertEquals("ExtensionMap[MID=4, AUDIO_LEVEL=255]", map.toString());
  }
}
