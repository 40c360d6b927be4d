package org.meshless.rtp.srtp;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.packet.RtpHeader;

/**
 * Protects what one side of a session sends: SRTP and SRTCP.
 *
 * <p>No packet index is ever protected twice under one key, for with GCM two packets under one
 * index give the authentication key away. Every index that was used, and every one too old to know,
 * is refused; the stream of an SSRC is never forgotten. A retransmission therefore needs an SSRC of
 * its own (RFC 4588) or the very ciphertext sent before.
 *
 * <p>Confined to its MediaLoop. Allocates nothing per packet; what the JCE provider allocates is
 * its own affair.
 */
public final class SrtpSender {
  /** The packet's index was used before, or is too old to be known unused. Nothing was written. */
  public static final int REPEATED_INDEX = -1;

  /** More SSRCs than {@link #MAX_STREAMS}. Nothing was written. */
  public static final int TOO_MANY_STREAMS = -2;

  /** The key has served its 2⁴⁸ RTP or 2³¹ RTCP packets (RFC 3711 §9.2). Nothing was written. */
  public static final int KEY_EXHAUSTED = -3;

  /** SSRCs one sender can send with. */
  public static final int MAX_STREAMS = 256;

  private final SrtpProfile profile;
  private final PacketCipher cipher;
  private final SsrcTable<ReplayWindow> streams = new SsrcTable<>(MAX_STREAMS);
  private long rtcpIndex;
  private long refused;

  /** A sender that has sent nothing: every SSRC starts with rollover counter 0. */
  public SrtpSender(SrtpKeys keys, SrtpProvider provider) {
    this(keys, provider, 0);
  }

  /** A sender whose next SRTCP index is {@code rtcpIndex}. */
  SrtpSender(SrtpKeys keys, SrtpProvider provider, long rtcpIndex) {
    this.profile = keys.profile();
    this.cipher = PacketCipher.of(keys, provider);
    this.rtcpIndex = rtcpIndex;
  }

  /** The profile of the keys. */
  public SrtpProfile profile() {
    return profile;
  }

  /** Packets refused so far, for whatever reason. */
  public long refused() {
    return refused;
  }

  /**
   * Protects a packet whose header stands in {@code out} already, reading the payload straight from
   * the plaintext that subscribers share.
   *
   * @param out has the RTP header at {@code [off, off + headerLength)}; receives ciphertext and tag
   *     behind it, {@link SrtpProfile#rtpOverhead()} bytes more than the payload
   * @param payload is not written to
   * @return length of the protected packet, header included, or a negative verdict
   */
  public int protect(
      byte[] out, int off, int headerLength, byte[] payload, int payloadOff, int payloadLen) {
    int seq = RtpHeader.sequenceNumber(out, off);
    int ssrc = (int) RtpHeader.ssrc(out, off);
    ReplayWindow used = stream(ssrc);
    if (used == null) {
      refused++;
      return TOO_MANY_STREAMS;
    }
    long index = PacketIndex.estimate(used.highest(), seq);
    if (!used.isFree(index)) {
      refused++;
      return REPEATED_INDEX;
    }
    if (index >= PacketIndex.LIMIT) {
      refused++;
      return KEY_EXHAUSTED;
    }
    used.mark(index); // first: an index is lost rather than used again, whatever happens below
    return cipher.protect(out, off, headerLength, payload, payloadOff, payloadLen, ssrc, index);
  }

  /**
   * Protects a packet whose payload differs at its ends from the shared plaintext: the caller has
   * written header and, right behind it, {@code prefixLength} bytes of payload (a VP8 descriptor
   * with another picture id); the rest is {@code payload}; at the end comes RTP padding.
   *
   * @param out has header and prefix at {@code [off, off + headerLength + prefixLength)}
   * @param padding bytes of RTP padding to append, 0 to 255, the last of which tells their number;
   *     the P bit in the header is set or cleared accordingly
   * @return length of the protected packet, header included, or a negative verdict
   */
  public int protect(
      byte[] out,
      int off,
      int headerLength,
      int prefixLength,
      byte[] payload,
      int payloadOff,
      int payloadLen,
      int padding) {
    RtpHeader.setPadding(out, off, padding > 0);
    int clear = off + headerLength;
    int rest = clear + prefixLength;
    // One copy and one pass in place: three calls into a provider cost more than the copy.
    System.arraycopy(payload, payloadOff, out, rest, payloadLen);
    int end = rest + payloadLen;
    if (padding > 0) {
      for (int i = 1; i < padding; i++) {
        out[end++] = 0;
      }
      out[end++] = (byte) padding;
    }
    return protect(out, off, headerLength, out, clear, end - clear);
  }

  /**
   * Protects the RTCP compound packet {@code b[off, off + len)} in place and appends {@link
   * SrtpProfile#rtcpOverhead()} bytes.
   *
   * @param len at least 8: header and sender's SSRC
   * @return length of the protected packet, or a negative verdict
   */
  public int protectRtcp(byte[] b, int off, int len) {
    if (len < PacketCipher.RTCP_CLEAR) {
      throw new IllegalArgumentException("an RTCP packet of " + len + " bytes");
    }
    if (rtcpIndex >= PacketIndex.RTCP_LIMIT) {
      refused++;
      return KEY_EXHAUSTED;
    }
    // One counter for all SSRCs: for each of them it only ever rises.
    int index = (int) rtcpIndex++;
    return cipher.protectRtcp(b, off, len, (int) NetworkOrder.getUnsigned32(b, off + 4), index);
  }

  private @Nullable ReplayWindow stream(int ssrc) {
    ReplayWindow used = streams.get(ssrc);
    if (used == null && !streams.isFull()) {
      used = new ReplayWindow();
      streams.put(ssrc, used);
    }
    return used;
  }
}
