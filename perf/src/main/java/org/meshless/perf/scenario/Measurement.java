package org.meshless.perf.scenario;

import java.util.List;
import org.meshless.perf.client.LoopCounters;
import org.meshless.perf.measure.RateSample;

/**
 * What one window showed. Times in nanoseconds.
 *
 * @param published packets by all publishers together
 * @param expectedStreams how many the subscribers should have had between them
 * @param serverCpuNs −1 where the server's process is not here
 * @param serverDrops datagrams the server's sockets had no room for
 * @param allocatedBytes by the server's JVM; −1 where it is none
 * @param generatorCpuNs of this process
 * @param rates over time, some a second
 */
public record Measurement(
    long startedNs,
    long lengthNs,
    long published,
    long expectedStreams,
    LoopCounters counters,
    long serverCpuNs,
    long serverDrops,
    long allocatedBytes,
    long generatorCpuNs,
    int generatorLoops,
    List<RateSample> rates) {

  public Measurement {
    rates = List.copyOf(rates);
  }

  public double seconds() {
    return lengthNs / 1e9;
  }

  /** Packets forwarded: those that arrived. */
  public long forwarded() {
    return counters.received;
  }

  public double packetsPerSecond() {
    return forwarded() / seconds();
  }

  public double loss() {
    return counters.expected == 0
        ? 1
        : 1 - (double) Math.min(counters.received, counters.expected) / counters.expected;
  }

  /** CPU time per forwarded packet in microseconds; −1 if unknown. */
  public double serverCpuUsPerPacket() {
    return serverCpuNs < 0 || forwarded() == 0 ? -1 : serverCpuNs / 1e3 / forwarded();
  }

  /** CPU seconds per second: 1 is a whole core. */
  public double serverCores() {
    return serverCpuNs < 0 ? -1 : (double) serverCpuNs / lengthNs;
  }

  /** How much of its loops' time the generator had something to do, 0 … 1. */
  public double generatorBusy() {
    return (double) counters.busyNs / lengthNs / generatorLoops;
  }

  public double delayUs(double percentile) {
    return counters.delayNs.getTotalCount() == 0
        ? -1
        : counters.delayNs.getValueAtPercentile(percentile) / 1e3;
  }

  public double latenessUs(double percentile) {
    return counters.latenessNs.getTotalCount() == 0
        ? -1
        : counters.latenessNs.getValueAtPercentile(percentile) / 1e3;
  }
}
