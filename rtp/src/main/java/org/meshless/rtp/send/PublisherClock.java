package org.meshless.rtp.send;

/**
 * Where the wall clock of a publisher's sender reports stands against the server's clock.
 *
 * <p>One for all tracks of a publisher: whatever error there is in it — half of it is the way the
 * report took — is the same for its picture and its sound, so they stay together (DESIGN's lip
 * sync).
 *
 * <pre>
 * server's ns = publisher's NTP + offset        offset ≈ mean of (arrival − NTP) over some reports
 * </pre>
 *
 * <p>Follows a clock that runs off by 200 ppm within a few milliseconds, and one that is set within
 * {@link #OUTLIERS_TO_RESET} reports. Confined to its MediaLoop.
 */
public final class PublisherClock {
  /** Reports in a row that must disagree before they are believed. */
  static final int OUTLIERS_TO_RESET = 3;

  /** More than any path's delay varies by. */
  private static final long OUTLIER_NS = 500_000_000;

  /** Later reports count a sixteenth; of the first few, each the same. */
  private static final int SMOOTHING = 16;

  private long referenceNtp;
  private long offsetNs;
  private int reports;
  private int outliers;

  /** A clock of which nothing is known. */
  public PublisherClock() {}

  /**
   * A sender report of any of the publisher's streams arrived.
   *
   * @param nowNs its arrival on the server's clock
   * @param ntpTimestamp what it says, 32.32 fixed point
   */
  public void onSenderReport(long nowNs, long ntpTimestamp) {
    if (reports == 0) {
      referenceNtp = ntpTimestamp;
    }
    long sampleNs = nowNs - sinceReferenceNs(ntpTimestamp);
    if (reports == 0 || isReset(sampleNs - offsetNs)) {
      offsetNs = sampleNs;
      reports = 1;
      outliers = 0;
    } else if (outliers == 0) {
      reports = Math.min(reports + 1, SMOOTHING);
      offsetNs += (sampleNs - offsetNs) / reports;
    }
  }

  /** Whether any report has come. */
  public boolean isKnown() {
    return reports > 0;
  }

  /**
   * The instant of a publisher's timestamp on the server's clock, the mean delay of its reports
   * included.
   */
  public long serverNs(long ntpTimestamp) {
    return offsetNs + sinceReferenceNs(ntpTimestamp);
  }

  /** Counts outliers; whether the publisher's clock has evidently been set. */
  private boolean isReset(long differenceNs) {
    outliers = Math.abs(differenceNs) > OUTLIER_NS ? outliers + 1 : 0;
    return outliers >= OUTLIERS_TO_RESET;
  }

  /** Relative, so that the end of an NTP era (2036) is an instant like any other. */
  private long sinceReferenceNs(long ntpTimestamp) {
    long difference = ntpTimestamp - referenceNtp;
    return (difference >> 32) * 1_000_000_000
        + (((difference & 0xFFFF_FFFFL) * 1_000_000_000) >>> 32);
  }
}
