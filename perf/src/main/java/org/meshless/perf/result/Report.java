package org.meshless.perf.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.meshless.perf.floor.Floor;
import org.meshless.perf.measure.RateSample;
import org.meshless.perf.report.Setting;
import org.meshless.perf.scenario.Measurement;
import org.meshless.perf.scenario.Run;

/**
 * All runs of one command, as text, as JSON ({@code schema: 1}; the README says what each field
 * means) and as a page.
 *
 * @param arguments of the command, as given
 * @param provider who does the generator's cryptography
 * @param compared the targets whose runs are paired; empty if none
 */
public record Report(
    String scenario,
    List<String> arguments,
    long seed,
    String provider,
    List<String> compared,
    List<Run> runs) {
  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Report {
    arguments = List.copyOf(arguments);
    compared = List.copyOf(compared);
    runs = List.copyOf(runs);
  }

  /** One pair of neighbouring runs: the second target's figures divided by the first's. */
  record Ratio(double cpu, double p50, double p99) {}

  /** Only pairs of which both runs are valid. */
  List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    for (int i = 0; compared.size() == 2 && i + 1 < runs.size(); i += 2) {
      if (runs.get(i).valid() && runs.get(i + 1).valid()) {
        Measurement a = runs.get(i).measurement();
        Measurement b = runs.get(i + 1).measurement();
        ratios.add(
            new Ratio(
                b.serverCpuUsPerPacket() / a.serverCpuUsPerPacket(),
                b.delayUs(50) / a.delayUs(50),
                b.delayUs(99) / a.delayUs(99)));
      }
    }
    return ratios;
  }

  public String table() {
    StringBuilder text = new StringBuilder();
    add(
        text,
        "%-10s %-8s %9s %8s %8s %7s %8s %8s %8s %8s %8s %8s %7s%n",
        "scenario",
        "target",
        "packets/s",
        "CPU µs/p",
        "idle %",
        "× floor",
        "loss %",
        "p50 µs",
        "p90 µs",
        "p99 µs",
        "p99.9 µs",
        "max µs",
        "B/p");
    for (Run run : runs) {
      Measurement m = run.measurement();
      add(
          text,
          "%-10s %-8s %9.0f %8.2f %8.2f %7s %8.4f %8.0f %8.0f %8.0f %8.0f %8.0f %7.0f%n",
          run.scenario(),
          run.target(),
          m.packetsPerSecond(),
          m.serverCpuUsPerPacket(),
          run.idleCpuNsPerSecond() / 1e7,
          run.timesFloor() < 0 ? "–" : String.format(Locale.ROOT, "%.2f", run.timesFloor()),
          100 * m.loss(),
          m.delayUs(50),
          m.delayUs(90),
          m.delayUs(99),
          m.delayUs(99.9),
          m.delayUs(100),
          m.allocatedBytes() < 0 ? -1 : (double) m.allocatedBytes() / m.forwarded());
      floor(text, run);
      for (String fault : run.faults()) {
        add(text, "  INVALID: %s%n", fault);
      }
      if (run.saturated() != null) {
        add(text, "  saturated: the %s%n", run.saturated());
      }
      if (!run.details().isEmpty()) {
        add(text, "  %s%n", run.details());
      }
    }
    for (Ratio ratio : ratios()) {
      add(
          text,
          "%s / %s: CPU per packet %.2f, p50 %.2f, p99 %.2f%n",
          compared.get(1),
          compared.get(0),
          ratio.cpu(),
          ratio.p50(),
          ratio.p99());
    }
    return text.toString();
  }

  private static void floor(StringBuilder text, Run run) {
    Floor.Costs floor = run.floor();
    if (floor == null) {
      return;
    }
    for (Floor.Cost cost : floor.costs()) {
      add(
          text,
          "  floor in %s: %.2f µs per packet, %.0f packets/s%n",
          cost.language(),
          cost.cpuUsPerPacket(),
          cost.packetsPerSecond());
    }
    if (!floor.note().isEmpty()) {
      add(text, "  %s%n", floor.note());
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's own
  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  public String json() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("scenario", scenario);
    ArrayNode given = json.putArray("arguments");
    arguments.forEach(given::add);
    json.put("seed", seed);
    json.put("generatorCryptoProvider", provider);
    Setting.here().addTo(json.putObject("machine"));
    ArrayNode array = json.putArray("runs");
    runs.forEach(run -> add(array.addObject(), run));
    ArrayNode pairs = json.putArray("ratios");
    for (Ratio ratio : ratios()) {
      pairs
          .addObject()
          .put("of", compared.get(1))
          .put("to", compared.get(0))
          .put("serverCpuUsPerPacket", ratio.cpu())
          .put("delayP50", ratio.p50())
          .put("delayP99", ratio.p99());
    }
    try {
      return MAPPER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void add(ObjectNode json, Run run) {
    Measurement m = run.measurement();
    json.put("target", run.target());
    json.put("valid", run.valid());
    ArrayNode faults = json.putArray("faults");
    run.faults().forEach(faults::add);
    json.put("saturated", run.saturated());
    json.set("configuration", run.configuration());
    json.put("seconds", m.seconds());
    json.put("publishedPackets", m.published());
    json.put("expectedPackets", m.counters().expected);
    json.put("receivedPackets", m.counters().received);
    json.put("recoveredPackets", m.counters().recovered);
    json.put("reorderedPackets", m.counters().reordered);
    json.put("duplicatePackets", m.counters().duplicates);
    json.put("authenticatedPackets", m.counters().authenticated);
    json.put("mismatchedPackets", m.counters().mismatches);
    json.put("streams", m.counters().streams);
    json.put("expectedStreams", m.expectedStreams());
    json.put("lossPercent", 100 * m.loss());
    json.put("packetsPerSecond", m.packetsPerSecond());
    put(json, "serverCpuUsPerPacket", m.serverCpuUsPerPacket());
    put(json, "serverIdleCpuUsPerSecond", run.idleCpuNsPerSecond() / 1e3);
    put(json, "serverCores", m.serverCores());
    put(json, "packetsPerSecondPerCore", 1e6 / m.serverCpuUsPerPacket());
    put(json, "timesFloor", run.timesFloor());
    put(json, "serverAllocatedBytesPerPacket", (double) m.allocatedBytes() / m.forwarded());
    put(json, "serverHeapBytesPerParticipant", (double) run.footprint().heapBytes());
    put(json, "serverRssBytesPerParticipant", (double) run.footprint().rssBytes());
    put(json, "serverLongestPauseUs", run.longestPauseUs());
    json.put("serverSocketDrops", m.serverDrops());
    percentiles(json.putObject("delayUs"), m.counters().delayNs);
    percentiles(json.putObject("generatorLatenessUs"), m.counters().latenessNs);
    json.put("generatorBusy", m.generatorBusy());
    json.put("generatorSocketDrops", m.counters().overflows);
    json.put("kernelReceiveTimestamps", m.counters().withoutTimestamp == 0);
    rates(json.putArray("rateOverTime"), m);
    floor(json, run.floor());
    json.set("details", run.details());
  }

  private static void rates(ArrayNode array, Measurement m) {
    for (RateSample rate : m.rates()) {
      ObjectNode json = array.addObject();
      json.put("atSeconds", rate.atSeconds());
      json.put("publishedPacketsPerSecond", rate.publishedPerSecond());
      json.put("receivedDatagramsPerSecond", rate.receivedPerSecond());
      put(json, "serverCores", rate.serverCores());
    }
  }

  private static void floor(ObjectNode json, Floor.@org.jspecify.annotations.Nullable Costs costs) {
    if (costs == null) {
      return;
    }
    ObjectNode floor = json.putObject("floor");
    floor.put("note", costs.note());
    for (Floor.Cost cost : costs.costs()) {
      floor
          .putObject(cost.language())
          .put("cpuUsPerPacket", cost.cpuUsPerPacket())
          .put("packetsPerSecond", cost.packetsPerSecond())
          .put("refusedPackets", cost.refused())
          .put("segmented", cost.segmented());
    }
  }

  /** A negative value means unknown and is left out. */
  private static void put(ObjectNode json, String name, double value) {
    if (value >= 0) {
      json.put(name, value);
    }
  }

  private static void percentiles(ObjectNode json, Histogram ns) {
    json.put("count", ns.getTotalCount());
    if (ns.getTotalCount() == 0) {
      return;
    }
    json.put("p50", ns.getValueAtPercentile(50) / 1e3);
    json.put("p90", ns.getValueAtPercentile(90) / 1e3);
    json.put("p99", ns.getValueAtPercentile(99) / 1e3);
    json.put("p99_9", ns.getValueAtPercentile(99.9) / 1e3);
    json.put("max", ns.getMaxValue() / 1e3);
    json.put("mean", ns.getMean() / 1e3);
    ArrayNode distribution = json.putArray("distribution");
    for (HistogramIterationValue value : ns.percentiles(4)) {
      distribution
          .addArray()
          .add(value.getPercentileLevelIteratedTo())
          .add(value.getValueIteratedTo() / 1e3);
    }
  }

  public String html() {
    return new Page(this).text();
  }
}
