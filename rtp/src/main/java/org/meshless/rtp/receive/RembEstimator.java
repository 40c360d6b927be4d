package org.meshless.rtp.receive;

/**
 * Tells a sender without transport-wide feedback how much it may send
 * (draft-alvestrand-rmcat-remb-03), by loss alone: well above what arrives while little is lost,
 * less than what arrives when much is lost, as before in between (the thresholds of
 * draft-ietf-rmcat-gcc-02 §6).
 *
 * <p>Delay is not looked at: senders that can do better negotiate transport-wide feedback.
 *
 * <p>Confined to its MediaLoop.
 */
public final class RembEstimator {
  static final long INTERVAL_NS = 500_000_000;
  static final double LITTLE_LOSS = 0.02;
  static final double MUCH_LOSS = 0.10;

  /** Above what arrives, even if that is next to nothing: a start must be possible. */
  private static final long HEADROOM_BPS = 100_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  /** Where the estimate goes. */
  public interface Output {
    /** Sends a REMB with this rate in bits per second. */
    void sendRemb(long bitrateBps);
  }

  private final long minBps;
  private final long maxBps;
  private final Output output;
  private long estimateBps;
  private boolean started;
  private long intervalStartNs;
  private long bytes;
  private long expected;
  private long lost;

  /** An estimator that starts with {@code startBps} and stays within the bounds. */
  public RembEstimator(long minBps, long startBps, long maxBps, Output output) {
    this.minBps = minBps;
    this.maxBps = maxBps;
    this.estimateBps = startBps;
    this.output = output;
  }

  /** A packet of the transport arrived, {@code sizeBytes} on the wire. */
  public void onPacket(long nowNs, int sizeBytes) {
    if (!started) {
      started = true;
      intervalStartNs = nowNs;
      output.sendRemb(estimateBps);
    }
    bytes += sizeBytes;
  }

  /** Of {@code expected} more packets, {@code lost} did not come; both since the last call. */
  public void onLoss(long expected, long lost) {
    this.expected += expected;
    this.lost += Math.max(0, lost);
  }

  /** The rate last told. */
  public long estimateBps() {
    return estimateBps;
  }

  /** When {@link #onTimeout} is to be called, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    return started ? intervalStartNs + INTERVAL_NS : NEVER;
  }

  /** Estimates and sends if it is time. */
  public void onTimeout(long nowNs) {
    if (!started || nowNs - intervalStartNs < INTERVAL_NS) {
      return;
    }
    long arrivedBps = bytes * 8 * NANOS_PER_SECOND / (nowNs - intervalStartNs);
    double loss = expected <= 0 ? 0 : (double) lost / expected;
    if (loss > MUCH_LOSS) {
      estimateBps = (long) (Math.min(estimateBps, arrivedBps) * (1 - 0.5 * loss));
    } else if (loss < LITTLE_LOSS) {
      estimateBps = Math.max(estimateBps, 2 * arrivedBps + HEADROOM_BPS);
    }
    estimateBps = Math.clamp(estimateBps, minBps, maxBps);
    intervalStartNs = nowNs;
    bytes = 0;
    expected = 0;
    lost = 0;
    output.sendRemb(estimateBps);
  }
}
