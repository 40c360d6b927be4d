package org.meshless.sfu.room;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Video that waits for the pacer, in order: references to shared packets and the slots they leave
 * in.
 *
 * <p>Confined to its MediaLoop.
 */
final class PacedPackets {
  /** Some seconds of a slow path's video. */
  static final int CAPACITY = 1 << 11;

  private static final int INITIAL = 64;

  private @Nullable Slot[] slots = new @Nullable Slot[INITIAL];
  private @Nullable MediaPacket[] packets = new @Nullable MediaPacket[INITIAL];
  private long[] sinceNs = new long[INITIAL];
  private int first;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  boolean isFull() {
    return count == CAPACITY;
  }

  int count() {
    return count;
  }

  /** Takes a packet; the caller has seen to it that this is not {@link #isFull}. */
  void add(long nowNs, Slot slot, MediaPacket packet) {
    if (count == slots.length) {
      grow();
    }
    int at = (first + count) & (slots.length - 1);
    slots[at] = slot;
    packets[at] = packet;
    sinceNs[at] = nowNs;
    count++;
  }

  /** The slot of the one that waits longest. */
  Slot slot() {
    Slot slot = slots[first];
    if (count == 0 || slot == null) {
      throw new IllegalStateException("nothing waits");
    }
    return slot;
  }

  /** The one that waits longest. */
  MediaPacket packet() {
    MediaPacket packet = packets[first];
    if (count == 0 || packet == null) {
      throw new IllegalStateException("nothing waits");
    }
    return packet;
  }

  /** Since when that one has waited; the end of time if nothing does. */
  long sinceNs() {
    return count == 0 ? Long.MAX_VALUE : sinceNs[first];
  }

  /** The one that waited longest has left. */
  void remove() {
    slots[first] = null;
    packets[first] = null;
    first = (first + 1) & (slots.length - 1);
    count--;
  }

  void clear() {
    Arrays.fill(slots, null);
    Arrays.fill(packets, null);
    first = 0;
    count = 0;
  }

  private void grow() {
    int length = slots.length;
    @Nullable Slot[] oldSlots = slots;
    @Nullable MediaPacket[] oldPackets = packets;
    long[] oldSinceNs = sinceNs;
    slots = new @Nullable Slot[2 * length];
    packets = new @Nullable MediaPacket[2 * length];
    sinceNs = new long[2 * length];
    for (int i = 0; i < count; i++) {
      int from = (first + i) & (length - 1);
      slots[i] = oldSlots[from];
      packets[i] = oldPackets[from];
      sinceNs[i] = oldSinceNs[from];
    }
    first = 0;
  }
}
