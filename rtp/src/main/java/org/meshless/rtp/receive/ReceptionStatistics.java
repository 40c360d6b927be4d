package org.meshless.rtp.receive;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;

/**
 * What receiver reports say of one stream (RFC 3550 §6.4.1, appendices A.3 and A.8).
 *
 * <p>Confined to its MediaLoop.
 */
public final class ReceptionStatistics {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long ssrc;
  private final int clockRate;
  private long first = -1;
  private long highest;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private long newestTimestamp;
  private long newestArrivalNs;
  private long jitter16; // in sixteenths of a clock tick, as in A.8
  private long senderReport;
  private long senderReportNs;
  private boolean senderReported;

  /**
   * Statistics of nothing yet.
   *
   * @param clockRate of the stream's timestamps in Hz
   */
  public ReceptionStatistics(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /**
   * A packet arrived by itself. One that came by retransmission on its own SSRC does not count (RFC
   * 4588 §4: its loss is what the sender is to hear of).
   *
   * @param extendedSeq its extended sequence number
   * @param timestamp its RTP timestamp, 32 bits
   */
  public void onPacket(long nowNs, long extendedSeq, long timestamp) {
    received++;
    if (first < 0) {
      first = extendedSeq;
      highest = extendedSeq;
      newestTimestamp = timestamp;
      newestArrivalNs = nowNs;
      return;
    }
    first = Math.min(first, extendedSeq);
    if (extendedSeq <= highest) {
      return;
    }
    highest = extendedSeq;
    // Unlike A.8, packets out of order and packets of the same frame do not count: the wait in the
    // sender's pacer is not the network's jitter.
    if (timestamp != newestTimestamp) {
      long elapsed = ticks(nowNs - newestArrivalNs);
      long difference = Math.abs(elapsed - (int) (timestamp - newestTimestamp));
      // A source that jumps in its timestamps for reasons of its own (RFC 3550 §6.4.4 note).
      if (difference < 10L * clockRate) {
        jitter16 += difference - ((jitter16 + 8) >> 4);
      }
      newestTimestamp = timestamp;
      newestArrivalNs = nowNs;
    }
  }

  /** A sender report of this stream arrived. */
  public void onSenderReport(long nowNs, SenderReport report) {
    senderReport = report.compactNtpTimestamp();
    senderReportNs = nowNs;
    senderReported = true;
  }

  /** The interarrival jitter in clock ticks. */
  public long jitter() {
    return jitter16 >> 4;
  }

  /**
   * Packets expected and not received since the beginning; negative if duplicates outnumber them.
   */
  public long lost() {
    return first < 0 ? 0 : highest - first + 1 - received;
  }

  /**
   * The block to report now; the next one's fraction lost counts from here.
   *
   * @return null if no packet has come since the last report (RFC 3550 §6.4)
   */
  public @Nullable ReportBlock report(long nowNs) {
    if (received == receivedBefore) {
      return null;
    }
    long expected = highest - first + 1;
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
    return new ReportBlock(
        ssrc,
        fraction,
        Math.clamp(lost(), -(1 << 23), (1 << 23) - 1),
        (highest - (first & ~0xFFFFL)) & 0xFFFF_FFFFL,
        jitter(),
        senderReported ? senderReport : 0,
        senderReported ? sixtyFiveThousandths(nowNs - senderReportNs) : 0);
  }

  private long ticks(long ns) {
    return ns / NANOS_PER_SECOND * clockRate + ns % NANOS_PER_SECOND * clockRate / NANOS_PER_SECOND;
  }

  private static long sixtyFiveThousandths(long ns) {
    long seconds = ns / NANOS_PER_SECOND;
    return ((seconds << 16) + ((ns % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND) & 0xFFFF_FFFFL;
  }
}
