package org.meshless.signaling.hall;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.CoveredSlot;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.SlotReason;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;
import org.meshless.signaling.protocol.ViewTile;

/** One participant's media. Called on the hall's thread. */
public interface MediaSeat {
  /** What became of an offer. */
  sealed interface OfferVerdict {}

  /**
   * It is accepted.
   *
   * @param sdp the answer
   * @param decodable what the participant can be sent on each of its video slots; empty if it has
   *     none
   */
  record Answered(String sdp, Set<VideoCodec> decodable) implements OfferVerdict {
    public Answered {
      decodable = Set.copyOf(decodable);
    }
  }

  /** It is not, for the reason in this sentence; what was negotiated before holds. */
  record Rejected(String sentence) implements OfferVerdict {}

  /**
   * Answers an offer. One at a time: the next comes after {@code done} was called.
   *
   * @param tracks what the offer's m-lines carry, by mid
   * @param codec what the participant's camera shall be encoded with if it can
   * @param done called once, on the hall's thread, perhaps from within this call
   */
  void answer(
      String offer, List<OfferedTrack> tracks, VideoCodec codec, Consumer<OfferVerdict> done);

  /** Sends the participant these videos, the first ones first, and no other. */
  void show(List<ViewTile> tiles);

  /** Notes that the participant's page no longer shows what these slots carried before. */
  void covered(List<CoveredSlot> slots);

  /**
   * Why the participant is sent what it is sent.
   *
   * @param estimateBps what its path carries, in bits per second; null: nothing limits it
   */
  record Explanation(@Nullable Long estimateBps, List<SlotReason> slots) {
    public Explanation {
      slots = List.copyOf(slots);
    }
  }

  /**
   * Explains what the participant is sent.
   *
   * @param done called once, on the hall's thread, unless the participant is gone
   */
  void explain(Consumer<Explanation> done);

  /** Notes that a track was muted or unmuted at its source. */
  void setMuted(TrackSource source, boolean muted);

  /** Ends this participant's media; no event comes afterwards. */
  void leave();
}
