package org.meshless.rtp.send;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;

/**
 * Counts what a slot sends and writes its sender reports (RFC 3550 §6.4.1): the time in the
 * server's clock, the timestamp as the source in force would have it at that time, rewritten as its
 * packets are. A receiver that lines up two slots by their reports lines up what one publisher
 * captured at one instant.
 *
 * <p>Confined to its MediaLoop.
 */
public final class SenderReportBuilder {
  private final long ssrc;
  private long packets;
  private long octets;

  /** For the slot that sends with {@code ssrc}. */
  public SenderReportBuilder(long ssrc) {
    this.ssrc = ssrc;
  }

  /** A packet was sent for the first time, with so many bytes of payload. */
  public void onSent(int payloadLength) {
    packets++;
    octets += payloadLength;
  }

  /** Whether anything was sent: a slot that never did is a receiver, and sends no such report. */
  public boolean hasSent() {
    return packets > 0;
  }

  /**
   * The report at this instant. Due every second or so, and soon after a reign began: until then a
   * receiver extends the old source's time line to the new one.
   *
   * @param nowNs on the server's monotonic clock
   * @param ntpTimestamp the same instant on its wall clock, 32.32 fixed point
   * @param segment the reign in force, null if there is none
   * @param clock of the stream that reigns, null if there is none
   * @param blocks on what the receiver sends, at most 31
   * @return null if nothing was sent or the source's clock is not known yet
   */
  public @Nullable SenderReport build(
      long nowNs,
      long ntpTimestamp,
      @Nullable Segment segment,
      @Nullable StreamClock clock,
      List<ReportBlock> blocks) {
    if (!hasSent() || segment == null || clock == null || !clock.isKnown()) {
      return null;
    }
    return new SenderReport(
        ssrc,
        ntpTimestamp,
        segment.timestamp(clock.timestampAt(nowNs)),
        packets & 0xFFFF_FFFFL,
        octets & 0xFFFF_FFFFL,
        blocks);
  }
}
