package org.meshless.perf.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.meshless.perf.client.LoopCounters;
import org.meshless.perf.floor.Floor;
import org.meshless.perf.measure.RateSample;
import org.meshless.perf.scenario.Footprint;
import org.meshless.perf.scenario.Measurement;
import org.meshless.perf.scenario.Run;

class ReportTest {
  private static final long SECOND_NS = 1_000_000_000;

  private static Run run(String target, double cpuUsPerPacket, List<String> faults) {
    LoopCounters counters = new LoopCounters();
    counters.expected = 100_000;
    counters.received = 100_000;
    counters.delayNs.recordValue((long) (cpuUsPerPacket * 200_000));
    List<RateSample> rates =
        List.of(
            new RateSample(0.25, 2_000, 50_000, 0.2),
            new RateSample(0.5, 2_000, 100_000, 0.4),
            new RateSample(0.75, 2_000, 0, 0.1),
            new RateSample(1, 2_000, 50_000, 0.2));
    Measurement measurement =
        new Measurement(
            0,
            SECOND_NS,
            2_000,
            50,
            counters,
            (long) (cpuUsPerPacket * 1_000 * counters.received),
            0,
            -1,
            0,
            1,
            rates);
    Floor.Cost floor = new Floor.Cost("c", 1_000, 2_000_000, SECOND_NS, 0, true);
    return new Run(
        "fanout",
        target,
        measurement,
        0,
        -1,
        new Floor.Costs(List.of(floor), ""),
        new Footprint(-1, -1, -1, -1),
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode(),
        faults,
        faults.isEmpty() ? null : "generator");
  }

  private static Report report(Run... runs) {
    return new Report(
        "fanout", List.of("fanout", "--repeat", "2"), 1, "none", List.of("a", "b"), List.of(runs));
  }

  private static JsonNode json(Report report) throws JsonProcessingException {
    return new ObjectMapper().readTree(report.json());
  }

  @Test
  void neighbouringRunsAreDividedPairByPair() throws Exception {
    Report report =
        report(
            run("a", 4, List.of()),
            run("b", 20, List.of()),
            run("a", 5, List.of()),
            run("b", 20, List.of()));
    assertEquals(5, json(report).at("/ratios/0/serverCpuUsPerPacket").asDouble(), 1e-9);
    assertEquals(4, json(report).at("/ratios/1/serverCpuUsPerPacket").asDouble(), 1e-9);
    assertTrue(report.table().contains("b / a: CPU per packet 5.00"));
  }

  @Test
  void aPairWithAnInvalidRunHasNoRatioAndThatRunNoMultipleOfTheFloor() throws Exception {
    Report report = report(run("a", 4, List.of()), run("b", 20, List.of("it sent late")));
    assertEquals(0, json(report).path("ratios").size());
    assertFalse(report.table().contains("b / a"));
    assertTrue(report.table().contains("INVALID: it sent late"));
    assertTrue(report.table().contains("saturated: the generator"));
    assertEquals(2, json(report).at("/runs/0/timesFloor").asDouble(), 1e-9);
    assertTrue(json(report).at("/runs/1/timesFloor").isMissingNode());
  }

  @Test
  void theJsonTellsTheCommandAndTheRateOverTime() throws Exception {
    JsonNode json = json(report(run("a", 4, List.of())));
    assertEquals(1, json.path("schema").asInt());
    assertEquals("--repeat", json.at("/arguments/1").asText());
    assertEquals(4, json.at("/runs/0/rateOverTime").size());
    assertEquals(0.5, json.at("/runs/0/rateOverTime/1/atSeconds").asDouble());
    assertEquals(100_000, json.at("/runs/0/rateOverTime/1/receivedDatagramsPerSecond").asDouble());
  }

  @Test
  void thePagePlotsTheRateOverTimeInProportion() {
    String page = report(run("a", 4, List.of())).html();
    int title = page.indexOf("Datagrams received per second, over time");
    assertTrue(title > 0);
    MatchResult line =
        Pattern.compile("points=\"([^\"]*)\"")
            .matcher(page.substring(title))
            .results()
            .findFirst()
            .orElseThrow();
    List<Double> y =
        Pattern.compile(",(\\S+)")
            .matcher(line.group(1))
            .results()
            .map(point -> Double.parseDouble(point.group(1)))
            .toList();
    assertEquals(4, y.size());
    assertEquals((y.get(1) + y.get(2)) / 2, y.get(0), 0.2, "half of the highest");
    assertTrue(y.get(1) < y.get(2), "the highest stands above nothing");
  }
}
