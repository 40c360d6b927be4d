package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.sfu.net.MediaLoop;

/**
 * The members of a room who live on one loop, the tracks of the whole room as seen from there, and
 * who receives what of whom.
 *
 * <p>While there are slots enough, everybody receives everything. Beyond that, the pages say which
 * video they show, and the voices decide which audio is heard: somebody who begins to speak takes
 * the slot of whoever has been silent for longest.
 *
 * <p>Confined to its MediaLoop; other parts of the room speak to it through their {@link PartLink}.
 */
final class RoomPart {
  /** Video slots are grown in these steps; 25 tiles and 2 screens is the most a page shows. */
  private static final int[] VIDEO_STEPS = {4, 8, 16, 27};

  /** Audio slots are grown in these steps: more voices at once is noise. */
  private static final int[] AUDIO_STEPS = {4, 8, 10};

  /** Who has been silent for less keeps the slot: people pause between sentences. */
  private static final long TURN_NS = 1_000_000_000;

  /** How often someone who speaks unheard is considered. */
  private static final long CONSIDER_NS = 100_000_000;

  private final Room room;
  private final MediaLoop loop;
  private final List<Member> members = new ArrayList<>();
  private final List<RoomTrack> tracks = new ArrayList<>();
  private final List<PartLink> links = new ArrayList<>();
  private final DataRelay data;
  private @Nullable RoomTrack speaker;

  RoomPart(Room room, MediaLoop loop) {
    this.room = room;
    this.loop = loop;
    this.data = new DataRelay(loop, links);
  }

  Room room() {
    return room;
  }

  MediaLoop loop() {
    return loop;
  }

  /** What passes between members' data channels. */
  DataRelay data() {
    return data;
  }

  /** The stream of this id, or null if it has ended. */
  @Nullable RoomStream stream(int id) {
    for (int t = 0; t < tracks.size(); t++) {
      List<RoomStream> streams = tracks.get(t).streams();
      for (int s = 0; s < streams.size(); s++) {
        if (streams.get(s).id() == id) {
          return streams.get(s);
        }
      }
    }
    return null;
  }

  // --- members here -----------------------------------------------------------------------------

  void join(Member member) {
    members.add(member);
    if (speaker != null) {
      tellSpeaker(member);
    }
  }

  void leave(Member member) {
    if (!members.remove(member)) {
      return;
    }
    for (InboundTrack track : member.tracks()) {
      unpublish(track);
    }
    for (PartLink link : links) {
      link.forget(member.publisher());
    }
    changed();
  }

  /** A member publishes a track; {@link #changed} is to follow. */
  void publish(InboundTrack track) {
    tracks.add(track.here());
    for (PartLink link : links) {
      track.add(link);
    }
  }

  /** The track is published no more; {@link #changed} is to follow. */
  void unpublish(InboundTrack track) {
    drop(track.here());
    track.end();
  }

  // --- the room's other parts -------------------------------------------------------------------

  /** The room has come to another loop. */
  void onBegun(RoomPart other) {
    PartLink link = new PartLink(loop, other);
    links.add(link);
    for (Member member : members) {
      for (InboundTrack track : member.tracks()) {
        track.add(link);
      }
    }
    data.onBegun(link);
  }

  /** The room has left another loop. */
  void onEnded(RoomPart other) {
    for (PartLink link : List.copyOf(links)) {
      if (link.to() == other) {
        links.remove(link);
        members.forEach(member -> member.tracks().forEach(track -> track.remove(link)));
      }
    }
  }

  /** A track of somebody on another loop. */
  void add(RoomTrack track) {
    tracks.add(track);
    changed();
  }

  /** A track of somebody on another loop is no more. */
  void remove(RoomTrack track) {
    drop(track);
    changed();
  }

  /** A packet of a track of somebody on another loop. */
  void onHandedOver(RoomTrack track, MediaPacket packet) {
    long nowNs = loop.nowNs();
    RoomStream stream = track.stream(packet.stream());
    if (stream.keep(nowNs, packet.extendedSeq(), packet.rtp())) {
      stream.onArrival(nowNs);
      track.forward(nowNs, stream, packet);
    }
  }

