package org.meshless.sfu.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counters of one media loop. Thread-safe because only the loop's thread writes, whole longs
 * and opaquely, so that any thread reads a value that was true a moment ago.
 */
@SuppressWarnings("EnumOrdinal") // the place in an array that lives as long as the process
public final class LoopCounters {
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values = new long[LoopCounter.COUNT];

  /** Adds one. On the loop's thread only. */
  public void increment(LoopCounter counter) {
    add(counter, 1);
  }

  /** Adds {@code amount}. On the loop's thread only. */
  public void add(LoopCounter counter, long amount) {
    int i = counter.ordinal();
    VALUE.setOpaque(values, i, values[i] + amount);
  }

  /** The value as of a moment ago; from any thread. */
  public long get(LoopCounter counter) {
    return (long) VALUE.getOpaque(values, counter.ordinal());
  }

  /** All values; from any thread, not one instant's. */
  public Map<LoopCounter, Long> snapshot() {
    Map<LoopCounter, Long> snapshot = new EnumMap<>(LoopCounter.class);
    for (LoopCounter counter : LoopCounter.values()) {
      snapshot.put(counter, get(counter));
    }
    return snapshot;
  }
}
