package org.meshless.signaling.hall;

import java.util.List;
import java.util.function.Consumer;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.TrackSource;

/** One participant's media. Called on the hall's thread. */
public interface MediaSeat {
  /** What became of an offer. */
  sealed interface OfferVerdict {}

  /** It is accepted, and this is the answer. */
  record Answered(String sdp) implements OfferVerdict {}

  /** It is not, for the reason in this sentence; what was negotiated before holds. */
  record Rejected(String sentence) implements OfferVerdict {}

  /**
   * Answers an offer. One at a time: the next comes after {@code done} was called.
   *
   * @param tracks what the offer's m-lines carry, by mid
   * @param done called once, on the hall's thread, perhaps from within this call
   */
  void answer(String offer, List<OfferedTrack> tracks, Consumer<OfferVerdict> done);

  /** Notes that a track was muted or unmuted at its source. */
  void setMuted(TrackSource source, boolean muted);

  /** Ends this participant's media; no event comes afterwards. */
  void leave();
}
