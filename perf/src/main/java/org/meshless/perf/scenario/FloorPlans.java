package org.meshless.perf.scenario;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.meshless.perf.floor.FloorPlan;
import org.meshless.perf.media.MediaSource;
import org.meshless.perf.media.VideoSource;

/** The floor's traffic: what a scenario's sources make, for the same receivers. Stateless. */
final class FloorPlans {
  /** Of a forwarded packet: fixed part, one contributing source, a transport-wide number. */
  private static final int HEADER = 24;

  private static final long PERIOD_NS = 1_000_000_000;

  private FloorPlans() {}

  static FloorPlan of(VideoSource.Plan plan, long seed, List<InetSocketAddress> receivers) {
    return of(List.of(new VideoSource(plan, seed)), receivers);
  }

  /** A second of what the sources make, all of it for all receivers. */
  static FloorPlan of(List<? extends MediaSource> sources, List<InetSocketAddress> receivers) {
    List<FloorPlan.Burst> bursts = new ArrayList<>();
    for (MediaSource source : sources) {
      source.startAt(0);
      while (source.dueNs() < PERIOD_NS) {
        long dueNs = source.dueNs();
        int count = source.next();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          sizes.add(source.sizes()[i] + HEADER);
        }
        bursts.add(new FloorPlan.Burst(dueNs, sizes));
      }
    }
    bursts.sort(java.util.Comparator.comparingLong(FloorPlan.Burst::dueNs));
    return new FloorPlan(receivers, bursts, 1, PERIOD_NS, true);
  }
}
