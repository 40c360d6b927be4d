package org.meshless.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {

  @ParameterizedTest
  @CsvSource({"50, 10", "90, 18", "95, 19", "96, 20", "100, 20", "1, 1"})
  void aPercentileOfTwentyValuesIsOneOfThem(double percent, double expected) {
    Spread spread = new Spread(IntStream.rangeClosed(1, 20).mapToObj(i -> 21.0 - i).toList());
    assertEquals(expected, spread.percentile(percent));
  }

  @Test
  void oneValueIsItsOwnSpread() {
    Spread spread = new Spread(List.of(7.0));
    assertEquals(7, spread.median());
    assertEquals(7, spread.max());
    assertEquals("median 7, p90 7, max 7 ms (1 runs)", spread.line("ms"));
  }

  @Test
  void nothingHasNoSpread() {
    assertThrows(IllegalArgumentException.class, () -> new Spread(List.of()));
  }
}
