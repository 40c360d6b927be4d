package org.meshless.signaling.hall;

/** Lets through a rate in the long run and a burst at once. */
final class TokenBucket {
  private static final long SECOND_NS = 1_000_000_000L;

  private final long perSecond;
  private final long burst;
  // In tokens × nanoseconds per second, so that no fraction of a token is lost however often it is
  // asked.
  private long level;
  private long lastNs;

  /**
   * Starts full.
   *
   * @param perSecond 1 to 1,000,000
   * @param burst 1 to 1,000,000
   */
  TokenBucket(int perSecond, int burst, long nowNs) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.level = burst * SECOND_NS;
    this.lastNs = nowNs;
  }

  /**
   * Takes {@code tokens} if there are as many, or as many as there can ever be.
   *
   * @return whether they were taken
   */
  boolean take(long nowNs, int tokens) {
    // More than a second per token of burst fills it for certain, and keeps the product in range.
    long elapsedNs = Math.clamp(nowNs - lastNs, 0L, burst * SECOND_NS / perSecond + 1);
    lastNs = nowNs;
    level = Math.min(burst * SECOND_NS, level + elapsedNs * perSecond);
    long price = Math.min(tokens, burst) * SECOND_NS;
    if (level < price) {
      return false;
    }
    level -= price;
    return true;
  }
}
