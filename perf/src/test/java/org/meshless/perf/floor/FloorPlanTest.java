package org.meshless.perf.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorPlanTest {
  @Test
  void whatIsWrittenIsReadAgain(@TempDir Path directory) throws IOException {
    FloorPlan plan =
        new FloorPlan(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711)),
            List.of(
                new FloorPlan.Burst(0, List.of(1170, 1170, 900)),
                new FloorPlan.Burst(10_000_000, List.of(64))),
            3,
            20_000_000,
            true);
    Path file = directory.resolve("plan");

    plan.write(file);

    assertEquals(plan, FloorPlan.read(file));
  }

  @Test
  void secondsBecomeRepeatsOfThePeriod() {
    FloorPlan plan =
        new FloorPlan(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711)),
            List.of(new FloorPlan.Burst(0, List.of(100))),
            1,
            500_000_000,
            true);

    assertEquals(6, plan.lasting(3, false).repeat());
  }
}
