package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RembEstimatorTest {
  private static final long INTERVAL = RembEstimator.INTERVAL_NS;

  private final List<Long> sent = new ArrayList<>();
  private final RembEstimator estimator = new RembEstimator(50_000, 300_000, 5_000_000, sent::add);
  private long nowNs;

  @Test
  void aSenderIsToldAtOnceWhereToStart() {
    assertEquals(Long.MAX_VALUE, estimator.nextDeadlineNs());
    estimator.onPacket(0, 1_000);
    assertEquals(List.of(300_000L), sent);
    assertEquals(INTERVAL, estimator.nextDeadlineNs());
  }

  @Test
  void withoutLossASenderCanAlwaysSendMore() {
    long rate = 300_000;
    for (int i = 0; i < 6; i++) {
      arrive(rate, 0);
      assertTrue(estimator.estimateBps() >= Math.min(2 * rate, 5_000_000));
      rate = estimator.estimateBps();
    }
    assertEquals(5_000_000, rate);
  }

  @Test
  void muchLossTakesTheRateBelowWhatArrives() {
    arrive(2_000_000, 0);
    arrive(1_600_000, 0.2);
    assertEquals(1_600_000 * 0.9, (double) estimator.estimateBps(), 20_000.0);
    arrive(1_000_000, 0.4);
    assertEquals(1_000_000 * 0.8, (double) estimator.estimateBps(), 20_000.0);
  }

  @Test
  void someLossLeavesTheRate() {
    arrive(2_000_000, 0);
    long before = estimator.estimateBps();
    arrive(3_000_000, 0.05);
    assertEquals(before, estimator.estimateBps());
  }

  @Test
  void theRateStaysWithinItsBounds() {
    for (int i = 0; i < 20; i++) {
      arrive(60_000, 0.9);
    }
    assertEquals(50_000, estimator.estimateBps());
  }

  /** Half a second at this rate, with this share of packets lost. */
  private void arrive(long bps, double loss) {
    if (sent.isEmpty()) {
      estimator.onPacket(nowNs, 0);
    }
    estimator.onPacket(nowNs, (int) (bps / 16));
    estimator.onLoss(1_000, (long) (1_000 * loss));
    nowNs += INTERVAL;
    estimator.onTimeout(nowNs);
  }
}
