package org.meshless.rtp.rtcp;

import org.jspecify.annotations.Nullable;

/**
 * Tells a sender that its decoder lost track and needs a key frame (PLI, RFC 4585 §6.3.1). Its
 * feedback control information is empty.
 *
 * @param mediaSsrc the stream the key frame is wanted on
 */
public record PictureLossIndication(long senderSsrc, long mediaSsrc) implements RtcpPacket {
  static final int FORMAT = 1;

  static @Nullable PictureLossIndication parse(byte[] b, int offset, int length) {
    if (length < RtcpFeedback.LENGTH) {
      return null;
    }
    return new PictureLossIndication(
        RtcpFeedback.senderSsrc(b, offset), RtcpFeedback.mediaSsrc(b, offset));
  }

  @Override
  public int length() {
    return RtcpFeedback.LENGTH;
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpFeedback.write(
        out, offset, FORMAT, RtcpHeader.PAYLOAD_SPECIFIC_FEEDBACK, length(), senderSsrc, mediaSsrc);
    return length();
  }
}
