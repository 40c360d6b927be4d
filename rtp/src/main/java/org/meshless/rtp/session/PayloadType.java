package org.meshless.rtp.session;

import org.meshless.rtp.codec.Codec;

/**
 * A payload type of an m-line: the number one peer uses for a codec and the feedback agreed on for
 * it ({@code a=rtcp-fb}).
 *
 * @param number 0 … 127
 * @param rtxNumber the payload type of its retransmissions (RFC 4588), 0 … 127; −1 for none
 * @param nack generic NACKs ask for retransmission (RFC 4585 §6.2.1)
 * @param pli picture loss indications ask for key frames (RFC 4585 §6.3.1)
 * @param fir full intra requests ask for key frames (RFC 5104 §4.3.1)
 * @param remb the receiver tells its estimate of the bandwidth (draft-alvestrand-rmcat-remb)
 * @param transportCc the receiver tells when packets arrived
 *     (draft-holmer-rmcat-transport-wide-cc-extensions)
 */
public record PayloadType(
    int number,
    Codec codec,
    int rtxNumber,
    boolean nack,
    boolean pli,
    boolean fir,
    boolean remb,
    boolean transportCc) {
  /** {@link #rtxNumber} where retransmissions have no payload type of their own. */
  public static final int NO_RTX = -1;

  public PayloadType {
    if (number < 0 || number > 127 || rtxNumber < NO_RTX || rtxNumber > 127) {
      throw new IllegalArgumentException("payload type " + number + ", rtx " + rtxNumber);
    }
  }

  /** Whether its retransmissions travel as RTX. */
  public boolean hasRtx() {
    return rtxNumber != NO_RTX;
  }
}
