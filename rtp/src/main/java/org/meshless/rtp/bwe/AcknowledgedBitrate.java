package org.meshless.rtp.bwe;

/**
 * The rate at which packets arrive at the receiver, by its own clock: short windows, each weighed
 * by how surprising it is (libwebrtc's {@code BitrateEstimator}).
 *
 * <p>Confined to its MediaLoop.
 */
final class AcknowledgedBitrate {
  static final long UNKNOWN = -1;

  private static final double FIRST_WINDOW_MS = 500;
  private static final double WINDOW_MS = 150;

  /** How far a window is distrusted that differs by all of the estimate. */
  private static final double SURPRISE = 10;

  /** Growth of the estimate's own variance with each window, in (kbit/s)². */
  private static final double DRIFT = 5;

  private double windowMs;
  private long bytes;
  private long lastArrivalNs;
  private boolean begun;
  private double estimateKbps = UNKNOWN;
  private double variance = 50;

  /** Bytes arrived, at an instant of the receiver's clock. */
  void onArrival(long arrivalNs, int sizeBytes) {
    double sinceMs = begun ? (arrivalNs - lastArrivalNs) / 1e6 : 0;
    double length = estimateKbps < 0 ? FIRST_WINDOW_MS : WINDOW_MS;
    if (!begun || sinceMs > 10_000 || sinceMs < -10_000) {
      begun = true;
      windowMs = 0;
      bytes = 0;
      lastArrivalNs = arrivalNs;
    } else if (sinceMs > 0) {
      lastArrivalNs = arrivalNs;
      windowMs += sinceMs;
      if (windowMs >= length) {
        onWindow(8 * bytes / length);
        // A pause of several windows counts as one: who sends nothing learns nothing.
        windowMs %= length;
        bytes = 0;
      }
    }
    bytes += sizeBytes;
  }

  private void onWindow(double sampleKbps) {
    if (estimateKbps < 0) {
      estimateKbps = sampleKbps;
      return;
    }
    double difference = Math.abs(estimateKbps - sampleKbps);
    double uncertainty = SURPRISE * difference / Math.max(estimateKbps, 1);
    double sampleVariance = Math.max(uncertainty * uncertainty, 1e-9);
    double predicted = variance + DRIFT;
    estimateKbps =
        (sampleVariance * estimateKbps + predicted * sampleKbps) / (sampleVariance + predicted);
    variance = sampleVariance * predicted / (sampleVariance + predicted);
  }

  /** In bits per second, or {@link #UNKNOWN}. */
  long bps() {
    return estimateKbps < 0 ? UNKNOWN : Math.round(1_000 * estimateKbps);
  }
}
