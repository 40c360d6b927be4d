package org.meshless.rtp.bwe;

import java.util.List;

/**
 * What one estimate allows of several wishes.
 *
 * @param choices one for each wish, in their order
 * @param estimateBps what was divided
 * @param videoBps what the choices cost together
 * @param demandBps what all wishes in full would cost, audio included: what there is use for
 */
public record Allocation(List<Choice> choices, long estimateBps, long videoBps, long demandBps) {
  /** Why a video is forwarded as it is. */
  public enum Limit {
    /** There is nothing better that would fill the tile. */
    NONE,
    /** Nothing flows. */
    SOURCE,
    /** The estimate allows no more. */
    ESTIMATE,
    /** The estimate would just allow more, but not for long. */
    HEADROOM
  }

  /**
   * How one video is forwarded.
   *
   * @param layer index among the wish's layers; −1 for not at all
   * @param limit why not better
   * @param size of its picture in words
   * @param atBase how many videos of the allocation get no more than their cheapest layer
   * @param videos of the allocation
   * @param estimateBps what was divided
   */
  public record Choice(
      int layer, Limit limit, String size, int atBase, int videos, long estimateBps) {
    /** The reason in words, for people: "320×180: 410 kbit/s estimate, 3 of 5 tiles at base". */
    public String reason() {
      return switch (limit) {
        case NONE -> size + ": fills the tile";
        case SOURCE -> "nothing sent";
        case ESTIMATE, HEADROOM ->
            "%s: %d kbit/s estimate, %d of %d tiles at base%s"
                .formatted(
                    layer < 0 ? "paused" : size,
                    estimateBps / 1_000,
                    atBase,
                    videos,
                    limit == Limit.HEADROOM ? ", too little to spare for more" : "");
      };
    }
  }

  public Allocation {
    choices = List.copyOf(choices);
  }
}
