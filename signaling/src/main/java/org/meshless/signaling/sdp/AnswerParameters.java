package org.meshless.signaling.sdp;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.signaling.sdp.AnswerResult.Answered;

/**
 * The server's side of an answer.
 *
 * @param iceUfrag of the server, for this participant; a new one if the offer {@linkplain
 *     Answerer#restartsIce restarts ICE}
 * @param icePwd that belongs to it; secret
 * @param candidates where the server is reached, the one to be named in {@code m=} and {@code c=}
 *     first
 * @param fingerprint that of the server's DTLS certificate
 * @param cname the RTCP canonical name of all slots, one word
 * @param slots gives the SSRCs of the slot that the m-line with this index (from 0) becomes; asked
 *     once for each slot. Those of a slot that was stopped are better not given again for the
 *     m-line that takes its place. The names it gives are not used: slots are paired and named
 *     here.
 * @param sessionId the number in {@code o=}, at least 0, the same for all answers to a participant
 * @param previous the last answer to this participant, or null before the first
 */
public record AnswerParameters(
    String iceUfrag,
    String icePwd,
    List<Attribute.Candidate> candidates,
    Attribute.Fingerprint fingerprint,
    String cname,
    IntFunction<OutboundStream> slots,
    CodecPolicy codecs,
    long sessionId,
    @Nullable Answered previous) {
  public AnswerParameters {
    candidates = List.copyOf(candidates);
  }

  /** Leaves out the password: this may be logged. */
  @Override
  public String toString() {
    return "AnswerParameters[iceUfrag=%s, candidates=%s, sessionId=%d]"
        .formatted(iceUfrag, candidates, sessionId);
  }
}
