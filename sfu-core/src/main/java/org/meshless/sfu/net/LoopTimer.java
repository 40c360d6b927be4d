package org.meshless.sfu.net;

/**
 * One deadline of one {@link LoopTask}. Confined to its media loop. Moving a deadline later, the
 * common case, costs one write: its place in the queue is put right only when it comes up.
 */
public final class LoopTimer {
  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  final LoopTask task;
  private final TimerQueue queue;

  /** When the task wants to be called. */
  long deadlineNs = NEVER;

  /** The key in the queue's heap, never later than the deadline. Valid while queued. */
  long queuedNs;

  /** Place in the heap, or -1. */
  int index = -1;

  LoopTimer(TimerQueue queue, LoopTask task) {
    this.queue = queue;
    this.task = task;
  }

  /**
   * Replaces the deadline; {@link #NEVER} unsets it. Times are {@code nowNs} of the loop and, like
   * {@link System#nanoTime}, do not wrap within a server's life.
   */
  public void set(long deadlineNs) {
    this.deadlineNs = deadlineNs;
    if (deadlineNs == NEVER) {
      return;
    }
    if (index < 0) {
      queue.insert(this, deadlineNs);
    } else if (deadlineNs < queuedNs) {
      queue.moveUp(this, deadlineNs);
    }
  }

  /** Unsets the deadline. */
  public void cancel() {
    deadlineNs = NEVER;
  }

  public long deadlineNs() {
    return deadlineNs;
  }
}
