package org.meshless.rtp.srtp;

import java.util.Arrays;

/**
 * Which of the last {@link #SIZE} packet indices were used (RFC 3711 §3.3.2).
 *
 * <p>A receiver asks it whether a packet is a replay, a sender whether an index would be used
 * twice. Far larger than the 64 that the RFC demands: a late or retransmitted packet of a fast
 * video must still fit in.
 */
final class ReplayWindow {
  static final int SIZE = 1024;

  private static final int MASK = SIZE - 1;

  private final long[] used = new long[SIZE / Long.SIZE];
  private long highest = -1;

  /** The highest index marked, or −1. */
  long highest() {
    return highest;
  }

  /** True if {@code index} is not known to be used: not marked, and not older than the window. */
  boolean isFree(long index) {
    if (index > highest) {
      return true;
    }
    return highest - index < SIZE && (used[word(index)] & (1L << index)) == 0;
  }

  /** Marks {@code index} as used. It must be {@link #isFree free}. */
  void mark(long index) {
    if (index > highest) {
      advance(index);
    }
    used[word(index)] |= 1L << index;
  }

  private void advance(long index) {
    if (index - highest >= SIZE) {
      Arrays.fill(used, 0);
    } else {
      for (long i = highest + 1; i <= index; i++) {
        used[word(i)] &= ~(1L << i);
      }
    }
    highest = index;
  }

  private static int word(long index) {
    return ((int) index & MASK) >>> 6;
  }
}
