package org.meshless.rtp.send;

import org.meshless.rtp.rtcp.SenderReport;

/**
 * When the media of one inbound stream was captured, on the server's clock: from the latest sender
 * report of the stream and the {@link PublisherClock} it shares with the publisher's others.
 *
 * <p>Confined to its MediaLoop.
 */
public final class StreamClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final PublisherClock publisher;
  private final int clockRate;
  private boolean known;
  private long ntpTimestamp;
  private long rtpTimestamp;

  /**
   * A clock that knows nothing yet.
   *
   * @param clockRate of the stream's timestamps in Hz
   */
  public StreamClock(PublisherClock publisher, int clockRate) {
    this.publisher = publisher;
    this.clockRate = clockRate;
  }

  /** A sender report of this stream arrived; tells the publisher's clock, too. */
  public void onSenderReport(long nowNs, SenderReport report) {
    publisher.onSenderReport(nowNs, report.ntpTimestamp());
    ntpTimestamp = report.ntpTimestamp();
    rtpTimestamp = report.rtpTimestamp();
    known = true;
  }

  /** Whether a report of this stream has come. The other methods mean nothing before. */
  public boolean isKnown() {
    return known;
  }

  /** The stream's timestamp, 0 to 2³² − 1, at an instant of the server's clock. */
  public long timestampAt(long serverNs) {
    long elapsedNs = serverNs - publisher.serverNs(ntpTimestamp);
    return (rtpTimestamp + ticks(elapsedNs)) & 0xFFFF_FFFFL;
  }

  /** When media with this timestamp was captured, on the server's clock. */
  public long captureNs(long timestamp) {
    long ticks = (int) (timestamp - rtpTimestamp);
    return publisher.serverNs(ntpTimestamp)
        + ticks / clockRate * NANOS_PER_SECOND
        + ticks % clockRate * NANOS_PER_SECOND / clockRate;
  }

  private long ticks(long ns) {
    return ns / NANOS_PER_SECOND * clockRate
        + Math.floorDiv(ns % NANOS_PER_SECOND * clockRate, NANOS_PER_SECOND);
  }
}
