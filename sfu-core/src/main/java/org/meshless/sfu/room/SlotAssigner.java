package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * Decides which tracks of a room occupy which slots of one subscriber.
 *
 * <p>Slots come in pairs: video slot <i>k</i> and audio slot <i>k</i> belong to one {@code msid}
 * stream, and browsers play only the tracks of one stream in step. So a track goes to the slot
 * whose partner carries its companion (the microphone of the same camera), else to the lowest free
 * slot whose partner is free too, else to the lowest free one. An occupied slot is never moved:
 * people keep their place as others come and go.
 *
 * <p>Confined to its MediaLoop.
 */
final class SlotAssigner {
  private final List<Slot> video = new ArrayList<>();
  private final List<Slot> audio = new ArrayList<>();

  /** Adds a slot; the order of adding is the slot's number within its kind. */
  void add(Slot slot) {
    of(slot.kind()).add(slot);
  }

  /** The slots of one kind, by number. */
  List<Slot> of(MediaKind kind) {
    return switch (kind) {
      case VIDEO -> video;
      case AUDIO -> audio;
    };
  }

  /** The slot that carries {@code track}, or null. */
  @Nullable Slot carrying(InboundTrack track) {
    List<Slot> slots = of(track.kind());
    for (int k = 0; k < slots.size(); k++) {
      if (slots.get(k).track() == track) {
        return slots.get(k);
      }
    }
    return null;
  }

  /** The slot {@code track} shall have, or null where none is free. */
  @Nullable Slot place(InboundTrack track) {
    List<Slot> slots = of(track.kind());
    List<Slot> partners = of(track.kind() == MediaKind.VIDEO ? MediaKind.AUDIO : MediaKind.VIDEO);
    Slot paired = null;
    Slot free = null;
    for (int k = 0; k < slots.size(); k++) {
      Slot slot = slots.get(k);
      if (slot.track() != null || !slot.isOpen()) {
        continue;
      }
      InboundTrack partner = k < partners.size() ? partners.get(k).track() : null;
      if (partner != null && partner.isCompanionOf(track)) {
        return slot;
      }
      if (paired == null && k < partners.size() && partner == null) {
        paired = slot;
      }
      if (free == null) {
        free = slot;
      }
    }
    return paired != null ? paired : free;
  }
}
