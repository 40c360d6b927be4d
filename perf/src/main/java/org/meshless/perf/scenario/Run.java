package org.meshless.perf.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.floor.Floor;

/**
 * One scenario against one target, once.
 *
 * @param idleCpuNsPerSecond of the server while nothing is sent; −1 if unknown
 * @param longestPauseUs the longest stop of the server's JVM in the window, in microseconds; −1 if
 *     unknown
 * @param footprint what those who joined cost in memory
 * @param details what only this scenario knows
 * @param faults what makes the run invalid; empty if nothing does
 * @param saturated {@code server}, {@code generator} or null
 */
public record Run(
    String scenario,
    String target,
    Measurement measurement,
    double idleCpuNsPerSecond,
    double longestPauseUs,
    Floor.@Nullable Costs floor,
    Footprint footprint,
    ObjectNode configuration,
    ObjectNode details,
    List<String> faults,
    @Nullable String saturated) {
  /** A run with more loss than this shows nothing but that something was too slow. */
  public static final double MAX_LOSS = 0.001;

  private static final double BUSY = 0.95;
  private static final double LATE_US = 5_000;

  public Run {
    faults = List.copyOf(faults);
  }

  public boolean valid() {
    return faults.isEmpty();
  }

  /** How many times the faster floor's CPU per packet; −1 if there is none, or no valid run. */
  public double timesFloor() {
    Floor.Cost faster = floor == null ? null : floor.faster();
    return faster == null || !valid() || measurement.serverCpuUsPerPacket() < 0
        ? -1
        : measurement.serverCpuUsPerPacket() / faster.cpuUsPerPacket();
  }

  /** What is wrong with a measurement. */
  static List<String> faults(Measurement m) {
    List<String> faults = new ArrayList<>();
    if (m.counters().streams < m.expectedStreams()) {
      faults.add(m.counters().streams + " of " + m.expectedStreams() + " streams came");
    }
    if (m.loss() > MAX_LOSS) {
      faults.add(
          String.format(java.util.Locale.ROOT, "%.3f %% of the packets were lost", 100 * m.loss()));
    }
    if (m.counters().mismatches > 0) {
      faults.add(m.counters().mismatches + " packets are not what was published");
    }
    if (m.counters().failures > 0) {
      faults.add(m.counters().failures + " packets do not authenticate");
    }
    if (m.counters().received > 0 && m.counters().authenticated < m.counters().received / 100) {
      faults.add("less than 1 % of the packets were authenticated");
    }
    String generator = generatorFault(m);
    if (generator != null) {
      faults.add(generator);
    }
    return faults;
  }

  private static @Nullable String generatorFault(Measurement m) {
    if (m.counters().overflows > 0) {
      return "the generator's sockets dropped " + m.counters().overflows + " datagrams";
    }
    if (m.counters().refused > 0) {
      return "the kernel refused " + m.counters().refused + " of the generator's datagrams";
    }
    if (m.latenessUs(99) > LATE_US) {
      return "the generator sent late: p99 " + Math.round(m.latenessUs(99)) + " µs";
    }
    return m.generatorBusy() > BUSY ? "the generator's loops were always busy" : null;
  }

  /** Who could do no more: {@code server}, {@code generator} or null. */
  static @Nullable String saturated(Measurement m, int serverCores) {
    if (generatorFault(m) != null) {
      return "generator";
    }
    return m.serverDrops() > 0 || m.serverCores() > BUSY * serverCores ? "server" : null;
  }
}
