package org.meshless.perf.media;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Bytes that look like compressed media and can be made again: slices of a pool. Immutable. */
public final class PayloadPattern {
  private static final int POOL = 1 << 16;
  private static final int LONGEST = 2048;

  private final byte[] pool = new byte[POOL + LONGEST];

  public PayloadPattern(long seed) {
    random(seed).nextBytes(pool);
  }

  /** The same numbers for the same seed, on every machine. */
  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  void write(int track, long index, byte[] out, int offset, int length) {
    int start = (int) (index * 61 + track * 7919L) & (POOL - 1);
    System.arraycopy(pool, start, out, offset, length);
  }
}
