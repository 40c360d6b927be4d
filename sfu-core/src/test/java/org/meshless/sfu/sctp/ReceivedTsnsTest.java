package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.meshless.sfu.sctp.ReceivedTsns.Verdict;

class ReceivedTsnsTest {
  private final ReceivedTsns tsns = new ReceivedTsns(1);

  private void add(long... all) {
    for (long tsn : all) {
      assertEquals(Verdict.NEW, tsns.check(tsn));
      tsns.add(tsn);
    }
  }

  @Test
  void gapsCountFromTheCumulativeTsn() {
    add(1, 2, 4, 5, 8);

    assertEquals(2, tsns.cumulative());
    assertArrayEquals(new int[] {2, 3, 6, 6}, tsns.gaps(10));
    assertArrayEquals(new int[] {2, 3}, tsns.gaps(1));
  }

  @Test
  void whatFillsAGapJoinsItsNeighbours() {
    add(1, 5, 3, 4);
    assertArrayEquals(new int[] {2, 4}, tsns.gaps(10));

    add(2);
    assertEquals(5, tsns.cumulative());
    assertFalse(tsns.hasGaps());
  }

  @Test
  void whatHasArrivedIsADuplicateAnywhere() {
    add(1, 3, 4, 5);
    for (long tsn : new long[] {-7, 0, 1, 3, 4, 5}) {
      assertEquals(Verdict.DUPLICATE, tsns.check(tsn));
    }
  }

  @Test
  void aSkipTakesInWhatFollows() {
    add(3, 4, 9);
    tsns.skipTo(2);
    assertEquals(4, tsns.cumulative());

    tsns.skipTo(7);
    assertEquals(7, tsns.cumulative());
    assertArrayEquals(new int[] {2, 2}, tsns.gaps(10));

    tsns.skipTo(5);
    assertEquals(7, tsns.cumulative(), "never back");
  }

  @Test
  void oneGapTooManyIsBeyondButAGapMayStillGrow() {
    for (int i = 0; i < ReceivedTsns.MAX_RANGES; i++) {
      add(3 + 2L * i);
    }
    long last = 1 + 2L * ReceivedTsns.MAX_RANGES;
    assertEquals(Verdict.BEYOND, tsns.check(last + 2));
    assertEquals(Verdict.NEW, tsns.check(last + 1));
    assertEquals(Verdict.NEW, tsns.check(1));
    assertEquals(Verdict.BEYOND, tsns.check(65_536));
  }

  @Test
  void anyOrderGivesWhatASetGives() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ReceivedTsns under = new ReceivedTsns(1);
      TreeSet<Long> model = new TreeSet<>();
      long cumulative = 0;
      for (int i = 0; i < 300; i++) {
        long tsn = cumulative + random.nextInt(60) - 5;
        boolean known = tsn <= cumulative || model.contains(tsn);
        assertEquals(known ? Verdict.DUPLICATE : Verdict.NEW, under.check(tsn), "seed " + seed);
        if (random.nextInt(50) == 0) {
          under.skipTo(tsn);
          cumulative = Math.max(cumulative, tsn);
        } else if (!known) {
          under.add(tsn);
          model.add(tsn);
        }
        while (model.contains(cumulative + 1)) {
          cumulative++;
        }
        assertEquals(cumulative, under.cumulative(), "seed " + seed);
        assertEquals(!model.tailSet(cumulative, false).isEmpty(), under.hasGaps());
      }
      assertTrue(cumulative > 0);
    }
  }
}
