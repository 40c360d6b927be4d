package org.meshless.rtp.bwe;

/**
 * Tells from how delays between groups add up whether a queue grows on the way: the slope of a line
 * through the last of them, against a threshold that adapts so that flows which fill queues do not
 * starve this one (draft-ietf-rmcat-gcc-02 §5.3 and §5.4 with libwebrtc's {@code
 * TrendlineEstimator} for the filter).
 *
 * <p>Confined to its MediaLoop.
 */
final class Trendline {
  /** What the path does with what is sent. */
  enum Usage {
    /** The queue empties. */
    UNDER,
    /** The queue keeps its length. */
    NORMAL,
    /** The queue grows. */
    OVER
  }

  private static final int WINDOW = 20;
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MAX_DELTAS = 60;

  private static final double FIRST_THRESHOLD = 12.5;
  private static final double MIN_THRESHOLD = 6;
  private static final double MAX_THRESHOLD = 600;
  private static final double UPWARDS = 0.0087;
  private static final double DOWNWARDS = 0.039;

  /** Spikes further above the threshold than this do not move it. */
  private static final double MAX_ADAPT_OFFSET = 15;

  private static final double MAX_ADAPT_MS = 100;

  /** Growth must have been seen for so long. */
  private static final double OVERUSE_MS = 10;

  private final double[] timesMs = new double[WINDOW];
  private final double[] delaysMs = new double[WINDOW];
  private int deltas;
  private long firstArrivalNs;
  private long lastUpdateNs;
  private double accumulatedMs;
  private double smoothedMs;
  private double trend;
  private double previousTrend;
  private double threshold = FIRST_THRESHOLD;
  private double overusingMs = -1;
  private int overusing;
  private Usage usage = Usage.NORMAL;

  /** Two groups were compared. */
  void onDelta(long sentDeltaNs, long arrivalDeltaNs, long arrivalNs) {
    if (deltas == 0) {
      firstArrivalNs = arrivalNs;
      lastUpdateNs = arrivalNs;
    }
    accumulatedMs += (arrivalDeltaNs - sentDeltaNs) / 1e6;
    smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
    int at = deltas % WINDOW;
    timesMs[at] = (arrivalNs - firstArrivalNs) / 1e6;
    delaysMs[at] = smoothedMs;
    deltas++;
    if (deltas >= WINDOW) {
      trend = slope();
    }
    detect(sentDeltaNs / 1e6, arrivalNs);
  }

  Usage usage() {
    return usage;
  }

  /** Least squares through the window; the trend as it was if all came at one instant. */
  private double slope() {
    double meanTime = 0;
    double meanDelay = 0;
    for (int i = 0; i < WINDOW; i++) {
      meanTime += timesMs[i] / WINDOW;
      meanDelay += delaysMs[i] / WINDOW;
    }
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < WINDOW; i++) {
      double time = timesMs[i] - meanTime;
      numerator += time * (delaysMs[i] - meanDelay);
      denominator += time * time;
    }
    return denominator == 0 ? trend : numerator / denominator;
  }

  private void detect(double sentDeltaMs, long nowNs) {
    double modified = Math.min(deltas, MAX_DELTAS) * trend * GAIN;
    if (modified > threshold) {
      overusingMs = overusingMs < 0 ? sentDeltaMs / 2 : overusingMs + sentDeltaMs;
      overusing++;
      if (overusingMs > OVERUSE_MS && overusing > 1 && trend >= previousTrend) {
        overusingMs = 0;
        overusing = 0;
        usage = Usage.OVER;
      }
    } else {
      overusingMs = -1;
      overusing = 0;
      usage = modified < -threshold ? Usage.UNDER : Usage.NORMAL;
    }
    previousTrend = trend;
    adapt(modified, nowNs);
  }

  private void adapt(double modified, long nowNs) {
    double distance = Math.abs(modified) - threshold;
    if (distance <= MAX_ADAPT_OFFSET) {
      double rate = distance < 0 ? DOWNWARDS : UPWARDS;
      double elapsedMs = Math.clamp((nowNs - lastUpdateNs) / 1e6, 0, MAX_ADAPT_MS);
      threshold += rate * distance * elapsedMs;
      threshold = Math.clamp(threshold, MIN_THRESHOLD, MAX_THRESHOLD);
    }
    lastUpdateNs = nowNs;
  }
}
