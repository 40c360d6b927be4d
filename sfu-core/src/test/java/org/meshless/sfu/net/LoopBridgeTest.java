package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopBridgeTest {
  private final List<String> arrived = new ArrayList<>();
  private final VirtualLoop consumer = new VirtualLoop();
  private final LoopBridge<String, Integer> bridge =
      new LoopBridge<>(4, consumer.loop(), (target, item) -> arrived.add(target + item));

  @Test
  void whatIsOfferedArrivesInOrder() {
    for (int round = 0; round < 5; round++) {
      bridge.offer("a", round);
      bridge.offer("b", round);
      bridge.wake();
      consumer.runTasks();
    }
    assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"), arrived);
  }

  @Test
  void aFullRingRefuses() {
    for (int i = 0; i < 4; i++) {
      assertTrue(bridge.offer("a", i));
    }
    assertFalse(bridge.offer("a", 4));
    bridge.wake();
    consumer.runTasks();
    assertTrue(bridge.offer("a", 5));
    bridge.wake();
    consumer.runTasks();
    assertEquals(List.of("a0", "a1", "a2", "a3", "a5"), arrived);
  }

  @Test
  void manyWakesAreOneTurn() {
    bridge.offer("a", 0);
    bridge.wake();
    bridge.offer("a", 1);
    bridge.wake();
    assertTrue(consumer.runTasks());
    assertFalse(consumer.runTasks());
    assertEquals(2, arrived.size());
  }

  @Test
  void aRingThatFillsWhileItIsEmptiedDoesNotHoldUpTheLoop() {
    List<Integer> echoed = new ArrayList<>();
    List<LoopBridge<String, Integer>> self = new ArrayList<>();
    self.add(
        new LoopBridge<>(
            4,
            consumer.loop(),
            (target, item) -> {
              echoed.add(item);
              self.getFirst().offer(target, item + 1);
            }));
    self.getFirst().offer("a", 0);
    self.getFirst().wake();
    consumer.runTasks();
    assertEquals(4, echoed.size());
    consumer.runTasks();
    assertEquals(8, echoed.size());
  }

  @Test
  void theCapacityIsAPowerOfTwo() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LoopBridge<String, Integer>(3, consumer.loop(), (target, item) -> {}));
  }

  @Test
  void betweenTwoThreadsNothingIsLostOrOvertaken() throws Exception {
    int items = 200_000;
    BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(16);
    MediaLoop loop =
        new MediaLoop(1, new RecordingPort(), new LoopCounters(), task -> put(tasks, task), 0);
    AtomicLong next = new AtomicLong();
    LoopBridge<String, Integer> busy =
        new LoopBridge<>(
            64,
            loop,
            (target, item) -> {
              if (item == next.get()) {
                next.incrementAndGet();
              }
            });
    Thread producer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < items; i++) {
                    while (!busy.offer("a", i)) {
                      Thread.onSpinWait();
                    }
                    if (i % 7 == 0 || i == items - 1) {
                      busy.wake();
                    }
                  }
                });
    while (next.get() < items) {
      Runnable task = tasks.poll(20, TimeUnit.SECONDS);
      assertTrue(task != null, "woken no more at " + next.get());
      loop.onTasks(0, List.of(task));
    }
    producer.join();
  }

  private static void put(BlockingQueue<Runnable> tasks, Runnable task) {
    try {
      tasks.put(task);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
