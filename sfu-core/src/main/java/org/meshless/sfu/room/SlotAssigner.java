package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * Decides which tracks of a room occupy which slots of one subscriber.
 *
 * <p>Slots come in pairs: a video slot and an audio slot belong to one {@code msid} stream, and
 * browsers play only the tracks of one stream in step. So a track goes to the slot whose partner
 * carries its companion (the microphone of the same camera), else to the first free slot whose
 * partner is free too, else to the first free one. People keep their place as others come and go,
 * unless picture and sound of one of them would stay apart.
 *
 * <p>Confined to its MediaLoop.
 */
final class SlotAssigner {
  private final List<Slot> video = new ArrayList<>();
  private final List<Slot> audio = new ArrayList<>();

  void add(Slot slot) {
    of(slot.kind()).add(slot);
  }

  void remove(Slot slot) {
    of(slot.kind()).remove(slot);
  }

  /** The slots of one kind, in order of their first negotiation. */
  List<Slot> of(MediaKind kind) {
    return switch (kind) {
      case VIDEO -> video;
      case AUDIO -> audio;
    };
  }

  /** The slot that carries {@code track}, or null. */
  @Nullable Slot carrying(RoomTrack track) {
    List<Slot> slots = of(track.kind());
    for (int k = 0; k < slots.size(); k++) {
      if (slots.get(k).track() == track) {
        return slots.get(k);
      }
    }
    return null;
  }

  /** The slot that carries the companion of {@code track}, or null. */
  @Nullable Slot carryingCompanion(RoomTrack track) {
    List<Slot> slots = of(track.source().companion().kind());
    for (int k = 0; k < slots.size(); k++) {
      RoomTrack carried = slots.get(k).track();
      if (carried != null && carried.isCompanionOf(track)) {
        return slots.get(k);
      }
    }
    return null;
  }

  /** The slot {@code track} shall have, or null where none is free. */
  @Nullable Slot place(RoomTrack track) {
    List<Slot> slots = of(track.kind());
    Slot paired = null;
    Slot free = null;
    for (int k = 0; k < slots.size(); k++) {
      Slot slot = slots.get(k);
      if (slot.track() != null || !slot.isOpen()) {
        continue;
      }
      Slot partner = partner(slot);
      RoomTrack carried = partner == null ? null : partner.track();
      if (carried != null && carried.isCompanionOf(track)) {
        return slot;
      }
      if (paired == null && partner != null && carried == null) {
        paired = slot;
      }
      if (free == null) {
        free = slot;
      }
    }
    return paired != null ? paired : free;
  }

  /** The slot of the other kind that plays in step with this one, or null. */
  @Nullable Slot partner(Slot slot) {
    List<Slot> others = of(slot.kind() == MediaKind.VIDEO ? MediaKind.AUDIO : MediaKind.VIDEO);
    for (int k = 0; k < others.size(); k++) {
      if (others.get(k).identity().streamId().equals(slot.identity().streamId())) {
        return others.get(k);
      }
    }
    return null;
  }
}
