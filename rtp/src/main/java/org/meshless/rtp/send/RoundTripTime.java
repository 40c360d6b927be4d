package org.meshless.rtp.send;

import org.meshless.rtp.rtcp.ReportBlock;

/** The round trip to a receiver, from its reports on what we send (RFC 3550 §6.4.1). */
public final class RoundTripTime {
  /** Longer than any that could be of use: the report is wrong. */
  private static final long MAX_NS = 10_000_000_000L;

  private RoundTripTime() {}

  /**
   * A − LSR − DLSR.
   *
   * @param ntpTimestamp when the block arrived, on the wall clock of our sender reports, 32.32
   *     fixed point
   * @return nanoseconds, or −1 if the receiver has had no sender report or its numbers make no
   *     sense
   */
  public static long ofNs(long ntpTimestamp, ReportBlock block) {
    if (block.lastSenderReport() == 0) {
      return -1;
    }
    int compact =
        (int) (ntpTimestamp >>> 16)
            - (int) block.lastSenderReport()
            - (int) block.delaySinceLastSenderReport();
    long ns = (compact * 1_000_000_000L) >> 16;
    // A clock that ticks in 15 µs may show a short round trip as a little less than none.
    return ns > MAX_NS || compact < -64 ? -1 : Math.max(ns, 0);
  }
}
