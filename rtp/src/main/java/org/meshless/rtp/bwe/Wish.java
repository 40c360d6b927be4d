package org.meshless.rtp.bwe;

import java.util.List;

/**
 * A video that a subscriber shows, for the {@link Allocator}.
 *
 * @param layers ways to forward it that flow now, from the cheapest on, each costing more and
 *     looking better than the one before: with temporal layers before spatial ones for a camera,
 *     since smooth matters there; the other way round for a screen, where sharp does
 * @param width of its tile in device pixels, at least 1
 * @param height of its tile in device pixels, at least 1
 * @param importance who comes first
 * @param current the index among {@code layers} of what is forwarded now; −1 for nothing
 */
public record Wish(List<Layer> layers, int width, int height, Importance importance, int current) {
  /** Who comes first when not all fits. */
  public enum Importance {
    /** One of many. */
    TILE(1),
    /** Who speaks. */
    SPEAKER(2),
    /** A shared screen. */
    SCREEN(3),
    /** Pinned by who watches. */
    PINNED(4);

    private final int weight;

    Importance(int weight) {
      this.weight = weight;
    }

    /** How many times a tile's share of pixels it deserves. */
    int weight() {
      return weight;
    }
  }

  public Wish {
    layers = List.copyOf(layers);
    if (width < 1 || height < 1 || current < -1) {
      throw new IllegalArgumentException("no such tile");
    }
  }

  /**
   * The best layer worth having: the first whose picture fills the tile; a little smaller will do,
   * since nobody sees the difference and the next one costs three times as much.
   */
  int best() {
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      boolean fills = layer.height() > 0 && layer.height() * 5L >= height * 4L;
      boolean last = i + 1 == layers.size();
      if (last || (fills && layers.get(i + 1).spatialId() > layer.spatialId())) {
        return i;
      }
    }
    return -1;
  }
}
