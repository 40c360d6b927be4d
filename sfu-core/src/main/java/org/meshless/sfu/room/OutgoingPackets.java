package org.meshless.sfu.room;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the loop has for one subscriber, in order: references to shared packets and the
 * slots they leave in. Nothing is numbered or rewritten before the turn ends.
 *
 * <p>Confined to its MediaLoop.
 */
final class OutgoingPackets {
  /** A turn's receive batch times a few simulcast layers; what exceeds it leaves early. */
  static final int CAPACITY = 256;

  private static final int INITIAL = 16;

  private @Nullable Slot[] slots = new @Nullable Slot[INITIAL];
  private @Nullable MediaPacket[] packets = new @Nullable MediaPacket[INITIAL];
  private int count;

  /** Takes a packet; the caller has seen to it that the list is not {@link #isFull}. */
  void add(Slot slot, MediaPacket packet) {
    if (count == slots.length) {
      int length = Math.min(CAPACITY, 2 * count);
      slots = Arrays.copyOf(slots, length);
      packets = Arrays.copyOf(packets, length);
    }
    slots[count] = slot;
    packets[count] = packet;
    count++;
  }

  boolean isFull() {
    return count == CAPACITY;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  Slot slot(int i) {
    Slot slot = slots[i];
    if (i >= count || slot == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return slot;
  }

  MediaPacket packet(int i) {
    MediaPacket packet = packets[i];
    if (i >= count || packet == null) {
      throw new IndexOutOfBoundsException(i);
    }
    return packet;
  }

  /** Forgets everything, references included: rings alone decide how long a packet lives. */
  void clear() {
    Arrays.fill(slots, 0, count, null);
    Arrays.fill(packets, 0, count, null);
    count = 0;
  }
}
