package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue queue = new TimerQueue();

  @Test
  void timersComeUpInOrderOfTheirDeadlines() {
    LoopTimer late = timer(30);
    LoopTimer early = timer(10);
    LoopTimer middle = timer(20);
    assertEquals(List.of(), due(9));
    assertEquals(List.of(early, middle), due(20));
    assertEquals(List.of(late), due(1000));
    assertEquals(LoopTimer.NEVER, queue.nextDeadlineNs());
  }

  @Test
  void aDeadlineMovedLaterComesUpThenAndOnlyOnce() {
    LoopTimer timer = timer(10);
    timer.set(50);
    assertEquals(List.of(), due(49));
    assertEquals(List.of(timer), due(50));
    assertEquals(List.of(), due(1000));
  }

  @Test
  void aDeadlineMovedEarlierIsNextAtOnce() {
    timer(20);
    LoopTimer timer = timer(50);
    timer.set(10);
    assertEquals(10, queue.nextDeadlineNs());
    assertEquals(List.of(timer), due(10));
  }

  @Test
  void aCancelledTimerNeverComesUp() {
    timer(10).cancel();
    assertEquals(List.of(), due(1000));
  }

  @Test
  void aTimerSetAgainAfterCancellingComesUp() {
    LoopTimer timer = timer(10);
    timer.cancel();
    timer.set(5);
    assertEquals(List.of(timer), due(5));
  }

  @Test
  void aTimerThatIsDueIsUnset() {
    LoopTimer timer = timer(10);
    due(10);
    assertEquals(LoopTimer.NEVER, timer.deadlineNs());
    timer.set(20);
    assertEquals(List.of(timer), due(20));
  }

  @Test
  void anyHistoryBehavesLikeASortedList() {
    Random random = new Random(42);
    List<LoopTimer> timers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      timers.add(queue.newTimer(new Nothing()));
    }
    long nowNs = 0;
    for (int round = 0; round < 5_000; round++) {
      LoopTimer timer = timers.get(random.nextInt(timers.size()));
      if (random.nextInt(4) == 0) {
        timer.cancel();
      } else {
        timer.set(nowNs + random.nextInt(1_000));
      }
      if (random.nextInt(3) == 0) {
        nowNs += random.nextInt(50);
        long now = nowNs;
        long expected = timers.stream().filter(t -> t.deadlineNs() <= now).count();
        assertEquals(expected, due(nowNs).size());
        assertEquals(0, timers.stream().filter(t -> t.deadlineNs() <= now).count());
      }
    }
  }

  private LoopTimer timer(long deadlineNs) {
    LoopTimer timer = queue.newTimer(new Nothing());
    timer.set(deadlineNs);
    return timer;
  }

  private List<LoopTimer> due(long nowNs) {
    List<LoopTimer> due = new ArrayList<>();
    for (LoopTimer t = queue.poll(nowNs); t != null; t = queue.poll(nowNs)) {
      due.add(t);
    }
    assertNull(queue.poll(nowNs));
    return due;
  }

  private static final class Nothing implements LoopTask {
    @Override
    public void onTurnEnd(long nowNs) {}

    @Override
    public void onTimeout(long nowNs) {}

    @Override
    public void onFailure(long nowNs, RuntimeException failure) {}
  }
}