  // --- who receives what ------------------------------------------------------------------------

  private void drop(RoomTrack track) {
    tracks.remove(track);
    for (int i = 0; i < members.size(); i++) {
      members.get(i).subscriptions().unsubscribeFrom(track);
    }
    if (speaker == track) {
      setSpeaker(null);
    }
  }

  /** Somebody has other tracks or other slots than before. */
  void changed() {
    for (int i = 0; i < members.size(); i++) {
      assign(members.get(i));
    }
  }

  /** Gives {@code subscriber} what it shall receive, as far as its slots go. */
  void assign(Member subscriber) {
    int missingVideo = assign(subscriber, MediaKind.VIDEO);
    int missingAudio = assign(subscriber, MediaKind.AUDIO);
    pairUp(subscriber);
    int videoNow = subscriber.subscriptions().slots().of(MediaKind.VIDEO).size();
    int audioNow = subscriber.subscriptions().slots().of(MediaKind.AUDIO).size();
    if (missingVideo == 0 && missingAudio == 0) {
      return;
    }
    // One offer for both: a page shows a newcomer a moment after it could hear them, and who has
    // more faces to see will soon have more voices to hear.
    if (videoNow > 0) {
      missingVideo = Math.max(missingVideo, others(subscriber, MediaKind.VIDEO) - videoNow);
    }
    int video = step(VIDEO_STEPS, videoNow, missingVideo);
    int audio = step(AUDIO_STEPS, audioNow, missingAudio);
    int voices = Math.min(video, AUDIO_STEPS[AUDIO_STEPS.length - 1]);
    subscriber
        .subscriptions()
        .wantSlots(video, audioNow > 0 && voices > audioNow ? Math.max(audio, voices) : audio);
  }

  /** How many tracks of this kind everybody else publishes. */
  private int others(Member subscriber, MediaKind kind) {
    int count = 0;
    for (RoomTrack track : tracks) {
      if (track.publisher() != subscriber.publisher() && track.kind() == kind) {
        count++;
      }
    }
    return count;
  }

  private int assign(Member subscriber, MediaKind kind) {
    SlotAssigner slots = subscriber.subscriptions().slots();
    List<RoomTrack> wanted = wanted(subscriber, kind);
    if (kind == MediaKind.VIDEO && subscriber.view() != null) {
      subscriber.subscriptions().keepOnly(wanted);
    }
    int missing = 0;
    for (RoomTrack track : wanted) {
      if (slots.carrying(track) != null) {
        continue;
      }
      Slot slot = slots.place(track);
      if (slot == null && kind == MediaKind.VIDEO) {
        slot = leastWanted(slots, wanted, track);
      }
      if (slot != null) {
        subscriber.subscriptions().assign(slot, track);
      } else {
        missing++;
      }
    }
    return missing;
  }

  /** What {@code subscriber} would receive if slots were no matter, most important first. */
  private List<RoomTrack> wanted(Member subscriber, MediaKind kind) {
    View view = subscriber.view();
    List<RoomTrack> wanted = new ArrayList<>();
    for (RoomTrack track : tracks) {
      boolean shown = kind == MediaKind.AUDIO || view == null || view.rank(track) >= 0;
      if (track.publisher() != subscriber.publisher() && track.kind() == kind && shown) {
        wanted.add(track);
      }
    }
    if (kind == MediaKind.VIDEO && view != null) {
      wanted.sort(Comparator.comparingInt(view::rank));
    } else if (kind == MediaKind.VIDEO) {
      wanted.sort(Comparator.comparingInt(this::rank));
    }
    return wanted;
  }

  /**
   * How much a video matters to those whose page has not said so: screens, who speaks, the rest.
   */
  private int rank(RoomTrack track) {
    if (track.source() == TrackSource.SCREEN) {
      return 0;
    }
    return isSpeakers(track) ? 1 : 2;
  }

