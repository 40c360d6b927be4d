package org.meshless.rtp.session;

/**
 * A stream that a publisher announced by its SSRC ({@code a=ssrc}, RFC 5576).
 *
 * @param ssrc 0 … 2³² − 1
 * @param rtxSsrc that of its retransmissions ({@code a=ssrc-group:FID}); −1 for none
 */
public record InboundSource(long ssrc, long rtxSsrc) {
  /** {@link #rtxSsrc} where retransmissions have no stream of their own. */
  public static final long NO_RTX = -1;
}
