package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * The people of one room and who receives what of whom.
 *
 * <p>Confined to its MediaLoop.
 */
final class Room {
  /** Video slots are grown in these steps; 25 tiles and 2 screens is the most a page shows. */
  private static final int[] VIDEO_STEPS = {8, 16, 27};

  /** Audio slots are grown in these steps: more voices at once is noise. */
  private static final int[] AUDIO_STEPS = {4, 8, 10, 27};

  private final List<Member> members = new ArrayList<>();

  private final StreamIds streamIds = new StreamIds();

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

  /** Nobody receives this track any more. */
  void unsubscribeAll(InboundTrack track) {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).unsubscribeFrom(track);
    }
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
    assignAll();
  }

  /** A member has other tracks, or other slots, than before. */
  void changed() {
    assignAll();
  }

  private void assignAll() {
    for (int i = 0; i < members.size(); i++) {
      assign(members.get(i));
    }
  }

  /** Gives every track that {@code subscriber} does not receive yet a slot, in order of joining. */
  private void assign(Member subscriber) {
    SlotAssigner slots = subscriber.slots();
    int missingVideo = 0;
    int missingAudio = 0;
    for (int i = 0; i < members.size(); i++) {
      Member publisher = members.get(i);
      if (publisher == subscriber) {
        continue;
      }
      List<InboundTrack> tracks = publisher.tracks();
      for (int t = 0; t < tracks.size(); t++) {
        InboundTrack track = tracks.get(t);
        if (slots.carrying(track) != null) {
          continue;
        }
        Slot slot = slots.place(track);
        if (slot != null) {
          subscriber.assign(slot, track);
        } else if (track.kind() == MediaKind.VIDEO) {
          missingVideo++;
        } else {
          missingAudio++;
        }
      }
    }
    subscriber.wantSlots(
        step(VIDEO_STEPS, slots.of(MediaKind.VIDEO).size() + missingVideo, missingVideo),
        step(AUDIO_STEPS, slots.of(MediaKind.AUDIO).size() + missingAudio, missingAudio));
  }

  /** The smallest step that holds {@code needed}; 0 where nothing is missing. */
  private static int step(int[] steps, int needed, int missing) {
    if (missing == 0) {
      return 0;
    }
    for (int step : steps) {
      if (step >= needed) {
        return step;
      }
    }
    return steps[steps.length - 1];
  }
}