  /**
   * Moves the camera of whoever is heard into the slot that plays in step with the voice, where
   * another picture had that place. Each exchange brings together one pair that was apart and parts
   * none, so that those who speak soon have theirs.
   */
  private static void pairUp(Member subscriber) {
    SlotAssigner slots = subscriber.subscriptions().slots();
    for (Slot audio : slots.of(MediaKind.AUDIO)) {
      RoomTrack voice = audio.track();
      Slot apart = voice == null ? null : slots.carryingCompanion(voice);
      Slot partner = apart == null ? null : slots.partner(audio);
      if (apart != null && partner != null && partner != apart && partner.isOpen()) {
        subscriber.subscriptions().exchange(partner, apart);
      }
    }
  }

  /** The slot of the track that is less important than {@code than} and all others, or null. */
  private static @Nullable Slot leastWanted(
      SlotAssigner slots, List<RoomTrack> wanted, RoomTrack than) {
    for (int i = wanted.size() - 1; i >= 0 && wanted.get(i) != than; i--) {
      Slot slot = slots.carrying(wanted.get(i));
      if (slot != null) {
        return slot;
      }
    }
    return null;
  }

  // --- voices -----------------------------------------------------------------------------------

  /** Somebody here is speaking. */
  void onSpeaking(long nowNs, InboundTrack track) {
    if (consider(nowNs, track.here())) {
      track.tellSpeaking(nowNs);
    }
  }

  /** Somebody on another loop was speaking at that time. */
  void onSpeaking(long spokeNs, RoomTrack track) {
    track.onSpeaking(spokeNs);
    consider(Math.max(spokeNs, loop.nowNs()), track);
  }

  private boolean consider(long nowNs, RoomTrack track) {
    if (!track.takeConsideration(nowNs, CONSIDER_NS)) {
      return false;
    }
    for (int i = 0; i < members.size(); i++) {
      Member subscriber = members.get(i);
      if (subscriber.publisher() != track.publisher()
          && subscriber.subscriptions().slots().carrying(track) == null) {
        hear(nowNs, subscriber, track);
      }
    }
    RoomTrack before = speaker;
    if (before != track && (before == null || before.silentForNs(nowNs) > TURN_NS)) {
      setSpeaker(track);
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).view() == null) {
          assign(members.get(i), MediaKind.VIDEO);
        }
      }
    }
    return true;
  }

  private void setSpeaker(@Nullable RoomTrack track) {
    speaker = track;
    for (int i = 0; i < members.size(); i++) {
      tellSpeaker(members.get(i));
    }
  }

  private void tellSpeaker(Member member) {
    member.tell(
        new RoomEvent.SpeakerChanged(speaker == null ? null : speaker.description().publisherId()));
  }

  /** Whether the track is of who speaks, or spoke last. */
  boolean isSpeakers(RoomTrack track) {
    return speaker != null && speaker.publisher() == track.publisher();
  }

  /** Gives the speaker the slot of whoever has been silent for longest, if for long enough. */
  private static void hear(long nowNs, Member subscriber, RoomTrack track) {
    Slot quietest = null;
    long longestNs = TURN_NS;
    for (Slot slot : subscriber.subscriptions().slots().of(MediaKind.AUDIO)) {
      RoomTrack carried = slot.track();
      if (!slot.isOpen()) {
        continue;
      }
      long silentNs = carried == null ? Long.MAX_VALUE : carried.silentForNs(nowNs);
      if (silentNs > longestNs) {
        quietest = slot;
        longestNs = silentNs;
      }
    }
    if (quietest != null) {
      subscriber.subscriptions().assign(quietest, track);
      pairUp(subscriber);
    }
  }

  /** The smallest step that holds what is there and what is missing; 0 where nothing more is. */
  private static int step(int[] steps, int present, int missing) {
    if (missing == 0 || present >= steps[steps.length - 1]) {
      return 0;
    }
    for (int step : steps) {
      if (step >= present + missing) {
        return step;
      }
    }
    return steps[steps.length - 1];
  }
}
