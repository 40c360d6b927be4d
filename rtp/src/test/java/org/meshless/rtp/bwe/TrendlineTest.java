package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.bwe.Trendline.Usage;

class TrendlineTest {
  private static final long MS = 1_000_000;
  private static final long GROUP_NS = 10 * MS;

  private final Trendline trendline = new Trendline();
  private long arrivalNs = 5_000 * MS;

  @Test
  void aQueueThatKeepsItsLengthIsNormal() {
    groups(200, 0);
    assertEquals(Usage.NORMAL, trendline.usage());
  }

  @Test
  void aQueueThatGrowsIsOveruseAndOneThatEmptiesIsUnderuse() {
    groups(40, 0);
    groups(20, 2 * MS);
    assertEquals(Usage.OVER, trendline.usage());
    groups(60, -2 * MS);
    assertEquals(Usage.UNDER, trendline.usage());
    groups(60, 0);
    assertEquals(Usage.NORMAL, trendline.usage());
  }

  @Test
  void oneLateGroupIsNoOveruse() {
    groups(60, 0);
    groups(1, 8 * MS);
    assertNotEquals(Usage.OVER, trendline.usage());
    groups(1, -8 * MS);
    assertNotEquals(Usage.OVER, trendline.usage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void jitterAroundAMeanIsSeldomOveruse(long seed) {
    Random random = new Random(seed);
    long before = 0;
    int over = 0;
    for (int i = 0; i < 2_000; i++) {
      long jitter = random.nextLong(2 * MS);
      groups(1, jitter - before);
      before = jitter;
      over += trendline.usage() == Usage.OVER ? 1 : 0;
    }
    assertEquals(0, over);
  }

  /** So many groups, each waiting by so much more than the one before. */
  private void groups(int count, long growthNs) {
    for (int i = 0; i < count; i++) {
      arrivalNs += GROUP_NS + growthNs;
      trendline.onDelta(GROUP_NS, GROUP_NS + growthNs, arrivalNs);
    }
  }
}
