package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned24;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put24;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.ArrayList;
import java.util.List;

/**
 * What a receiver tells about one stream, in sender and receiver reports alike (RFC 3550 §6.4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                 SSRC_1 (SSRC of first source)                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | fraction lost |       cumulative number of packets lost       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           extended highest sequence number received           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      interarrival jitter                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         last SR (LSR)                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   delay since last SR (DLSR)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param ssrc of the stream reported on
 * @param fractionLost since the previous report, in 1/256: 0 … 255
 * @param cumulativeLost since the beginning, −2²³ … 2²³ − 1; negative if duplicates outnumber
 *     losses. Written clamped to that range, as §A.3 has it
 * @param extendedHighestSequenceNumber cycles in the upper, the highest sequence number received in
 *     the lower 16 bits: 0 … 2³² − 1
 * @param jitter in units of the stream's clock, 0 … 2³² − 1
 * @param lastSenderReport the middle 32 bits of the NTP time stamp of the last sender report
 *     received, 1/65536 s, wraps; 0 if there was none
 * @param delaySinceLastSenderReport from receiving that one to sending this, in 1/65536 s; 0 if
 *     there was none
 */
public record ReportBlock(
    long ssrc,
    int fractionLost,
    int cumulativeLost,
    long extendedHighestSequenceNumber,
    long jitter,
    long lastSenderReport,
    long delaySinceLastSenderReport) {
  static final int LENGTH = 24;

  private static final int MAX_LOST = (1 << 23) - 1;
  private static final int MIN_LOST = -(1 << 23);

  static ReportBlock read(byte[] b, int offset) {
    return new ReportBlock(
        getUnsigned32(b, offset),
        b[offset + 4] & 0xff,
        getUnsigned24(b, offset + 5) << 8 >> 8,
        getUnsigned32(b, offset + 8),
        getUnsigned32(b, offset + 12),
        getUnsigned32(b, offset + 16),
        getUnsigned32(b, offset + 20));
  }

  static List<ReportBlock> readAll(byte[] b, int offset, int count) {
    List<ReportBlock> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(read(b, offset + i * LENGTH));
    }
    return blocks;
  }

  void write(byte[] out, int offset) {
    put32(out, offset, ssrc);
    put8(out, offset + 4, fractionLost);
    put24(out, offset + 5, Math.clamp(cumulativeLost, MIN_LOST, MAX_LOST));
    put32(out, offset + 8, extendedHighestSequenceNumber);
    put32(out, offset + 12, jitter);
    put32(out, offset + 16, lastSenderReport);
    put32(out, offset + 20, delaySinceLastSenderReport);
  }

  static void writeAll(List<ReportBlock> blocks, byte[] out, int offset) {
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).write(out, offset + i * LENGTH);
    }
  }

  /** The immutable copy a report keeps; refuses more blocks than its header can count. */
  static List<ReportBlock> checked(List<ReportBlock> blocks) {
    if (blocks.size() > RtcpHeader.MAX_COUNT) {
      throw new IllegalArgumentException(blocks.size() + " report blocks");
    }
    return List.copyOf(blocks);
  }
}
