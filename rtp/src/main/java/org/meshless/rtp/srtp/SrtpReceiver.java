package org.meshless.rtp.srtp;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.packet.RtpHeader;

/**
 * Verifies and decrypts what the other side of a session sends: SRTP and SRTCP.
 *
 * <p>Bytes from the network: whatever they are, the answer is a length or a verdict, and nothing is
 * kept of an SSRC before its first authentic packet.
 *
 * <p>Confined to its MediaLoop. Allocates nothing per packet; what the JCE provider allocates is
 * its own affair.
 */
public final class SrtpReceiver {
  /** Not an RTP or encrypted RTCP packet, or too short to have a tag. */
  public static final int MALFORMED = -1;

  /** The packet was received before, or is too old to know. */
  public static final int REPLAYED = -2;

  /** Not authentic. */
  public static final int BAD_TAG = -3;

  /** Authentic perhaps, but of one SSRC more than {@link #MAX_STREAMS}. */
  public static final int TOO_MANY_STREAMS = -4;

  /** SSRCs one receiver accepts packets of; counted apart for SRTP and SRTCP. */
  public static final int MAX_STREAMS = 256;

  private final SrtpProfile profile;
  private final PacketCipher cipher;
  private final SsrcTable<ReplayWindow> rtp = new SsrcTable<>(MAX_STREAMS);
  private final SsrcTable<ReplayWindow> rtcp = new SsrcTable<>(MAX_STREAMS);

  /** A receiver that has received nothing: every SSRC starts with rollover counter 0. */
  public SrtpReceiver(SrtpKeys keys, SrtpProvider provider) {
    this.profile = keys.profile();
    this.cipher = PacketCipher.of(keys, provider);
  }

  /** The profile of the keys. */
  public SrtpProfile profile() {
    return profile;
  }

  /**
   * Verifies and decrypts the SRTP packet {@code in[off, off + len)}.
   *
   * @param in is not written to
   * @param out another array of at least {@code len} bytes; receives the RTP packet from index 0.
   *     Its content means nothing if the verdict is negative
   * @return length of the RTP packet, or a negative verdict
   */
  public int unprotect(byte[] in, int off, int len, byte[] out) {
    int headerLength = RtpHeader.headerLength(in, off, len);
    if (headerLength < 0 || len < headerLength + profile.tagLength()) {
      return MALFORMED;
    }
    int ssrc = (int) RtpHeader.ssrc(in, off);
    ReplayWindow received = rtp.get(ssrc);
    long highest = received == null ? -1 : received.highest();
    long index = PacketIndex.estimate(highest, RtpHeader.sequenceNumber(in, off));
    int verdict = admit(rtp, received, index, PacketIndex.LIMIT);
    if (verdict < 0) {
      return verdict;
    }
    int payload = cipher.unprotect(in, off, headerLength, len, out, ssrc, index);
    if (payload < 0) {
      return BAD_TAG;
    }
    mark(rtp, received, ssrc, index);
    System.arraycopy(in, off, out, 0, headerLength);
    return headerLength + payload;
  }

  /**
   * Verifies and decrypts the SRTCP packet {@code in[off, off + len)}. Packets that are authentic
   * but not encrypted are malformed here: WebRTC has no use for them (RFC 8827 §6.5).
   *
   * @param in is not written to
   * @param out another array of at least {@code len} bytes; receives the compound packet from index
   *     0. Its content means nothing if the verdict is negative
   * @return length of the compound packet, or a negative verdict
   */
  public int unprotectRtcp(byte[] in, int off, int len, byte[] out) {
    if (len < PacketCipher.RTCP_CLEAR + profile.rtcpOverhead()) {
      return MALFORMED;
    }
    int trailer = cipher.rtcpTrailer(in, off, len);
    if ((trailer & PacketCipher.E_FLAG) == 0) {
      return MALFORMED;
    }
    int ssrc = (int) NetworkOrder.getUnsigned32(in, off + 4);
    int index = trailer & ~PacketCipher.E_FLAG;
    ReplayWindow received = rtcp.get(ssrc);
    int verdict = admit(rtcp, received, index, PacketIndex.RTCP_LIMIT);
    if (verdict < 0) {
      return verdict;
    }
    int length = cipher.unprotectRtcp(in, off, len, out, ssrc, trailer);
    if (length < 0) {
      return BAD_TAG;
    }
    mark(rtcp, received, ssrc, index);
    return length;
  }

  /** Before the cost of a decryption: 0, or why the packet cannot be accepted. */
  private static int admit(
      SsrcTable<ReplayWindow> streams, @Nullable ReplayWindow received, long index, long limit) {
    if (received == null) {
      return streams.isFull() ? TOO_MANY_STREAMS : 0;
    }
    return received.isFree(index) && index < limit ? 0 : REPLAYED;
  }

  private static void mark(
      SsrcTable<ReplayWindow> streams, @Nullable ReplayWindow received, int ssrc, long index) {
    ReplayWindow window = received;
    if (window == null) {
      window = new ReplayWindow();
      streams.put(ssrc, window);
    }
    window.mark(index);
  }
}
