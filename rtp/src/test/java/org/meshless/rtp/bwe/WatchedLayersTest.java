package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WatchedLayersTest {
  private static final long SECOND = 1_000_000_000;

  private final WatchedLayers layers = new WatchedLayers(0, 3);

  @Test
  void aLayerNobodyNeedsIsGivenUpAfterAWhile() {
    assertEquals(0b111, layers.update(SECOND, 0b001));
    assertEquals(0b111, layers.update(5 * SECOND - 1, 0b001));
    assertEquals(0b001, layers.update(5 * SECOND, 0b001));
    assertEquals(0b001, layers.active());
  }

  @Test
  void aTrackNobodyWatchesIsNotSentAtAll() {
    assertEquals(0, layers.update(5 * SECOND, 0));
  }

  @Test
  void aLayerThatIsNeededIsSentAtOnce() {
    layers.update(5 * SECOND, 0b001);
    assertEquals(0b101, layers.update(5 * SECOND + 1, 0b101));
  }

  @Test
  void aNeedThatComesAndGoesChangesNothing() {
    for (int second = 1; second < 60; second++) {
      assertEquals(0b111, layers.update(second * SECOND, second % 4 == 0 ? 0b111 : 0b001));
    }
  }

  @Test
  void layersAreGivenUpNoMoreThanOnceInAWhile() {
    layers.update(3 * SECOND, 0b010);
    assertEquals(0b010, layers.update(5 * SECOND, 0));
    assertEquals(0b010, layers.update(8 * SECOND, 0), "idle, but too soon");
    assertEquals(0, layers.update(10 * SECOND, 0));
  }

  @Test
  void aTrackHasOneToEightLayers() {
    assertThrows(IllegalArgumentException.class, () -> new WatchedLayers(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new WatchedLayers(0, 9));
  }
}
