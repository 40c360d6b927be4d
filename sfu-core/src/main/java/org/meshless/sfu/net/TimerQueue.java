package org.meshless.sfu.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines in a binary heap that timers know their place in. Confined to its media loop. A timer
 * whose deadline moved later, or was unset, stays where it is until it comes up.
 */
final class TimerQueue {
  private @Nullable LoopTimer[] heap = new @Nullable LoopTimer[16];
  private int size;

  LoopTimer newTimer(LoopTask task) {
    return new LoopTimer(this, task);
  }

  /**
   * When {@link #poll} is next worth a call: never later than the first deadline, perhaps earlier.
   */
  long nextDeadlineNs() {
    LoopTimer first = heap[0];
    return first == null ? LoopTimer.NEVER : first.queuedNs;
  }

  /** The next timer whose deadline has passed, unset and out of the queue; null when none has. */
  @Nullable LoopTimer poll(long nowNs) {
    for (LoopTimer first = heap[0]; first != null; first = heap[0]) {
      if (first.queuedNs > nowNs) {
        return null;
      }
      removeFirst(first);
      long deadlineNs = first.deadlineNs;
      if (deadlineNs <= nowNs) {
        first.deadlineNs = LoopTimer.NEVER;
        return first;
      }
      if (deadlineNs != LoopTimer.NEVER) {
        insert(first, deadlineNs);
      }
    }
    return null;
  }

  void insert(LoopTimer timer, long deadlineNs) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    timer.queuedNs = deadlineNs;
    siftUp(size++, timer);
  }

  void moveUp(LoopTimer timer, long deadlineNs) {
    timer.queuedNs = deadlineNs;
    siftUp(timer.index, timer);
  }

  private void removeFirst(LoopTimer first) {
    first.index = -1;
    LoopTimer last = heap[--size];
    heap[size] = null;
    if (size > 0 && last != null) {
      siftDown(last);
    }
  }

  private void siftUp(int hole, LoopTimer timer) {
    int i = hole;
    while (i > 0) {
      int up = (i - 1) >>> 1;
      LoopTimer parent = heap[up];
      if (parent == null || parent.queuedNs <= timer.queuedNs) {
        break;
      }
      place(i, parent);
      i = up;
    }
    place(i, timer);
  }

  private void siftDown(LoopTimer timer) {
    int i = 0;
    for (int child = 1; child < size; child = 2 * i + 1) {
      LoopTimer smaller = heap[child];
      int at = child;
      if (child + 1 < size) {
        LoopTimer right = heap[child + 1];
        if (smaller == null || (right != null && right.queuedNs < smaller.queuedNs)) {
          smaller = right;
          at = child + 1;
        }
      }
      if (smaller == null || timer.queuedNs <= smaller.queuedNs) {
        break;
      }
      place(i, smaller);
      i = at;
    }
    place(i, timer);
  }

  private void place(int i, LoopTimer timer) {
    heap[i] = timer;
    timer.index = i;
  }
}
