package org.meshless.perf.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SoakCommandTest {
  private static final long SLACK = 8 << 20;

  private static boolean grows(LongUnaryOperator heapOfLook) {
    List<Footprint> looks =
        LongStream.range(0, 30)
            .mapToObj(look -> new Footprint(heapOfLook.applyAsLong(look), 0, 0, 0))
            .toList();
    return SoakCommand.grows(looks, Footprint::heapBytes, SLACK);
  }

  @Test
  void whatStaysAsItIsDoesNotGrow() {
    assertFalse(grows(look -> 100_000_000 + look % 3 * 1_000_000));
  }

  @Test
  void whatGrowsWhileItWarmsUpDoesNotGrow() {
    assertFalse(grows(look -> Math.min(look, 10) * 20_000_000));
  }

  @Test
  void aLeakIsSeen() {
    assertTrue(grows(look -> 100_000_000 + look * 2_000_000));
  }
}
