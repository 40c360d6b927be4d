package org.meshless.sfu.sctp;

/** How long to wait for an answer (RFC 9260 §6.3.1). Confined to its association. */
final class RetransmissionTimeout {
  private static final long MILLISECOND = 1_000_000;

  /** Before the first measurement; RFC 9260 says 1 s, browsers less. */
  static final long INITIAL_NS = 500 * MILLISECOND;

  /** Above the 200 ms for which peers delay their SACKs; RFC 9260 says 1 s. */
  static final long MIN_NS = 400 * MILLISECOND;

  /**
   * However often it was doubled: after an outage data is to flow again soon, and whether the peer
   * is there at all is for ICE to say. RFC 9260 says 60 s.
   */
  static final long MAX_NS = 3_000 * MILLISECOND;

  /** Timers are not finer than this. */
  private static final long GRANULARITY_NS = 10 * MILLISECOND;

  private long smoothedNs;
  private long variationNs;
  private long timeoutNs = INITIAL_NS;

  /** A round trip took so long. */
  void onSample(long rttNs) {
    if (smoothedNs == 0) {
      smoothedNs = Math.max(1, rttNs);
      variationNs = rttNs / 2;
    } else {
      variationNs += (Math.abs(smoothedNs - rttNs) - variationNs) / 4;
      smoothedNs = Math.max(1, smoothedNs + (rttNs - smoothedNs) / 8);
    }
    long ns = smoothedNs + Math.max(GRANULARITY_NS, 4 * variationNs);
    timeoutNs = Math.clamp(ns, MIN_NS, MAX_NS);
  }

  /** It passed in vain: twice as long next time (§6.3.3 E2). */
  void backOff() {
    timeoutNs = Math.min(2 * timeoutNs, MAX_NS);
  }

  long timeoutNs() {
    return timeoutNs;
  }

  /** The smoothed round-trip time; 0 before the first measurement. */
  long smoothedNs() {
    return smoothedNs;
  }
}
