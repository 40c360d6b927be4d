package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossControlTest {
  private static final long MS = 1_000_000;
  private static final long MAX = 10_000_000;

  private final LossControl control = new LossControl(50_000, MAX);
  private long nowNs;

  @Test
  void withoutLossItDoesNotLimit() {
    windows(20, 100, 0, 1_000_000);
    assertEquals(MAX, control.bps());
    assertEquals(0, control.loss());
  }

  @Test
  void lossThatComesWithTheRateLowersItAndLossThatGoesLetsItRise() {
    windows(20, 100, 0, 1_000_000);
    windows(3, 70, 30, 1_000_000);
    long lowered = control.bps();
    assertTrue(lowered < 700_000, "lowered to " + lowered);
    windows(10, 100, 0, lowered);
    assertTrue(control.bps() > 1.5 * lowered, "raised to " + control.bps());
  }

  @Test
  void lossThatWasAlwaysThereIsThePathsOwn() {
    windows(60, 95, 5, 1_000_000);
    assertEquals(MAX, control.bps());
    assertEquals(0.05, control.loss(), 0.001);
  }

  @Test
  void lossBeyondWhatMayBeThePathsOwnIsNotExcusedForEver() {
    windows(60, 70, 30, 1_000_000);
    assertTrue(control.bps() < 200_000, "lowered to " + control.bps());
  }

  @Test
  void aFewPacketsAreNoWindow() {
    windows(19, 0, 1, 1_000_000);
    assertEquals(MAX, control.bps());
    assertEquals(0, control.loss());
  }

  private void windows(int count, int received, int lost, long targetBps) {
    for (int i = 0; i < count; i++) {
      nowNs += 400 * MS;
      control.onPackets(nowNs, received, lost, 50 * MS, targetBps);
    }
  }
}
