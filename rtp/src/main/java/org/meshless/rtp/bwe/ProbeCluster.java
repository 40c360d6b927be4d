package org.meshless.rtp.bwe;

/**
 * A short burst faster than the estimate, to learn whether the path carries it: {@link #PACKETS}
 * packets and {@link #DURATION_NS} of the rate at least. Made of media that is due, of
 * retransmissions and of padding.
 *
 * <p>Confined to its MediaLoop.
 */
public final class ProbeCluster {
  /** As many packets at least. */
  public static final int PACKETS = 5;

  /** As much of the rate at least. */
  public static final long DURATION_NS = 15_000_000;

  private final int id;
  private final long bps;
  private long startNs;
  private long sentBytes;
  private int sentPackets;

  ProbeCluster(int id, long bps) {
    this.id = id;
    this.bps = bps;
  }

  /** At least 1. */
  int id() {
    return id;
  }

  /** The rate it is sent at. */
  public long bps() {
    return bps;
  }

  /** When its next packet is to leave; at once for the first. */
  public long nextNs(long nowNs) {
    return sentPackets == 0 ? nowNs : startNs + Math.round(sentBytes * 8e9 / bps);
  }

  /** A packet of it has left. */
  void onSent(long nowNs, int sizeBytes) {
    if (sentPackets == 0) {
      startNs = nowNs;
    }
    sentPackets++;
    sentBytes += sizeBytes;
  }

  /** Whether all of it has left. */
  boolean isDone() {
    return sentPackets >= PACKETS && sentBytes >= minBytes(bps);
  }

  static long minBytes(long bps) {
    return Math.round(bps / 8e9 * DURATION_NS);
  }
}
