package org.meshless.rtp.bwe;

/**
 * Where overuse has begun so far: near it one goes carefully (draft-ietf-rmcat-gcc-02 §5.5).
 *
 * <p>Confined to its MediaLoop.
 */
final class LinkCapacity {
  private static final double SMOOTHING = 0.05;
  private static final double MIN_DEVIATION = 0.4;
  private static final double MAX_DEVIATION = 2.5;
  private static final double UNKNOWN = -1;

  private double meanKbps = UNKNOWN;
  private double deviation = MIN_DEVIATION; // of the normalised error, squared

  void onOveruse(long acknowledgedBps) {
    double sample = acknowledgedBps / 1e3;
    meanKbps = meanKbps < 0 ? sample : (1 - SMOOTHING) * meanKbps + SMOOTHING * sample;
    double norm = Math.max(meanKbps, 1);
    double error = meanKbps - sample;
    deviation = (1 - SMOOTHING) * deviation + SMOOTHING * error * error / norm;
    deviation = Math.clamp(deviation, MIN_DEVIATION, MAX_DEVIATION);
  }

  void forget() {
    meanKbps = UNKNOWN;
  }

  boolean isKnown() {
    return meanKbps >= 0;
  }

  long meanBps() {
    return Math.round(1e3 * meanKbps);
  }

  long upperBps() {
    return Math.round(1e3 * (meanKbps + 3 * spread()));
  }

  long lowerBps() {
    return Math.round(1e3 * Math.max(0, meanKbps - 3 * spread()));
  }

  private double spread() {
    return Math.sqrt(deviation * Math.max(meanKbps, 1));
  }
}
