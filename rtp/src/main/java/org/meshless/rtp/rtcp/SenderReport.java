package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.get64;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put64;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender tells about its stream (SR, RFC 3550 §6.4.1): above all which RTP timestamp belongs
 * to which instant, so that receivers can play streams of one sender in step.
 *
 * <pre>
 *         0                   1                   2                   3
 *         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * header |V=2|P|    RC   |   PT=SR=200   |             length            |
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |                         SSRC of sender                        |
 *        +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * sender |              NTP timestamp, most significant word             |
 * info   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |             NTP timestamp, least significant word             |
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |                         RTP timestamp                         |
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |                     sender's packet count                     |
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |                      sender's octet count                     |
 *        +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *        :                         report blocks                         :
 * </pre>
 *
 * @param ntpTimestamp seconds since 1900 in 32.32 fixed point; its uppermost bit makes it appear
 *     negative
 * @param rtpTimestamp the same instant in units of the stream's clock, 0 … 2³² − 1
 * @param packetCount packets sent, 0 … 2³² − 1, wraps
 * @param octetCount bytes of payload sent, without headers and padding, 0 … 2³² − 1, wraps
 * @param blocks at most 31
 */
public record SenderReport(
    long senderSsrc,
    long ntpTimestamp,
    long rtpTimestamp,
    long packetCount,
    long octetCount,
    List<ReportBlock> blocks)
    implements RtcpPacket {
  private static final int FIXED_LENGTH = 28;

  public SenderReport {
    blocks = ReportBlock.checked(blocks);
  }

  /** What a report block refers to this report by: the middle 32 bits of its NTP timestamp. */
  public long compactNtpTimestamp() {
    return ntpTimestamp >>> 16 & 0xffff_ffffL;
  }

  static @Nullable SenderReport parse(byte[] b, int offset, int length) {
    int count = RtcpHeader.count(b, offset);
    // Bytes behind the blocks are profile-specific extensions, which nobody uses.
    if (length < FIXED_LENGTH + count * ReportBlock.LENGTH) {
      return null;
    }
    return new SenderReport(
        getUnsigned32(b, offset + 4),
        get64(b, offset + 8),
        getUnsigned32(b, offset + 16),
        getUnsigned32(b, offset + 20),
        getUnsigned32(b, offset + 24),
        ReportBlock.readAll(b, offset + FIXED_LENGTH, count));
  }

  @Override
  public int length() {
    return FIXED_LENGTH + blocks.size() * ReportBlock.LENGTH;
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpHeader.write(out, offset, blocks.size(), RtcpHeader.SENDER_REPORT, length());
    put32(out, offset + 4, senderSsrc);
    put64(out, offset + 8, ntpTimestamp);
    put32(out, offset + 16, rtpTimestamp);
    put32(out, offset + 20, packetCount);
    put32(out, offset + 24, octetCount);
    ReportBlock.writeAll(blocks, out, offset + FIXED_LENGTH);
    return length();
  }
}
