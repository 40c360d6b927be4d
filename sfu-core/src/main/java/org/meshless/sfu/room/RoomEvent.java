package org.meshless.sfu.room;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.transport.TransportClose;

/**
 * What a room tells one of its participants. Delivered on the media loop's thread: the receiver
 * hops to its own thread and returns at once.
 *
 * <p>Immutable.
 */
public sealed interface RoomEvent {

  /**
   * From now on the slot carries another source.
   *
   * @param mid the slot's media section
   * @param generation counts the assignments of this slot, from 1
   * @param publisherId the participant whose track it is
   * @param sourceId rides as the CSRC of each of the slot's packets, 1..2³²−1
   * @param firstTimestamp frames of the new source have RTP timestamps at or after this one (mod
   *     2³²), frames of the old one before it
   */
  record SlotAssigned(
      String mid,
      int generation,
      String publisherId,
      TrackSource source,
      long sourceId,
      long firstTimestamp)
      implements RoomEvent {}

  /** The slot carries nothing any more. */
  record SlotCleared(String mid, int generation) implements RoomEvent {}

  /** There is more to receive than there are slots: offer again with at least this many. */
  record SlotsWanted(int video, int audio) implements RoomEvent {}

  /** The participant can, or can no longer, be reached by chat over a data channel. */
  record ChatChanged(boolean reachable) implements RoomEvent {}

  /**
   * What the receiver's path does not carry is held back.
   *
   * @param mids of all slots of which that is so now
   */
  record PausedChanged(List<String> mids) implements RoomEvent {
    public PausedChanged {
      mids = List.copyOf(mids);
    }
  }

  /**
   * Somebody else has the floor.
   *
   * @param publisherId who speaks, or spoke last; perhaps the receiver; null: nobody who is there
   */
  record SpeakerChanged(@Nullable String publisherId) implements RoomEvent {}

  /**
   * Of the participant's own track these simulcast layers are watched by somebody: it should send
   * no others. All of them, until told otherwise.
   *
   * @param rids in the order in which they were offered; may be empty
   */
  record LayersWanted(TrackSource source, List<String> rids) implements RoomEvent {
    public LayersWanted {
      rids = List.copyOf(rids);
    }
  }

  /** The participant's own media connection changed. */
  record ConnectionChanged(ConnectionState state) implements RoomEvent {}

  /** The participant's media connection is gone for good; no event comes afterwards. */
  record ConnectionClosed(TransportClose reason) implements RoomEvent {}

  /** The state of a participant's media connection. */
  enum ConnectionState {
    /** Keys are agreed: media may flow. Also when it is back after {@link #SILENT}. */
    CONNECTED,
    /** No connectivity check for 10 s: the downlink pauses. */
    SILENT
  }
}
