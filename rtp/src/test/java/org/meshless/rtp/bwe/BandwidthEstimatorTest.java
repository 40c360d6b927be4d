package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.rtcp.TransportFeedbackBuilder;

class BandwidthEstimatorTest {
  private static final long MS = 1_000_000;

  private final BandwidthEstimator estimator = new BandwidthEstimator(50_000, 300_000, 10_000_000);

  @Test
  void whatTheReceiverEstimatesStandsWhereItSaysNothingElse() {
    estimator.onRemb(0, 2_000_000);
    assertEquals(2_000_000, estimator.estimateBps());
    estimator.onRemb(1, 400_000);
    assertEquals(400_000, estimator.estimateBps());
    estimator.onRemb(2, 1);
    assertEquals(50_000, estimator.estimateBps());
  }

  @Test
  void withoutFeedbackTheReceiversReportsOnLossCount() {
    estimator.onRemb(0, 2_000_000);
    for (int i = 0; i < 10; i++) {
      estimator.onLossReport(i * 1_000L * MS, 100, 50, 50 * MS);
    }
    assertTrue(estimator.estimateBps() < 500_000, "estimate " + estimator.estimateBps());
  }

  @Test
  void nothingIsProbedThatThereIsNoUseFor() {
    estimator.demand(200_000);
    estimator.onSent(0, 0, 1_000);
    assertNull(estimator.probe(0));
    for (long nowNs = 0; nowNs < 60_000 * MS; nowNs += 25 * MS) {
      estimator.onTimeout(nowNs);
      assertNull(estimator.probe(nowNs));
    }
    estimator.demand(1_000_000);
    estimator.onTimeout(60_000 * MS);
    ProbeCluster probe = estimator.probe(60_000 * MS);
    assertNotNull(probe);
    assertTrue(probe.bps() <= 1_250_000, "probes at " + probe.bps());
  }

  @Test
  void feedbackThatMakesNoSenseDoesNoHarm() {
    Random random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      long nowNs = i * 10L * MS;
      estimator.onSent(nowNs, i & 0xffff, random.nextInt(1_500));
      TransportFeedbackBuilder builder =
          new TransportFeedbackBuilder(1, 2, random.nextInt(), random.nextInt(), 1_200);
      int number = random.nextInt(1 << 16);
      TransportFeedbackBuilder ofSent =
          new TransportFeedbackBuilder(1, 2, i, i - random.nextInt(50), 1_200);
      builder = random.nextBoolean() ? builder : ofSent;
      try {
        for (int k = random.nextInt(20); k >= 0; k--) {
          number = (builder == ofSent ? i : number) + random.nextInt(3) & 0xffff;
          if (!builder.add(number, random.nextLong() >> random.nextInt(20, 40))) {
            break;
          }
        }
      } catch (IllegalArgumentException notInOrder) {
        // The builder refuses what a stranger could write no more than we.
      }
      if (!builder.isEmpty()) {
        estimator.onFeedback(nowNs, builder.build());
      }
      estimator.onTimeout(nowNs);
      long bps = estimator.estimateBps();
      assertTrue(bps >= 50_000 && bps <= 10_000_000, "estimate " + bps);
      assertTrue(estimator.rttNs() >= 0);
    }
  }

  @Test
  void nothingIsAllocatedForAPacket() {
    List<TransportFeedback> feedback = new ArrayList<>();
    for (int i = 0; i < 20_000; i += 20) {
      TransportFeedbackBuilder builder = new TransportFeedbackBuilder(1, 2, i / 20, i, 1_200);
      for (int k = 0; k < 20; k++) {
        builder.add(i + k, (i + k) * 2L * MS);
      }
      feedback.add(builder.build());
    }
    estimator.demand(100_000);
    Runnable packets =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            estimator.onSent(i * 2L * MS, i, 1_000);
            if (i % 20 == 19) {
              estimator.onFeedback(i * 2L * MS + 20 * MS, feedback.get(i / 20));
            }
          }
        };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    packets.run();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 10_000, bytes + " bytes for 20,000 packets");
  }
}
