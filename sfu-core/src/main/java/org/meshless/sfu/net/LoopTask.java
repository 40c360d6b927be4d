package org.meshless.sfu.net;

/**
 * Something that rides on the turns of a media loop: a room, a transport. Called on the loop's
 * thread only.
 */
public interface LoopTask {
  /**
   * The turn in which {@link MediaLoop#atTurnEnd} was called ends: everything the turn received has
   * been handed out, nothing has been flushed yet.
   */
  void onTurnEnd(long nowNs);

  /** The deadline of this task's {@link LoopTimer} has passed; the timer is unset. */
  void onTimeout(long nowNs);

  /**
   * {@link #onTurnEnd} or {@link #onTimeout} threw. The task closes itself: what it holds can no
   * longer be trusted. It stays alone in that, the loop goes on.
   */
  void onFailure(long nowNs, RuntimeException failure);
}
