package org.meshless.rtp.bwe;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to probe and how fast: at the beginning, on from each success, and while more is
 * wanted than the estimate allows but less is sent than would show that the path carries it
 * (libwebrtc's {@code ProbeController}). Never faster than there is use for.
 *
 * <p>Confined to its MediaLoop.
 */
final class ProbePlanner {
  private static final long FIRST_FACTOR = 3;
  private static final long SECOND_FACTOR = 6;
  private static final double GO_ON_ABOVE = 0.7;
  private static final long GO_ON_FACTOR = 2;
  private static final long PERIOD_NS = 5_000_000_000L;
  private static final long RECOVERY_NS = 3_000_000_000L;
  private static final long RESULT_NS = 1_000_000_000;

  /** A probe of which too little arrives, or too unevenly, shows nothing: once more. */
  private static final int MAX_RETRIES = 2;

  /** A fall to less than this is worth asking whether it was right. */
  private static final double LARGE_DROP = 0.66;

  private static final double RECOVERED = 0.85;

  /** Layers need headroom over their own rate. */
  private static final double HEADROOM = 1.25;

  private static final double WORTHWHILE = 1.05;

  private final ProbeResults results;
  private final long maxBps;
  private long demandBps;
  private @Nullable ProbeCluster current;
  private long afterCurrentBps;
  private int lastId;
  private long lastProbeBps;
  private long lastProbeNs;
  private boolean begun;
  private long startBps;
  private boolean awaiting; // a result good enough to go on from
  private boolean answered;
  private int retries;
  private long recoverToBps;
  private long recoverAtNs;

  ProbePlanner(ProbeResults results, long maxBps) {
    this.results = results;
    this.maxBps = maxBps;
    this.demandBps = maxBps;
  }

  /** What there is use for. */
  void demand(long bps) {
    demandBps = bps;
  }

  /** The first packet was sent. */
  void begin(long nowNs, long startBps) {
    begun = true;
    this.startBps = startBps;
    lastProbeNs = nowNs;
    if (limited(FIRST_FACTOR * startBps) > WORTHWHILE * startBps) {
      start(nowNs, FIRST_FACTOR * startBps);
      afterCurrentBps = SECOND_FACTOR * startBps;
    }
  }

  /** The probe to be sent now; null for none. */
  @Nullable ProbeCluster current(long nowNs) {
    if (current != null && current.isDone()) {
      current = null;
      if (afterCurrentBps > 0 && limited(afterCurrentBps) > WORTHWHILE * lastProbeBps) {
        start(nowNs, afterCurrentBps);
      }
      afterCurrentBps = 0;
    }
    return current;
  }

  /** The newest probe, for its result. */
  int newest() {
    return lastId;
  }

  /** The path was found to carry so much by a probe. */
  void onResult(long nowNs, long bps) {
    retries = 0;
    answered = true;
    if (awaiting && current == null && bps >= GO_ON_ABOVE * lastProbeBps) {
      awaiting = false;
      if (limited(GO_ON_FACTOR * bps) > WORTHWHILE * bps) {
        start(nowNs, GO_ON_FACTOR * bps);
      }
    }
  }

  /** The estimate fell. */
  void onDrop(long nowNs, long fromBps, long toBps) {
    if (toBps < LARGE_DROP * fromBps) {
      recoverToBps = Math.round(RECOVERED * fromBps);
      recoverAtNs = nowNs + RECOVERY_NS;
    }
  }

  /** Looks whether to probe. */
  void onTimeout(long nowNs, long estimateBps, boolean applicationLimited, boolean overused) {
    if (!begun || current != null || overused || nowNs - lastProbeNs < RESULT_NS) {
      return;
    }
    boolean wanted = limited(Long.MAX_VALUE) > WORTHWHILE * estimateBps;
    if (recoverToBps > 0 && nowNs >= recoverAtNs) {
      long bps = recoverToBps;
      recoverToBps = 0;
      if (wanted && bps > WORTHWHILE * estimateBps) {
        start(nowNs, bps);
      }
    } else if (wanted && !answered && retries < MAX_RETRIES) {
      int retry = retries + 1;
      start(nowNs, Math.max(lastProbeBps, GO_ON_FACTOR * estimateBps));
      retries = retry;
    } else if (wanted && applicationLimited && nowNs - lastProbeNs >= PERIOD_NS) {
      retries = 0;
      // Of next to nothing even twice as much is next to nothing.
      start(nowNs, Math.max(GO_ON_FACTOR * estimateBps, startBps));
    }
  }

  private void start(long nowNs, long bps) {
    lastProbeBps = limited(bps);
    lastProbeNs = nowNs;
    awaiting = true;
    answered = false;
    ProbeCluster probe = new ProbeCluster(++lastId, lastProbeBps);
    results.onProbe(probe);
    current = probe;
  }

  private long limited(long bps) {
    return Math.min(bps, Math.min(maxBps, Math.round(HEADROOM * demandBps)));
  }
}
