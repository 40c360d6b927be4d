package org.meshless.sfu.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a participant is sent what it is sent.
 *
 * @param estimateBps what its path carries, in bits per second; null: nothing limits it
 * @param slots its video slots that carry something
 */
public record Explanation(@Nullable Long estimateBps, List<Reason> slots) {
  /**
   * Why a slot carries its track in the size it does.
   *
   * @param generation of the assignment
   * @param reason a sentence for people
   */
  public record Reason(String mid, int generation, String reason) {}

  public Explanation {
    slots = List.copyOf(slots);
  }
}
