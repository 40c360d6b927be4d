package org.meshless.rtp.bwe;

/**
 * Whether less is sent than the estimate allows, so that the path is not put to the test
 * (libwebrtc's {@code AlrDetector}): a budget of {@link #USED} of the estimate that fills when
 * little is sent.
 *
 * <p>Confined to its MediaLoop.
 */
final class ApplicationLimit {
  private static final double USED = 0.65;
  private static final double BEGIN = 0.8;
  private static final double END = 0.5;
  private static final long WINDOW_NS = 500_000_000;
  private static final long WAKE_NS = 1_000_000_000;

  private double budgetBits;
  private long lastNs;
  private boolean begun;
  private boolean limited;
  private long limitedUntilNs = Long.MIN_VALUE / 2;

  boolean isLimited() {
    return limited;
  }

  /** Whether it was so a moment ago, so that what has arrived is still about that time. */
  boolean wasLimited(long nowNs) {
    return limited || nowNs - limitedUntilNs < WAKE_NS;
  }

  void onSent(long nowNs, int sizeBytes, long estimateBps) {
    advance(nowNs, estimateBps);
    budgetBits -= 8.0 * sizeBytes;
    judge(estimateBps);
  }

  void advance(long nowNs, long estimateBps) {
    if (begun) {
      budgetBits += USED * estimateBps * ((nowNs - lastNs) / 1e9);
    }
    begun = true;
    lastNs = nowNs;
    judge(estimateBps);
  }

  private void judge(long estimateBps) {
    double full = USED * estimateBps * (WINDOW_NS / 1e9);
    budgetBits = Math.clamp(budgetBits, -full, full);
    if (budgetBits > BEGIN * full) {
      limited = true;
    } else if (budgetBits < END * full) {
      limited = false;
    }
    if (limited) {
      limitedUntilNs = lastNs;
    }
  }
}
