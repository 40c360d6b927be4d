package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned24;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put24;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a sender how much its receiver believes the path can carry (REMB,
 * draft-alvestrand-rmcat-remb-03 §2.2), an application-layer feedback message.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Unique identifier 'R' 'E' 'M' 'B'                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   SSRC feedback                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ...                                                          |
 * </pre>
 *
 * <p>"SSRC of media source" is not used and written as 0.
 *
 * @param bitrateBps mantissa · 2^exponent: writing keeps the upper 18 significant bits and rounds
 *     down. 0 … 2⁶³ − 1; of a larger number on the wire, the largest that can be written is read
 * @param ssrcs the streams that share this rate, at most 255
 */
public record ReceiverEstimatedMaxBitrate(long senderSsrc, long bitrateBps, List<Long> ssrcs)
    implements RtcpPacket {
  static final int FORMAT = 15;

  private static final int FIXED_LENGTH = RtcpFeedback.LENGTH + 8;
  private static final long IDENTIFIER = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';
  private static final int MANTISSA_BITS = 18;
  private static final int MAX_SSRCS = 255;
  private static final long MAX_BITRATE_BPS =
      ((1L << MANTISSA_BITS) - 1) << (Long.SIZE - 1 - MANTISSA_BITS);

  public ReceiverEstimatedMaxBitrate {
    if (bitrateBps < 0 || ssrcs.size() > MAX_SSRCS) {
      throw new IllegalArgumentException(bitrateBps + " bit/s, " + ssrcs.size() + " sources");
    }
    ssrcs = List.copyOf(ssrcs);
  }

  /** Whether this application-layer feedback bears REMB's name; any application may send some. */
  static boolean isNamed(byte[] b, int offset, int length) {
    return length >= RtcpFeedback.LENGTH + 4
        && getUnsigned32(b, offset + RtcpFeedback.LENGTH) == IDENTIFIER;
  }

  static @Nullable ReceiverEstimatedMaxBitrate parse(byte[] b, int offset, int length) {
    int fci = offset + RtcpFeedback.LENGTH;
    if (length < FIXED_LENGTH || length < FIXED_LENGTH + 4 * (b[fci + 4] & 0xff)) {
      return null;
    }
    int count = b[fci + 4] & 0xff;
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(getUnsigned32(b, offset + FIXED_LENGTH + 4 * i));
    }
    int rate = getUnsigned24(b, fci + 5);
    return new ReceiverEstimatedMaxBitrate(
        RtcpFeedback.senderSsrc(b, offset),
        bitrate(rate & ((1 << MANTISSA_BITS) - 1), rate >>> MANTISSA_BITS),
        ssrcs);
  }

  private static long bitrate(long mantissa, int exponent) {
    return exponent < Long.numberOfLeadingZeros(mantissa)
        ? mantissa << exponent
        : mantissa == 0 ? 0 : MAX_BITRATE_BPS;
  }

  @Override
  public int length() {
    return FIXED_LENGTH + 4 * ssrcs.size();
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpFeedback.write(
        out, offset, FORMAT, RtcpHeader.PAYLOAD_SPECIFIC_FEEDBACK, length(), senderSsrc, 0);
    int fci = offset + RtcpFeedback.LENGTH;
    int significantBits = Long.SIZE - Long.numberOfLeadingZeros(bitrateBps);
    int exponent = Math.max(0, significantBits - MANTISSA_BITS);
    put32(out, fci, IDENTIFIER);
    put8(out, fci + 4, ssrcs.size());
    put24(out, fci + 5, exponent << MANTISSA_BITS | (int) (bitrateBps >>> exponent));
    for (int i = 0; i < ssrcs.size(); i++) {
      put32(out, offset + FIXED_LENGTH + 4 * i, ssrcs.get(i));
    }
    return length();
  }
}
