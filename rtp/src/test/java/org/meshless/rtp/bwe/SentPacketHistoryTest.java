package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SentPacketHistoryTest {
  private final SentPacketHistory history = new SentPacketHistory();

  @Test
  void aPacketIsFoundByItsNumberAcrossTheWrap() {
    for (int i = 0; i < 200; i++) {
      history.onSent(i, 65_500 + i & 0xffff, 100 + i, i % 3);
    }
    for (int i = 0; i < 200; i++) {
      int at = history.find(65_500 + i & 0xffff);
      assertEquals(i, history.sentNs(at));
      assertEquals(100 + i, history.sizeBytes(at));
      assertEquals(i % 3, history.probe(at));
    }
    assertEquals(SentPacketHistory.UNKNOWN, history.find(65_499));
    assertEquals(SentPacketHistory.UNKNOWN, history.find(65_500 + 200 & 0xffff));
  }

  @Test
  void whatIsOnTheWayIsRememberedHoweverMuchItIs() {
    for (int i = 0; i < SentPacketHistory.MAX_PACKETS; i++) {
      history.onSent(i, i & 0xffff, 10, 0);
    }
    assertEquals(0, history.sentNs(history.find(0)));
    assertEquals(10L * SentPacketHistory.MAX_PACKETS, history.unansweredBytes());
    history.onSent(1, SentPacketHistory.MAX_PACKETS, 10, 0);
    assertEquals(SentPacketHistory.UNKNOWN, history.find(0));
    assertEquals(10L * SentPacketHistory.MAX_PACKETS, history.unansweredBytes());
  }

  @Test
  void aPacketIsAnsweredOnceAndMayBeFoundAfterAll() {
    history.onSent(0, 7, 100, 0);
    int at = history.find(7);
    assertTrue(history.isOnTheWay(at));
    assertTrue(history.lose(at));
    assertFalse(history.lose(at));
    assertEquals(0, history.unansweredBytes());
    assertTrue(history.answer(at));
    assertFalse(history.answer(at));
    assertFalse(history.lose(at));
    assertEquals(0, history.unansweredBytes());
    assertNotEquals(SentPacketHistory.UNKNOWN, at);
  }
}
