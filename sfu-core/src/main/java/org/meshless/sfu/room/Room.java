package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * The people of one room and who receives what of whom.
 *
 * <p>While there are slots enough, everybody receives everything. Beyond that, the pages say which
 * video they show, and the voices decide which audio is heard: somebody who begins to speak takes
 * the slot of whoever has been silent for longest.
 *
 * <p>Confined to its MediaLoop.
 */
final class Room {
  /** Video slots are grown in these steps; 25 tiles and 2 screens is the most a page shows. */
  private static final int[] VIDEO_STEPS = {4, 8, 16, 27};

  /** Audio slots are grown in these steps: more voices at once is noise. */
  private static final int[] AUDIO_STEPS = {4, 8, 10};

  /** Who has been silent for less keeps the slot: people pause between sentences. */
  private static final long TURN_NS = 1_000_000_000;

  /** How often someone who speaks unheard is considered. */
  private static final long CONSIDER_NS = 100_000_000;

  private final List<Member> members = new ArrayList<>();
  private final StreamIds streamIds = new StreamIds();
  private @Nullable InboundTrack speaker;

  StreamIds streamIds() {
    return streamIds;
  }

  /** The inbound stream of this id, or null if it has ended. */
  @Nullable InboundStream stream(int id) {
    for (int i = 0; i < members.size(); i++) {
      List<InboundTrack> tracks = members.get(i).tracks();
      for (int t = 0; t < tracks.size(); t++) {
        List<InboundStream> streams = tracks.get(t).streams();
        for (int s = 0; s < streams.size(); s++) {
          if (streams.get(s).id() == id) {
            return streams.get(s);
          }
        }
      }
    }
    return null;
  }

  void join(Member member) {
    members.add(member);
  }

  void leave(Member member) {
    if (!members.remove(member)) {
      return;
    }
    for (int i = 0; i < members.size(); i++) {
      members.get(i).unsubscribeFrom(member);
    }
    if (speaker != null && speaker.publisher() == member) {
      speaker = null;
    }
    changed();
  }

  /** Nobody receives this track any more. */
  void unsubscribeAll(InboundTrack track) {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).unsubscribeFrom(track);
    }
    if (speaker == track) {
      speaker = null;
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
    SlotAssigner slots = subscriber.slots();
    int video = step(VIDEO_STEPS, slots.of(MediaKind.VIDEO).size(), missingVideo);
    int audio = step(AUDIO_STEPS, slots.of(MediaKind.AUDIO).size(), missingAudio);
    int audioNow = slots.of(MediaKind.AUDIO).size();
    // Who has more faces to see will soon have more voices to hear: one offer will do for both.
    int voices = Math.min(video, AUDIO_STEPS[AUDIO_STEPS.length - 1]);
    subscriber.wantSlots(
        video, audioNow > 0 && voices > audioNow ? Math.max(audio, voices) : audio);
  }

  private int assign(Member subscriber, MediaKind kind) {
    SlotAssigner slots = subscriber.slots();
    List<InboundTrack> wanted = wanted(subscriber, kind);
    if (kind == MediaKind.VIDEO && subscriber.view() != null) {
      subscriber.keepOnly(wanted);
    }
    int missing = 0;
    for (InboundTrack track : wanted) {
      if (slots.carrying(track) != null) {
        continue;
      }
      Slot slot = slots.place(track);
      if (slot == null && kind == MediaKind.VIDEO) {
        slot = leastWanted(slots, wanted, track);
      }
      if (slot != null) {
        subscriber.assign(slot, track);
      } else {
        missing++;
      }
    }
    return missing;
  }

  /** What {@code subscriber} would receive if slots were no matter, most important first. */
  private List<InboundTrack> wanted(Member subscriber, MediaKind kind) {
    View view = subscriber.view();
    List<InboundTrack> wanted = new ArrayList<>();
    for (Member publisher : members) {
      for (InboundTrack track : publisher.tracks()) {
        boolean shown = kind == MediaKind.AUDIO || view == null || view.rank(track) >= 0;
        if (publisher != subscriber && track.kind() == kind && shown) {
          wanted.add(track);
        }
      }
    }
    if (kind == MediaKind.VIDEO && view != null) {
      wanted.sort(Comparator.comparingInt(view::rank));
    } else if (kind == MediaKind.VIDEO && speaker != null) {
      Member speaking = speaker.publisher();
      wanted.sort(Comparator.comparing(track -> track.publisher() != speaking));
    }
    return wanted;
  }

  /** The slot of the track that is less important than {@code than} and all others, or null. */
  private static @Nullable Slot leastWanted(
      SlotAssigner slots, List<InboundTrack> wanted, InboundTrack than) {
    for (int i = wanted.size() - 1; i >= 0 && wanted.get(i) != than; i--) {
      Slot slot = slots.carrying(wanted.get(i));
      if (slot != null) {
        return slot;
      }
    }
    return null;
  }

  // --- voices -----------------------------------------------------------------------------------

  /** Somebody's audio level arrived, and they are speaking. */
  void onSpeaking(long nowNs, InboundTrack track) {
    if (!track.takeConsideration(nowNs, CONSIDER_NS)) {
      return;
    }
    for (int i = 0; i < members.size(); i++) {
      Member subscriber = members.get(i);
      if (subscriber != track.publisher() && subscriber.slots().carrying(track) == null) {
        hear(nowNs, subscriber, track);
      }
    }
    InboundTrack before = speaker;
    if (before != track && (before == null || before.voice().silentForNs(nowNs) > TURN_NS)) {
      speaker = track;
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).view() == null) {
          assign(members.get(i), MediaKind.VIDEO);
        }
      }
    }
  }

  /** Gives the speaker the slot of whoever has been silent for longest, if for long enough. */
  private static void hear(long nowNs, Member subscriber, InboundTrack track) {
    Slot quietest = null;
    long longestNs = TURN_NS;
    for (Slot slot : subscriber.slots().of(MediaKind.AUDIO)) {
      InboundTrack carried = slot.track();
      if (!slot.isOpen()) {
        continue;
      }
      long silentNs = carried == null ? Long.MAX_VALUE : carried.voice().silentForNs(nowNs);
      if (silentNs > longestNs) {
        quietest = slot;
        longestNs = silentNs;
      }
    }
    if (quietest != null) {
      subscriber.assign(quietest, track);
    }
  }

  /** The smallest step that holds what is there and what is missing; 0 where nothing is. */
  private static int step(int[] steps, int present, int missing) {
    if (missing == 0) {
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
