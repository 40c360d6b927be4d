package org.meshless.sfu.sctp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of all associations of one media loop. Thread-safe because only the loop's thread
 * writes, whole longs and opaquely, so that any thread reads a value that was true a moment ago.
 */
@SuppressWarnings("EnumOrdinal") // the place in an array that lives as long as the process
public final class SctpCounters {
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values = new long[SctpCounter.COUNT];

  void increment(SctpCounter counter) {
    add(counter, 1);
  }

  void add(SctpCounter counter, long amount) {
    int i = counter.ordinal();
    VALUE.setOpaque(values, i, values[i] + amount);
  }

  /** The value as of a moment ago; from any thread. */
  public long get(SctpCounter counter) {
    return (long) VALUE.getOpaque(values, counter.ordinal());
  }
}
