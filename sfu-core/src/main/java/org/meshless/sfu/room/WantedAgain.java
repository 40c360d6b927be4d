package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;

/**
 * Packets to be sent again, in the order in which they were asked for: they wait for the pacer
 * before all others. Beyond {@link #CAPACITY} the newest are left to the next NACK.
 *
 * <p>Confined to its MediaLoop.
 */
final class WantedAgain {
  static final int CAPACITY = 256;

  private final @Nullable Slot[] slots = new @Nullable Slot[CAPACITY];
  private final int[] sequenceNumbers = new int[CAPACITY];
  private int first;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  void add(Slot slot, int sequenceNumber) {
    if (count < CAPACITY) {
      int at = (first + count) & (CAPACITY - 1);
      slots[at] = slot;
      sequenceNumbers[at] = sequenceNumber;
      count++;
    }
  }

  /** The slot of the first. */
  Slot slot() {
    Slot slot = slots[first];
    if (count == 0 || slot == null) {
      throw new IllegalStateException("nothing waits");
    }
    return slot;
  }

  /** The number the first was sent under. */
  int sequenceNumber() {
    return sequenceNumbers[first];
  }

  /** The first was sent, or cannot be. */
  void remove() {
    slots[first] = null;
    first = (first + 1) & (CAPACITY - 1);
    count--;
  }

  void clear() {
    while (count > 0) {
      remove();
    }
  }
}
