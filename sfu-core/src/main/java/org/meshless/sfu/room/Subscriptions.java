package org.meshless.sfu.room;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.OutboundStream;

/**
 * What one member receives: its slots, what each of them carries, and what its page is told of
 * that.
 *
 * <p>Confined to its MediaLoop.
 */
final class Subscriptions {
  private final Member member;
  private final Consumer<RoomEvent> events;
  private final RandomGenerator random;
  private final SlotAssigner slots = new SlotAssigner();
  private final Map<String, Slot> byMid = new HashMap<>();

  /**
   * Whether the page tells when it has covered a tile. One that has never done so is not waited
   * for; one that has does so for every assignment, the harmless first of a slot included.
   */
  private boolean covers;

  private int wantedVideo;
  private int wantedAudio;

  Subscriptions(Member member, Consumer<RoomEvent> events, RandomGenerator random) {
    this.member = member;
    this.events = events;
    this.random = random;
  }

  SlotAssigner slots() {
    return slots;
  }

  Collection<Slot> all() {
    return byMid.values();
  }

  /** The slot that sends with this SSRC, or null. */
  @Nullable Slot slot(long ssrc) {
    for (Slot slot : byMid.values()) {
      if (slot.identity().ssrc() == ssrc) {
        return slot;
      }
    }
    return null;
  }

  // --- what is negotiated -----------------------------------------------------------------------

  /** An m-line was negotiated, perhaps anew: a slot, or no more of one. */
  void apply(MediaSection section) {
    Slot slot = byMid.get(section.mid());
    OutboundStream identity = section.outbound();
    if (slot != null && identity != null && identity.ssrc() != slot.identity().ssrc()) {
      close(slot); // stopped and begun anew on the same m-line
      slot = null;
    }
    if (slot != null) {
      slot.renegotiated(section);
      if (!slot.isOpen()) {
        clear(slot);
      }
    } else if (section.direction().sends() && identity != null) {
      Slot added = new Slot(member, section, identity, random);
      byMid.put(section.mid(), added);
      slots.add(added);
    }
  }

  /** The slot's m-line is stopped or recycled: it is no more. */
  private void close(Slot slot) {
    clear(slot);
    byMid.remove(slot.section().mid());
    slots.remove(slot);
  }

  /** Closes the slots of all m-lines but these. */
  void closeAllBut(Set<String> mids) {
    for (Slot slot : List.copyOf(byMid.values())) {
      if (!mids.contains(slot.section().mid())) {
        close(slot);
      }
    }
  }

  // --- what is carried --------------------------------------------------------------------------

  /** The slot carries {@code track} from now on, whatever it did before. */
  void assign(Slot slot, RoomTrack track) {
    long firstTimestamp = slot.assign(member.loop().nowNs(), track, covers);
    member.onSharesChanged();
    events.accept(
        new RoomEvent.SlotAssigned(
            slot.section().mid(),
            slot.generation(),
            track.publisher().id(),
            track.source(),
            track.description().sourceId(),
            firstTimestamp));
  }

  /** The page has covered whatever the slot carried before this generation of it. */
  void covered(String mid, int generation) {
    covers = true;
    Slot slot = byMid.get(mid);
    if (slot != null) {
      slot.covered(member.loop().nowNs(), generation);
    }
  }

  /** Puts into {@code to}, whatever it carries, what {@code from} carries, and the reverse. */
  void exchange(Slot to, Slot from) {
    RoomTrack displaced = to.track();
    RoomTrack moved = from.track();
    if (moved != null) {
      assign(to, moved);
    }
    if (displaced != null) {
      assign(from, displaced);
    } else {
      clear(from);
    }
  }

  /** Frees the video slots that carry anything else. */
  void keepOnly(List<RoomTrack> tracks) {
    for (Slot slot : slots.of(MediaKind.VIDEO)) {
      RoomTrack carried = slot.track();
      if (carried != null && !tracks.contains(carried)) {
        clear(slot);
      }
    }
  }

  /** Frees the slot that carries {@code track}, if there is one. */
  void unsubscribeFrom(RoomTrack track) {
    Slot slot = slots.carrying(track);
    if (slot != null) {
      clear(slot);
    }
  }

  private void clear(Slot slot) {
    if (slot.track() != null) {
      slot.assign(member.loop().nowNs(), null, covers);
      member.onSharesChanged();
      events.accept(new RoomEvent.SlotCleared(slot.section().mid(), slot.generation()));
    }
  }

  /**
   * There is more to receive: {@code video} and {@code audio} slots in all would do, 0 for enough.
   */
  void wantSlots(int video, int audio) {
    // Before its first offer a member has no slots at all, and will offer some anyway.
    if (byMid.isEmpty() || (video <= wantedVideo && audio <= wantedAudio)) {
      return;
    }
    wantedVideo = Math.max(video, wantedVideo);
    wantedAudio = Math.max(audio, wantedAudio);
    events.accept(
        new RoomEvent.SlotsWanted(
            Math.max(video, slots.of(MediaKind.VIDEO).size()),
            Math.max(audio, slots.of(MediaKind.AUDIO).size())));
  }
}
