package org.meshless.signaling.sdp;

import org.meshless.rtp.session.NegotiatedSession;

/** What the server says to an offer. */
public sealed interface AnswerResult {
  /**
   * The offer is met.
   *
   * @param answer what goes to the client
   * @param session the same in RTP's terms, for those who forward
   */
  record Answered(SessionDescription answer, NegotiatedSession session) implements AnswerResult {}

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
