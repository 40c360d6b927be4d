package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What someone who sends nothing itself tells about the streams it receives (RR, RFC 3550 §6.4.2).
 *
 * <pre>
 *         0                   1                   2                   3
 *         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * header |V=2|P|    RC   |   PT=RR=201   |             length            |
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |                     SSRC of packet sender                     |
 *        +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *        :                         report blocks                         :
 * </pre>
 *
 * @param blocks at most 31; none is common: a report must begin a compound packet
 */
public record ReceiverReport(long senderSsrc, List<ReportBlock> blocks) implements RtcpPacket {
  private static final int FIXED_LENGTH = 8;

  public ReceiverReport {
    blocks = ReportBlock.checked(blocks);
  }

  static @Nullable ReceiverReport parse(byte[] b, int offset, int length) {
    int count = RtcpHeader.count(b, offset);
    if (length < FIXED_LENGTH + count * ReportBlock.LENGTH) {
      return null;
    }
    return new ReceiverReport(
        getUnsigned32(b, offset + 4), ReportBlock.readAll(b, offset + FIXED_LENGTH, count));
  }

  @Override
  public int length() {
    return FIXED_LENGTH + blocks.size() * ReportBlock.LENGTH;
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpHeader.write(out, offset, blocks.size(), RtcpHeader.RECEIVER_REPORT, length());
    put32(out, offset + 4, senderSsrc);
    ReportBlock.writeAll(blocks, out, offset + FIXED_LENGTH);
    return length();
  }
}
