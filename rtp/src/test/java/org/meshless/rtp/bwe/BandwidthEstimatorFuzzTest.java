package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.TransportFeedback;

class BandwidthEstimatorFuzzTest {
  private static final long MS = 1_000_000;

  @FuzzTest
  void anyFeedbackLeavesAnEstimateWithinItsBounds(byte[] bytes) {
    BandwidthEstimator estimator = new BandwidthEstimator(50_000, 300_000, 10_000_000);
    for (int i = 0; i < 64; i++) {
      estimator.onSent(i * MS, i, 1_200);
    }
    long nowNs = 100 * MS;
    for (RtcpPacket packet : RtcpPacket.parse(bytes, 0, bytes.length)) {
      if (packet instanceof TransportFeedback feedback) {
        estimator.onFeedback(nowNs, feedback);
        nowNs += 50 * MS;
        estimator.onTimeout(nowNs);
      }
    }
    assertTrue(estimator.estimateBps() >= 50_000 && estimator.estimateBps() <= 10_000_000);
    assertTrue(estimator.rttNs() >= 0);
    assertTrue(estimator.loss() >= 0 && estimator.loss() <= 1);
    assertTrue(estimator.unansweredBytes() >= 0 && estimator.unansweredBytes() <= 64 * 1_200);
  }
}
