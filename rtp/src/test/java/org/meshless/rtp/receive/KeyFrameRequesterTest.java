package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeyFrameRequesterTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private int sent;
  private final KeyFrameRequester requester = new KeyFrameRequester(() -> sent++);

  @Test
  void theFirstRequestIsSentAtOnce() {
    requester.request(-5_000_000_000L);
    assertEquals(1, sent);
  }

  @Test
  void aRequestTooSoonIsDeferredNotDropped() {
    requester.request(0);
    requester.request(100 * MILLISECOND);
    requester.request(200 * MILLISECOND);
    assertEquals(1, sent);
    assertEquals(300 * MILLISECOND, requester.nextDeadlineNs());
    requester.onTimeout(300 * MILLISECOND - 1);
    assertEquals(1, sent);
    requester.onTimeout(300 * MILLISECOND);
    assertEquals(2, sent);
  }

  @Test
  void aKeyFrameServesAllWhoAskedBeforeIt() {
    requester.request(0);
    requester.request(100 * MILLISECOND);
    requester.onKeyFrame();
    assertEquals(NEVER, requester.nextDeadlineNs());
    requester.onTimeout(5_000 * MILLISECOND);
    assertEquals(1, sent);
  }

  @Test
  void whoAsksAfterItsBeginningIsServedByTheNext() {
    requester.request(0);
    requester.onKeyFrame();
    requester.request(100 * MILLISECOND);
    assertEquals(300 * MILLISECOND, requester.nextDeadlineNs());
    requester.onTimeout(300 * MILLISECOND);
    assertEquals(2, sent);
  }

  @Test
  void aRequestThatBringsNothingIsRepeatedAndInTheEndNot() {
    requester.request(0);
    long lastNs = 0;
    long intervalNs = 1_000 * MILLISECOND;
    for (int i = 1; i <= KeyFrameRequester.MAX_REPEATS; i++) {
      assertEquals(lastNs + intervalNs, requester.nextDeadlineNs());
      lastNs = requester.nextDeadlineNs();
      requester.onTimeout(lastNs);
      assertEquals(1 + i, sent);
      intervalNs *= 2;
    }
    assertEquals(NEVER, requester.nextDeadlineNs());
    requester.request(lastNs + 1_000 * MILLISECOND);
    assertEquals(lastNs + 2_000 * MILLISECOND, requester.nextDeadlineNs());
  }

  @Test
  void aStormOfRequestsIsOneEvery300Milliseconds() {
    for (long nowNs = 0; nowNs < 3_000 * MILLISECOND; nowNs += MILLISECOND) {
      requester.onTimeout(nowNs);
      requester.request(nowNs);
    }
    assertEquals(10, sent);
  }
}
