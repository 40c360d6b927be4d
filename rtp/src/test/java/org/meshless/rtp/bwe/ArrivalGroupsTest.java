package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrivalGroupsTest {
  private static final long MS = 1_000_000;

  private final ArrivalGroups groups = new ArrivalGroups();

  @Test
  void packetsSentTogetherAreOneGroup() {
    assertFalse(groups.onArrival(0, 100 * MS));
    assertFalse(groups.onArrival(3 * MS, 107 * MS));
    assertFalse(groups.onArrival(10 * MS, 114 * MS));
    assertFalse(groups.onArrival(12 * MS, 117 * MS));
    assertTrue(groups.onArrival(20 * MS, 126 * MS));
    assertEquals(9 * MS, groups.sentDeltaNs());
    assertEquals(10 * MS, groups.arrivalDeltaNs());
    assertEquals(117 * MS, groups.completeNs());
  }

  @Test
  void whatArrivesInOneGoAfterAStallIsOneGroup() {
    groups.onArrival(0, 100 * MS);
    groups.onArrival(20 * MS, 300 * MS);
    assertFalse(groups.onArrival(40 * MS, 301 * MS));
    assertFalse(groups.onArrival(60 * MS, 302 * MS));
    assertTrue(groups.onArrival(300 * MS, 400 * MS));
    assertEquals(60 * MS, groups.sentDeltaNs());
    assertEquals(202 * MS, groups.arrivalDeltaNs());
  }

  @Test
  void aClockThatJumpsBeginsAnew() {
    groups.onArrival(0, 0);
    groups.onArrival(10 * MS, 10 * MS);
    assertFalse(groups.onArrival(20 * MS, 1_000_000 * MS));
    assertFalse(groups.onArrival(30 * MS, 1_000_010 * MS));
    assertTrue(groups.onArrival(40 * MS, 1_000_020 * MS));
    assertEquals(10 * MS, groups.arrivalDeltaNs());
  }

  @Test
  void whatIsToldOfLateIsLeftOut() {
    groups.onArrival(50 * MS, 50 * MS);
    assertFalse(groups.onArrival(10 * MS, 60 * MS));
    assertFalse(groups.onArrival(60 * MS, 60 * MS));
    assertTrue(groups.onArrival(70 * MS, 70 * MS));
    assertEquals(10 * MS, groups.arrivalDeltaNs());
  }
}
