package org.meshless.rtp.bwe;

/**
 * How long packets wait on their way beyond the least they ever did lately: between sender's and
 * receiver's clock, so only differences count.
 *
 * <p>Confined to its MediaLoop.
 */
final class QueueDelay {
  /** The least is of this time and the one before, so that clocks that drift do no harm. */
  private static final long PERIOD_NS = 10_000_000_000L;

  private static final double SMOOTHING = 0.1;

  private long leastNs = Long.MAX_VALUE;
  private long leastBeforeNs = Long.MAX_VALUE;
  private long periodEndNs;
  private double smoothedNs;
  private boolean begun;

  /** A packet arrived. */
  void onArrival(long sentNs, long arrivalNs) {
    long delayNs = arrivalNs - sentNs;
    if (!begun || sentNs >= periodEndNs) {
      leastBeforeNs = begun ? leastNs : delayNs;
      leastNs = delayNs;
      periodEndNs = sentNs + PERIOD_NS;
      begun = true;
    }
    leastNs = Math.min(leastNs, delayNs);
    smoothedNs += SMOOTHING * (delayNs - Math.min(leastNs, leastBeforeNs) - smoothedNs);
  }

  /** Smoothed over some ten packets. */
  double ns() {
    return smoothedNs;
  }
}
