package org.meshless.sfu.sctp;

/** How many bytes may be on the way at once (RFC 9260 §7.2). Confined to its association. */
final class CongestionWindow {
  private static final int MTU = PacketBuilder.MAX_PACKET;
  private static final long FLOOR = 4L * MTU;
  static final long INITIAL = Math.min(4L * MTU, Math.max(2L * MTU, 4404));

  /** A memory bound; 16 MiB/s at a round trip of 250 ms. */
  static final long MAX = 4L << 20;

  private long bytes = INITIAL;
  private long slowStartThreshold = Long.MAX_VALUE;
  private long partialBytesAcked;

  long bytes() {
    return bytes;
  }

  /**
   * The cumulative acknowledgement moved, outside of recovery.
   *
   * @param acked bytes newly acknowledged
   * @param wasFull whether the window was in use to its end: one that is not needs not grow
   */
  void onAcked(long acked, boolean wasFull) {
    if (!wasFull) {
      return;
    }
    if (bytes <= slowStartThreshold) {
      // Twice the MTU per SACK, as receivers that read in batches answer less often (RFC 3465).
      bytes += Math.min(acked, 2L * MTU);
    } else {
      partialBytesAcked += acked;
      if (partialBytesAcked >= bytes) {
        partialBytesAcked -= bytes;
        bytes += MTU;
      }
    }
    bytes = Math.min(bytes, MAX);
  }

  /** A loss was noticed by what arrived after it (§7.2.3). */
  void onLoss() {
    slowStartThreshold = Math.max(bytes / 2, FLOOR);
    bytes = slowStartThreshold;
    partialBytesAcked = 0;
  }

  /** A loss was noticed by silence (§7.2.3). */
  void onTimeout() {
    slowStartThreshold = Math.max(bytes / 2, FLOOR);
    bytes = MTU;
    partialBytesAcked = 0;
  }

  /** Nothing was sent for {@code timeouts} timeouts (§7.2.1): what was known of the path ages. */
  void onIdle(long timeouts) {
    for (long i = 0; i < timeouts && bytes > FLOOR; i++) {
      bytes = Math.max(bytes / 2, FLOOR);
    }
  }
}
