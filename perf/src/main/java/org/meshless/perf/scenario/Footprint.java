package org.meshless.perf.scenario;

import org.jspecify.annotations.Nullable;
import org.meshless.perf.measure.JvmProbe;
import org.meshless.perf.measure.ProcFile;
import org.meshless.perf.targets.Target;

/**
 * What a server keeps: heap after a collection, resident memory, threads, descriptors. −1 is
 * unknown.
 */
public record Footprint(long heapBytes, long rssBytes, long threads, long descriptors) {
  static final Footprint UNKNOWN = new Footprint(-1, -1, -1, -1);

  /** As it is now; collects garbage where the server is a JVM. */
  static Footprint of(Target target, @Nullable JvmProbe probe) {
    if (target.process() == null) {
      return UNKNOWN;
    }
    long pid = target.process().pid();
    return new Footprint(
        probe == null ? -1 : probe.liveHeapBytes(),
        ProcFile.rssBytes(pid),
        ProcFile.threads(pid),
        ProcFile.descriptors(pid));
  }

  /** What has come on top of an earlier one, for each of so many. */
  Footprint since(Footprint before, int participants) {
    if (rssBytes < 0 || before.rssBytes < 0 || participants == 0) {
      return UNKNOWN;
    }
    return new Footprint(
        heapBytes < 0 ? -1 : Math.max(0, heapBytes - before.heapBytes) / participants,
        Math.max(0, rssBytes - before.rssBytes) / participants,
        Math.max(0, threads - before.threads),
        Math.max(0, descriptors - before.descriptors));
  }
}
