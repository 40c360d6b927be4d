package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

/**
 * What all feedback messages begin with (RFC 4585 §6.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|   FMT   |       PT      |          length               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of packet sender                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of media source                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :            feedback control information (FCI)                 :
 * </pre>
 */
final class RtcpFeedback {
  /** Bytes before the feedback control information. */
  static final int LENGTH = 12;

  private RtcpFeedback() {}

  static long senderSsrc(byte[] b, int offset) {
    return getUnsigned32(b, offset + 4);
  }

  static long mediaSsrc(byte[] b, int offset) {
    return getUnsigned32(b, offset + 8);
  }

  static void write(
      byte[] b,
      int offset,
      int format,
      int packetType,
      int length,
      long senderSsrc,
      long mediaSsrc) {
    RtcpHeader.write(b, offset, format, packetType, length);
    put32(b, offset + 4, senderSsrc);
    put32(b, offset + 8, mediaSsrc);
  }
}
