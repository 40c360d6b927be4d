package org.meshless.rtp.bwe;

/**
 * How much of the path retransmissions may take: a share of the estimate, over a second. Beyond it
 * a lost packet stays lost, so that a lossy viewer starves neither its own media nor, through the
 * server, others.
 *
 * <p>Confined to its MediaLoop.
 */
public final class RetransmissionBudget {
  /** Enough for one in six lost, repeated losses included. */
  private static final double SHARE = 0.25;

  /** A frame's worth of packets, however slow the path. */
  private static final double MIN_BITS = 8.0 * 10 * 1_200;

  private double bits = MIN_BITS;
  private long lastNs;
  private boolean begun;

  /** A full budget. */
  public RetransmissionBudget() {}

  /** Whether {@code sizeBytes} may be sent again now; if so they are counted. */
  public boolean take(long nowNs, long estimateBps, int sizeBytes) {
    double full = Math.max(SHARE * estimateBps, MIN_BITS);
    if (begun) {
      bits += SHARE * estimateBps * ((nowNs - lastNs) / 1e9);
    }
    bits = Math.min(bits, full);
    begun = true;
    lastNs = nowNs;
    if (bits < 8.0 * sizeBytes) {
      return false;
    }
    bits -= 8.0 * sizeBytes;
    return true;
  }
}
