package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProbeResultsTest {
  private static final long MS = 1_000_000;

  private final ProbeResults results = new ProbeResults();
  private final ProbeCluster probe = new ProbeCluster(1, 4_000_000);

  @Test
  void aPathThatCarriesTheProbeIsAsFastAsItWasSent() {
    arrivals(10, 2 * MS, 2 * MS);
    assertEquals(4_000_000, (double) results.resultBps(1), 40_000);
  }

  @Test
  void aPathThatDoesNotShowsItsOwnRateAndALittleIsTakenOff() {
    arrivals(10, 2 * MS, 4 * MS);
    assertEquals(0.95 * 2_000_000, (double) results.resultBps(1), 20_000);
  }

  @Test
  void packetsThatWereHeldBackTogetherShowNothing() {
    arrivals(10, 2 * MS, MS / 2);
    assertEquals(ProbeResults.NONE, results.resultBps(1));
  }

  @Test
  void tooFewPacketsShowNothing() {
    arrivals(3, 2 * MS, 2 * MS);
    assertEquals(ProbeResults.NONE, results.resultBps(1));
  }

  @Test
  void aProbeThatIsNotKnownShowsNothing() {
    arrivals(10, 2 * MS, 2 * MS);
    assertEquals(ProbeResults.NONE, results.resultBps(2));
    results.onArrival(77, 0, 0, 1_000);
    assertEquals(ProbeResults.NONE, results.resultBps(77));
  }

  private void arrivals(int packets, long sentEveryNs, long arrivedEveryNs) {
    results.onProbe(probe);
    for (int i = 0; i < packets; i++) {
      results.onArrival(1, 50 * MS + i * sentEveryNs, i * arrivedEveryNs, 1_000);
    }
  }
}
