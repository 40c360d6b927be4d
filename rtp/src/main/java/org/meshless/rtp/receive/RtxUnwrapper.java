package org.meshless.rtp.receive;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.meshless.rtp.packet.RtpHeader;

/**
 * Turns a retransmission back into the packet it repeats (RFC 4588 §4).
 *
 * <pre>
 * RTX:       header: RTX's payload type, sequence number, SSRC | OSN | payload of the original
 * original:  header: the media's payload type, OSN, SSRC       | payload
 * </pre>
 */
public final class RtxUnwrapper {
  /** Bytes of the original sequence number. */
  static final int OSN_LENGTH = 2;

  private RtxUnwrapper() {}

  /**
   * Rewrites the RTX packet {@code b[0, length)} in place into the original. Its header extensions
   * stay those of the retransmission: transport-wide number and repaired RID are its own.
   *
   * @param payloadType of the original, 0 to 127
   * @param ssrc of the original
   * @return length of the original, or −1 and {@code b} as it was if there is none: padding only,
   *     as probes for bandwidth are, or malformed
   */
  public static int unwrap(byte[] b, int length, int payloadType, long ssrc) {
    int header = RtpHeader.headerLength(b, 0, length);
    if (header < 0) {
      return -1;
    }
    int end = length;
    if (RtpHeader.hasPadding(b, 0)) {
      int padding = b[length - 1] & 0xFF;
      end -= padding;
      if (padding == 0) {
        return -1;
      }
    }
    if (end < header + OSN_LENGTH) {
      return -1;
    }
    RtpHeader.setSequenceNumber(b, 0, getUnsigned16(b, header));
    RtpHeader.setPayloadType(b, 0, payloadType);
    RtpHeader.setSsrc(b, 0, ssrc);
    RtpHeader.setPadding(b, 0, false);
    System.arraycopy(b, header + OSN_LENGTH, b, header, end - header - OSN_LENGTH);
    return end - OSN_LENGTH;
  }
}
