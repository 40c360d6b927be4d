package org.meshless.signaling.sdp;

import java.util.Map;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.rtp.session.OutboundStream;

/** What the server says to an offer. */
public sealed interface AnswerResult {
  /**
   * The offer is met.
   *
   * @param answer what goes to the client
   * @param session the same in RTP's terms, for those who forward
   * @param slots by mid, the identities of slots; of those that rest ({@code inactive}), too, as
   *     the next answer may have need of them
   */
  record Answered(
      SessionDescription answer, NegotiatedSession session, Map<String, OutboundStream> slots)
      implements AnswerResult {
    public Answered {
      slots = Map.copyOf(slots);
    }
  }

  /**
   * The offer cannot be answered; nothing changes.
   *
   * @param code of the signaling protocol: {@link #BAD_SDP}
   * @param message a sentence that says what is wrong, for the one who wrote the client
   */
  record Rejected(String code, String message) implements AnswerResult {
    public static final String BAD_SDP = "bad-sdp";

    static Rejected badSdp(String message) {
      return new Rejected(BAD_SDP, message);
    }
  }
}
