package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CongestionTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int MTU = PacketBuilder.MAX_PACKET;

  private final CongestionWindow window = new CongestionWindow();
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();

  @Test
  void theWindowGrowsQuicklyAtFirstAndOnlyIfItIsUsed() {
    long before = window.bytes();
    window.onAcked(before, false);
    assertEquals(before, window.bytes());

    window.onAcked(before, true);
    assertEquals(before + 2 * MTU, window.bytes());
  }

  @Test
  void aLossHalvesTheWindowWhichThenGrowsByAPacketPerRoundTrip() {
    for (int i = 0; i < 50; i++) {
      window.onAcked(4 * MTU, true);
    }
    long before = window.bytes();
    window.onLoss();
    assertEquals(before / 2, window.bytes());

    window.onAcked(1, true); // still at the threshold
    long half = window.bytes();
    window.onAcked(half, true);
    assertEquals(half + MTU, window.bytes());
  }

  @Test
  void silenceLeavesOnePacketAndNoEventLeavesLess() {
    window.onTimeout();
    assertEquals(MTU, window.bytes());
    window.onLoss();
    assertEquals(4 * MTU, window.bytes());
  }

  @Test
  void theWindowNeverPassesItsBound() {
    for (int i = 0; i < 10_000; i++) {
      window.onAcked(1 << 20, true);
    }
    assertEquals(CongestionWindow.MAX, window.bytes());
    window.onIdle(100);
    assertEquals(4 * MTU, window.bytes());
  }

  @Test
  void theTimeoutFollowsRoundTripsWithinItsBounds() {
    assertEquals(500 * MILLISECOND, timeout.timeoutNs());
    timeout.onSample(1000 * MILLISECOND);
    assertEquals(3000 * MILLISECOND, timeout.timeoutNs());
    for (int i = 0; i < 100; i++) {
      timeout.onSample(500 * MILLISECOND);
    }
    assertTrue(timeout.timeoutNs() >= 500 * MILLISECOND);
    assertTrue(timeout.timeoutNs() < 600 * MILLISECOND);
    for (int i = 0; i < 100; i++) {
      timeout.onSample(MILLISECOND);
    }
    assertEquals(400 * MILLISECOND, timeout.timeoutNs());
  }

  @Test
  void theTimeoutDoublesToItsBound() {
    timeout.backOff();
    assertEquals(1000 * MILLISECOND, timeout.timeoutNs());
    for (int i = 0; i < 100; i++) {
      timeout.backOff();
    }
    assertEquals(3000 * MILLISECOND, timeout.timeoutNs());
  }
}
