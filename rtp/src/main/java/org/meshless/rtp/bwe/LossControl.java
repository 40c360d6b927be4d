package org.meshless.rtp.bwe;

/**
 * Lowers the rate where more is lost than the path loses anyway, and raises it where less is
 * (draft-ietf-rmcat-gcc-02 §6).
 *
 * <p>Unlike §6, which halves in proportion to all loss above a tenth, because on radio links some
 * loss does not go away by sending less: the least average loss of the last seconds, up to {@link
 * #MAX_INHERENT}, counts as the path's own and is taken off first.
 *
 * <p>Confined to its MediaLoop.
 */
final class LossControl {
  /** What loss may be the path's own; beyond that someone has to give way. */
  static final double MAX_INHERENT = 0.1;

  private static final double LOW = 0.02;
  private static final double HIGH = 0.10;
  private static final double INCREASE_PER_WINDOW = 1.05;
  private static final int MIN_PACKETS = 20;
  private static final long WINDOW_NS = 300_000_000;
  private static final int REMEMBERED = 16;
  private static final double AVERAGING = 0.2;

  private final long minBps;
  private final long maxBps;
  private final double[] recent = new double[REMEMBERED];
  private int windows;
  private int received;
  private int lost;
  private long windowStartNs;
  private boolean begun;
  private long bps;
  private double average;

  /** A control that does not limit. */
  LossControl(long minBps, long maxBps) {
    this.minBps = minBps;
    this.maxBps = maxBps;
    this.bps = maxBps;
  }

  /** The most that loss allows. */
  long bps() {
    return bps;
  }

  /** Averaged over some windows, 0 to 1. */
  double loss() {
    return average;
  }

  /**
   * The receiver told of some packets.
   *
   * @param targetBps what is being sent at most
   */
  void onPackets(long nowNs, int received, int lost, long rttNs, long targetBps) {
    if (!begun) {
      begun = true;
      windowStartNs = nowNs;
    }
    this.received += received;
    this.lost += lost;
    int packets = this.received + this.lost;
    if (packets >= MIN_PACKETS && nowNs - windowStartNs >= WINDOW_NS + rttNs) {
      onWindow((double) this.lost / packets, targetBps);
      windowStartNs = nowNs;
      this.received = 0;
      this.lost = 0;
    }
  }

  /**
   * A probe arrived at this rate: where hardly anything of late was lost, what was lost before,
   * when more was sent than the path carried, forbids that rate no more.
   */
  void onProbe(long bps) {
    if (lost <= LOW * (received + lost)) {
      this.bps = Math.clamp(Math.max(this.bps, bps), minBps, maxBps);
    }
  }

  private void onWindow(double loss, long targetBps) {
    double inherent = Math.min(MAX_INHERENT, least());
    average = windows == 0 ? loss : average + AVERAGING * (loss - average);
    recent[windows % REMEMBERED] = average;
    windows++;
    double excess = Math.max(0, (loss - inherent) / (1 - inherent));
    if (excess > HIGH) {
      bps = Math.round(Math.min(bps, targetBps) * (1 - 0.5 * excess));
    } else if (excess < LOW) {
      bps = Math.round(bps * INCREASE_PER_WINDOW) + 1_000;
    }
    bps = Math.clamp(bps, minBps, maxBps);
  }

  /** Over a few windows; a stream that has just begun is not excused. */
  private double least() {
    if (windows < 2) {
      return 0;
    }
    double least = 1;
    for (int i = 0; i < Math.min(windows, REMEMBERED); i++) {
      least = Math.min(least, recent[i]);
    }
    return least;
  }
}
