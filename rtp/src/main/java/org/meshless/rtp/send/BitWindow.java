package org.meshless.rtp.send;

import java.util.Arrays;

/**
 * One bit for each of the last {@link #SIZE} numbers of a rising sequence; a bit is false until
 * set.
 *
 * <p>Confined to its owner. Numbers are not negative.
 */
final class BitWindow {
  static final int SIZE = 1024;

  private static final int WORD_MASK = SIZE / Long.SIZE - 1;

  private final long[] words = new long[SIZE / Long.SIZE];
  private long highest;

  /** A window that ends with {@code highest}. */
  BitWindow(long highest) {
    this.highest = highest;
  }

  /** Moves the end of the window up to {@code number}, if that is higher. */
  void advance(long number) {
    if (number - highest >= SIZE) {
      Arrays.fill(words, 0);
      highest = number;
    }
    while (highest < number) {
      highest++;
      words[word(highest)] &= ~(1L << highest);
    }
  }

  /** Sets the bit of {@code number}, which is in the window. */
  void set(long number) {
    words[word(number)] |= 1L << number;
  }

  /** Whether the bit of {@code number}, which is in the window, is set. */
  boolean get(long number) {
    return (words[word(number)] & (1L << number)) != 0;
  }

  /** How many bits are set from {@code number}, which is in the window, to the end. */
  int countFrom(long number) {
    int count = 0;
    for (long n = number; n <= highest; ) {
      long upTo = Math.min(highest, n | 63);
      long mask = (-1L << n) & (-1L >>> (63 - upTo));
      count += Long.bitCount(words[word(n)] & mask);
      n = upTo + 1;
    }
    return count;
  }

  /** The number {@code distance} clear bits before the last clear bit, or −1 if that is too far. */
  long clearFromEnd(long distance) {
    long left = distance;
    for (long n = highest; n >= 0 && highest - n < SIZE; n = (n & ~63L) - 1) {
      long clear = ~words[word(n)] & (-1L >>> (63 - n));
      int count = Long.bitCount(clear);
      if (left < count) {
        for (int lower = count - 1; lower > left; lower--) {
          clear &= clear - 1;
        }
        long number = (n & ~63L) + Long.numberOfTrailingZeros(clear);
        return highest - number < SIZE ? number : -1;
      }
      left -= count;
    }
    return -1;
  }

  private static int word(long number) {
    return (int) (number >>> 6) & WORD_MASK;
  }
}
