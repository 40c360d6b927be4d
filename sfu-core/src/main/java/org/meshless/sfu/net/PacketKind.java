package org.meshless.sfu.net;

/**
 * What a datagram carries, told by its first bytes (RFC 7983 §7 and, between RTP and RTCP, RFC 5761
 * §4).
 *
 * <pre>
 *   first byte   0..3  STUN       20..63  DTLS       128..191  RTP or RTCP
 *   second byte of the latter, without its marker bit: 64..95  RTCP
 * </pre>
 *
 * ZRTP, TURN channels and QUIC share the scheme, but nothing here speaks them.
 */
public enum PacketKind {
  STUN,
  DTLS,
  RTP,
  RTCP,
  /** None of the above, or too short to be it. */
  UNKNOWN;

  private static final int STUN_HEADER = 20;
  private static final int DTLS_RECORD_HEADER = 13;
  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;

  /** Classifies {@code length} bytes; total over all inputs. */
  public static PacketKind of(byte[] bytes, int length) {
    if (length < RTCP_HEADER) {
      return UNKNOWN;
    }
    int first = bytes[0] & 0xff;
    if (first >= 128 && first <= 191) {
      int type = bytes[1] & 0x7f;
      if (type >= 64 && type <= 95) {
        return RTCP;
      }
      return length >= RTP_HEADER ? RTP : UNKNOWN;
    }
    if (first >= 20 && first <= 63) {
      return length >= DTLS_RECORD_HEADER ? DTLS : UNKNOWN;
    }
    if (first <= 3) {
      return length >= STUN_HEADER ? STUN : UNKNOWN;
    }
    return UNKNOWN;
  }
}
