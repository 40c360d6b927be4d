package org.meshless.rtp.bwe;

/**
 * What probes have shown: the rate at which a cluster arrived, where that is not much more than the
 * rate at which it left (libwebrtc's {@code ProbeBitrateEstimator}).
 *
 * <p>Confined to its MediaLoop.
 */
final class ProbeResults {
  static final long NONE = -1;

  private static final int CLUSTERS = 4;
  private static final double ENOUGH = 0.8;
  private static final double MAX_RATIO = 2;

  /** What arrives slower than it was sent fills a queue: then the path carries a little less. */
  private static final double SLOWED = 0.9;

  private static final double SLOWED_UTILISATION = 0.95;
  private static final long MIN_INTERVAL_NS = 250_000;
  private static final long MAX_INTERVAL_NS = 1_000_000_000;

  private final int[] ids = new int[CLUSTERS];
  private final long[] targetsBps = new long[CLUSTERS];
  private final int[] packets = new int[CLUSTERS];
  private final long[] bytes = new long[CLUSTERS];
  private final long[] firstSentNs = new long[CLUSTERS];
  private final long[] lastSentNs = new long[CLUSTERS];
  private final int[] lastSentBytes = new int[CLUSTERS];
  private final long[] firstArrivalNs = new long[CLUSTERS];
  private final long[] lastArrivalNs = new long[CLUSTERS];
  private final int[] firstArrivalBytes = new int[CLUSTERS];

  /** A probe begins. */
  void onProbe(ProbeCluster probe) {
    int at = probe.id() & (CLUSTERS - 1);
    ids[at] = probe.id();
    targetsBps[at] = probe.bps();
    packets[at] = 0;
    bytes[at] = 0;
  }

  /** A packet of a probe arrived. */
  void onArrival(int probe, long sentNs, long arrivalNs, int sizeBytes) {
    int at = probe & (CLUSTERS - 1);
    if (ids[at] != probe) {
      return;
    }
    if (packets[at] == 0 || sentNs < firstSentNs[at]) {
      firstSentNs[at] = sentNs;
    }
    if (packets[at] == 0 || sentNs >= lastSentNs[at]) {
      lastSentNs[at] = sentNs;
      lastSentBytes[at] = sizeBytes;
    }
    if (packets[at] == 0 || arrivalNs < firstArrivalNs[at]) {
      firstArrivalNs[at] = arrivalNs;
      firstArrivalBytes[at] = sizeBytes;
    }
    if (packets[at] == 0 || arrivalNs > lastArrivalNs[at]) {
      lastArrivalNs[at] = arrivalNs;
    }
    packets[at]++;
    bytes[at] += sizeBytes;
  }

  /** What a probe has shown so far, or {@link #NONE}. */
  long resultBps(int probe) {
    int at = probe & (CLUSTERS - 1);
    if (ids[at] != probe
        || packets[at] < ENOUGH * ProbeCluster.PACKETS
        || bytes[at] < ENOUGH * ProbeCluster.minBytes(targetsBps[at])) {
      return NONE;
    }
    long sendNs = Math.max(lastSentNs[at] - firstSentNs[at], MIN_INTERVAL_NS);
    long receiveNs = Math.max(lastArrivalNs[at] - firstArrivalNs[at], MIN_INTERVAL_NS);
    if (sendNs > MAX_INTERVAL_NS || receiveNs > MAX_INTERVAL_NS) {
      return NONE;
    }
    double sent = (bytes[at] - lastSentBytes[at]) * 8e9 / sendNs;
    double received = (bytes[at] - firstArrivalBytes[at]) * 8e9 / receiveNs;
    if (received > MAX_RATIO * sent) {
      return NONE; // the path held them back and let them go at once
    }
    return Math.round(
        received < SLOWED * sent ? SLOWED_UTILISATION * received : Math.min(sent, received));
  }
}
