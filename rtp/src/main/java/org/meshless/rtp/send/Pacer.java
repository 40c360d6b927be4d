package org.meshless.rtp.send;

/**
 * Spreads what leaves for one subscriber, so that a key frame does not fill the path's queue at
 * once: bursts of at most two packets or {@link #BURST_NS} of the rate, whichever is more.
 *
 * <p>Keeps no packets: it says when the next may leave, and is told what left. What may not wait
 * (audio) leaves all the same and is told of afterwards.
 *
 * <p>Confined to its MediaLoop.
 */
public final class Pacer {
  /** Of the rate may leave at once. */
  public static final long BURST_NS = 10_000_000;

  /** An estimate of so many times what is sent needs no pacing. */
  private static final double AMPLE = 3;

  private static final double MIN_BURST_BITS = 8.0 * 2 * 1_200;
  private static final double MAX_DEBT_SECONDS = 0.5;

  private double rateBps;
  private double credit; // in bits; negative after a packet that did not wait
  private long lastNs;
  private boolean begun;
  private boolean ample;

  /** A pacer that lets everything pass until it is told a rate. */
  public Pacer() {
    ample = true;
  }

  /**
   * Sets the rate.
   *
   * @param estimateBps what the path carries
   * @param sendingBps what is being sent, as an average; where the estimate is several times that,
   *     nothing is held back
   */
  public void rate(long nowNs, long estimateBps, long sendingBps) {
    refill(nowNs);
    rateBps = estimateBps;
    ample = estimateBps >= AMPLE * sendingBps;
  }

  /** Whether a packet may leave now. */
  public boolean mayLeave(long nowNs) {
    refill(nowNs);
    return ample || credit > 0;
  }

  /** A packet left. */
  public void onLeft(long nowNs, int sizeBytes) {
    refill(nowNs);
    credit = Math.max(credit - 8.0 * sizeBytes, -rateBps * MAX_DEBT_SECONDS);
  }

  /** When the next burst may leave, if {@link #mayLeave} says not now. */
  public long nextNs(long nowNs) {
    refill(nowNs);
    if (ample || rateBps <= 0) {
      return nowNs;
    }
    return nowNs + Math.max(1, (long) Math.ceil((burstBits() / 2 - credit) / rateBps * 1e9));
  }

  private double burstBits() {
    return Math.max(MIN_BURST_BITS, rateBps * (BURST_NS / 1e9));
  }

  private void refill(long nowNs) {
    if (begun && nowNs > lastNs) {
      credit = Math.min(credit + rateBps * ((nowNs - lastNs) / 1e9), burstBits());
    } else if (!begun) {
      begun = true;
      credit = MIN_BURST_BITS;
    }
    lastNs = Math.max(lastNs, nowNs);
  }
}
