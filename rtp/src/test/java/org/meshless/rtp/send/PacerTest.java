package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacerTest {
  private static final long MS = 1_000_000;
  private static final int PACKET = 1_200;

  private final Pacer pacer = new Pacer();

  @Test
  void withoutARateEverythingLeaves() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(pacer.mayLeave(0));
      pacer.onLeft(0, PACKET);
    }
  }

  @Test
  void anAmpleEstimateHoldsNothingBack() {
    pacer.rate(0, 3_000_000, 1_000_000);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(pacer.mayLeave(0));
      pacer.onLeft(0, PACKET);
    }
  }

  @ParameterizedTest
  @CsvSource({"100000, 2", "1000000, 2", "10000000, 11"})
  void aBurstIsTwoPacketsOrTenMillisecondsOfTheRate(long bps, int packets) {
    pacer.rate(0, bps, bps);
    assertEquals(2, burst(0)); // the first time, nothing is saved yet
    assertTrue(Math.abs(packets - burst(5_000 * MS)) <= 1, "burst of about " + packets);
  }

  @ParameterizedTest
  @CsvSource({"100000", "1000000", "20000000"})
  void whatLeavesIsTheRateInTheLongRun(long bps) {
    pacer.rate(0, bps, bps);
    long nowNs = 0;
    long bits = 0;
    while (nowNs < 10_000 * MS) {
      if (pacer.mayLeave(nowNs)) {
        pacer.onLeft(nowNs, PACKET);
        bits += 8 * PACKET;
      } else {
        long nextNs = pacer.nextNs(nowNs);
        assertTrue(nextNs > nowNs, "time goes on");
        nowNs = nextNs;
      }
    }
    assertEquals(1, bits / 10.0 / bps, 0.05);
  }

  @Test
  void whatDidNotWaitIsMadeUpFor() {
    pacer.rate(0, 1_000_000, 1_000_000);
    for (int i = 0; i < 10; i++) {
      pacer.onLeft(0, 12_500);
    }
    assertFalse(pacer.mayLeave(499 * MS));
    assertTrue(pacer.mayLeave(501 * MS), "but for no more than half a second");
  }

  private int burst(long nowNs) {
    int packets = 0;
    while (pacer.mayLeave(nowNs)) {
      pacer.onLeft(nowNs, PACKET);
      packets++;
    }
    return packets;
  }
}
