package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void asManyPassAsTheBurstAndThenTheRateAllows() {
    TokenBucket bucket = new TokenBucket(10, 5, 0);
    int passed = 0;
    // Asked a thousand times a second: fractions of a token must add up.
    for (long now = 0; now < 10 * SECOND; now += SECOND / 1000) {
      passed += bucket.take(now, 1) ? 1 : 0;
    }

    assertEquals(5 + 99, passed);
  }

  @Test
  void neverMoreThanTheBurstIsSavedUp() {
    TokenBucket bucket = new TokenBucket(1_000_000, 3, 0);
    long longAgo = Long.MAX_VALUE / 2;

    assertTrue(bucket.take(longAgo, 3));
    assertFalse(bucket.take(longAgo, 1));
  }

  @Test
  void whatCostsMoreThanTheBurstPassesAFullBucketAndEmptiesIt() {
    TokenBucket bucket = new TokenBucket(1, 3, 0);

    assertTrue(bucket.take(0, 100));
    assertFalse(bucket.take(0, 1));
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    TokenBucket bucket = new TokenBucket(1, 1, 10 * SECOND);
    assertTrue(bucket.take(10 * SECOND, 1));

    assertFalse(bucket.take(0, 1));
    assertTrue(bucket.take(SECOND, 1));
  }
}
