package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetransmissionBudgetTest {
  @ParameterizedTest
  @CsvSource({"1000000, 250000", "20000000, 5000000"})
  void aQuarterOfTheEstimateIsAllThatRetransmissionsTake(long estimateBps, long expectedBps) {
    RetransmissionBudget budget = new RetransmissionBudget();
    long bits = 0;
    for (int ms = 0; ms < 60_000; ms++) {
      for (int i = 0; i < 10; i++) {
        bits += budget.take(ms * 1_000_000L, estimateBps, 1_200) ? 8 * 1_200 : 0;
      }
    }
    assertEquals(1, bits / 60.0 / expectedBps, 0.05);
  }
}
