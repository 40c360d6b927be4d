package org.meshless.sfu.sctp;

import java.util.Arrays;

/**
 * Which TSNs have arrived: all up to one, and ranges beyond (RFC 9260 §6.2). Confined to its
 * association.
 */
final class ReceivedTsns {
  /** More gaps than a path makes by itself; they bound memory and the work per chunk. */
  static final int MAX_RANGES = 512;

  /** Gap blocks count from the cumulative TSN in 16 bits. */
  private static final int MAX_AHEAD = 0xffff;

  /** What is to be done with a chunk. */
  enum Verdict {
    NEW,
    DUPLICATE,
    /** Too far ahead, or one gap too many: as if it had not come. */
    BEYOND
  }

  private long cumulative;
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private int count;

  /** Nothing has arrived yet, and {@code initialTsn} is expected. */
  ReceivedTsns(long initialTsn) {
    cumulative = initialTsn - 1;
  }

  /** All up to this one have arrived or will never. */
  long cumulative() {
    return cumulative;
  }

  boolean hasGaps() {
    return count > 0;
  }

  Verdict check(long tsn) {
    if (tsn <= cumulative) {
      return Verdict.DUPLICATE;
    }
    if (tsn - cumulative > MAX_AHEAD) {
      return Verdict.BEYOND;
    }
    int after = firstStartingAfter(tsn);
    if (after > 0 && tsn <= ends[after - 1]) {
      return Verdict.DUPLICATE;
    }
    boolean joins =
        tsn == cumulative + 1
            || (after > 0 && tsn == ends[after - 1] + 1)
            || (after < count && tsn == starts[after] - 1);
    return joins || count < MAX_RANGES ? Verdict.NEW : Verdict.BEYOND;
  }

  /** Adds one that {@link #check} found new. */
  void add(long tsn) {
    if (tsn == cumulative + 1) {
      cumulative = tsn;
      absorb();
      return;
    }
    int after = firstStartingAfter(tsn);
    boolean joinsBefore = after > 0 && tsn == ends[after - 1] + 1;
    boolean joinsAfter = after < count && tsn == starts[after] - 1;
    if (joinsBefore && joinsAfter) {
      ends[after - 1] = ends[after];
      remove(after, after + 1);
    } else if (joinsBefore) {
      ends[after - 1] = tsn;
    } else if (joinsAfter) {
      starts[after] = tsn;
    } else {
      insert(after, tsn);
    }
  }

  /** All up to {@code tsn} will never come (RFC 3758 §3.6). */
  void skipTo(long tsn) {
    if (tsn > cumulative) {
      cumulative = tsn;
      absorb();
    }
  }

  /** The ranges as gap blocks, the first {@code most} of them. */
  int[] gaps(int most) {
    int blocks = Math.min(count, most);
    int[] gaps = new int[2 * blocks];
    for (int i = 0; i < blocks; i++) {
      gaps[2 * i] = (int) (starts[i] - cumulative);
      gaps[2 * i + 1] = (int) (ends[i] - cumulative);
    }
    return gaps;
  }

  private void absorb() {
    int absorbed = 0;
    while (absorbed < count && starts[absorbed] <= cumulative + 1) {
      cumulative = Math.max(cumulative, ends[absorbed]);
      absorbed++;
    }
    remove(0, absorbed);
  }

  private int firstStartingAfter(long tsn) {
    int found = Arrays.binarySearch(starts, 0, count, tsn);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private void insert(int at, long tsn) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    System.arraycopy(starts, at, starts, at + 1, count - at);
    System.arraycopy(ends, at, ends, at + 1, count - at);
    starts[at] = tsn;
    ends[at] = tsn;
    count++;
  }

  private void remove(int from, int to) {
    System.arraycopy(starts, to, starts, from, count - to);
    System.arraycopy(ends, to, ends, from, count - to);
    count -= to - from;
  }
}
