package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AcknowledgedBitrateTest {
  private static final long MS = 1_000_000;

  private final AcknowledgedBitrate bitrate = new AcknowledgedBitrate();
  private long nowNs = -3_000 * MS; // a receiver's clock may show anything

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(AcknowledgedBitrate.UNKNOWN, bitrate.bps());
    packets(10, 1_000, 10 * MS);
    assertEquals(AcknowledgedBitrate.UNKNOWN, bitrate.bps());
  }

  @Test
  void aSteadyRateIsFound() {
    packets(500, 1_250, 10 * MS);
    assertEquals(1_000_000, (double) bitrate.bps(), 20_000);
  }

  @Test
  void aChangeIsFollowedWithinASecondOrTwo() {
    packets(500, 1_250, 10 * MS);
    packets(1_000, 1_250, 2 * MS);
    assertEquals(5_000_000, (double) bitrate.bps(), 500_000);
    packets(200, 1_250, 10 * MS);
    assertEquals(1_000_000, (double) bitrate.bps(), 200_000);
  }

  @Test
  void aClockThatJumpsIsNoRate() {
    packets(500, 1_250, 10 * MS);
    nowNs += 1_000_000 * MS;
    packets(100, 1_250, 10 * MS);
    assertEquals(1_000_000, (double) bitrate.bps(), 100_000);
    nowNs -= 5_000_000 * MS;
    packets(100, 1_250, 10 * MS);
    assertTrue(bitrate.bps() > 900_000 && bitrate.bps() < 1_100_000, "rate " + bitrate.bps());
  }

  private void packets(int count, int sizeBytes, long everyNs) {
    for (int i = 0; i < count; i++) {
      nowNs += everyNs;
      bitrate.onArrival(nowNs, sizeBytes);
    }
  }
}
