package org.meshless.rtp.session;

/**
 * The identity of a slot: what the server announces once for an m-line it sends on, whoever is
 * forwarded there over time.
 *
 * @param ssrc 0 … 2³² − 1
 * @param rtxSsrc that of its retransmissions ({@code a=ssrc-group:FID}); −1 for none
 * @param cname the RTCP canonical name, the same for all slots of a session
 * @param streamId the media stream in {@code a=msid}: browsers keep audio and video of one stream
 *     in step
 * @param trackId the track in {@code a=msid}
 */
public record OutboundStream(
    long ssrc, long rtxSsrc, String cname, String streamId, String trackId) {
  /** {@link #rtxSsrc} where retransmissions have no stream of their own. */
  public static final long NO_RTX = -1;

  /** Whether the slot retransmits on an SSRC of its own. */
  public boolean hasRtx() {
    return rtxSsrc != NO_RTX;
  }
}
