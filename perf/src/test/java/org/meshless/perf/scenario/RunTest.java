package org.meshless.perf.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshless.perf.client.LoopCounters;

class RunTest {
  private static final long SECOND_NS = 1_000_000_000;

  private final LoopCounters counters = new LoopCounters();
  private long serverCpuNs = SECOND_NS / 2;
  private long serverDrops;

  RunTest() {
    counters.streams = 2;
    counters.expected = 10_000;
    counters.received = 10_000;
    counters.authenticated = 200;
    counters.latenessNs.recordValue(100_000);
  }

  private Measurement measurement() {
    return new Measurement(
        0,
        SECOND_NS,
        5_000,
        2,
        counters,
        serverCpuNs,
        serverDrops,
        -1,
        SECOND_NS / 2,
        1,
        List.of());
  }

  @Test
  void aCleanRunHasNoFaultAndNobodyIsSaturated() {
    assertEquals(List.of(), Run.faults(measurement()));
    assertNull(Run.saturated(measurement(), 1));
  }

  @Test
  void moreLossThanOneInAThousandIsAFault() {
    counters.received = 9_991;
    assertEquals(List.of(), Run.faults(measurement()));
    counters.received = 9_989;
    assertEquals(List.of("0.110 % of the packets were lost"), Run.faults(measurement()));
  }

  @Test
  void aStreamThatDidNotComeIsAFault() {
    counters.streams = 1;
    assertEquals(List.of("1 of 2 streams came"), Run.faults(measurement()));
  }

  @Test
  void whatWasNotPublishedIsAFault() {
    counters.mismatches = 1;
    counters.failures = 1;
    assertEquals(2, Run.faults(measurement()).size());
  }

  @Test
  void lessThanOnePercentAuthenticatedIsAFault() {
    counters.authenticated = 99;
    assertTrue(Run.faults(measurement()).getFirst().startsWith("less than 1 %"));
  }

  @Test
  void socketDropsOfTheServerNameIt() {
    serverDrops = 1;
    assertEquals("server", Run.saturated(measurement(), 1));
  }

  @Test
  void aServerThatUsesAllItsCoresIsSaturated() {
    serverCpuNs = SECOND_NS * 96 / 100;
    assertEquals("server", Run.saturated(measurement(), 1));
    assertNull(Run.saturated(measurement(), 2));
  }

  @Test
  void aLateGeneratorIsNamedEvenBesideABusyServer() {
    serverDrops = 1;
    counters.latenessNs.recordValue(6_000_000);
    assertEquals("generator", Run.saturated(measurement(), 1));
    assertTrue(Run.faults(measurement()).getFirst().startsWith("the generator sent late"));
  }

  @Test
  void aGeneratorThatDropsIsRefusedOrAlwaysBusyIsNamed() {
    counters.overflows = 1;
    assertEquals("generator", Run.saturated(measurement(), 1));
    counters.overflows = 0;
    counters.refused = 1;
    assertEquals("generator", Run.saturated(measurement(), 1));
    counters.refused = 0;
    counters.busyNs = SECOND_NS * 96 / 100;
    assertEquals("generator", Run.saturated(measurement(), 1));
    assertEquals(1, Run.faults(measurement()).size());
  }
}
