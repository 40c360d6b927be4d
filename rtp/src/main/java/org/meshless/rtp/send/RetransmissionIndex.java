package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;

/**
 * Answers a subscriber's NACKs for one slot: which packet it misses, and whether to send it again
 * now.
 *
 * <p>A packet asked for again before a resent one can have arrived (three quarters of the round
 * trip, for it varies) is not resent, nor is one that was resent {@link #MAX_RESENDS} times: a
 * storm of NACKs costs no bandwidth.
 *
 * <p>Confined to its MediaLoop. Constant time per lost packet.
 */
public final class RetransmissionIndex {
  /** How often one packet is sent again at most. */
  public static final int MAX_RESENDS = 8;

  /** Shorter than any useful interval between two NACKs for one packet. */
  private static final long MIN_INTERVAL_NS = 10_000_000;

  /** The number has long wrapped to another packet by then. */
  private static final long FORGOTTEN_NS = 10_000_000_000L;

  private final StreamRewriter rewriter;
  private @Nullable Resends resends; // null until the first NACK: most slots never see one

  /** The index of what {@code rewriter} numbered. */
  public RetransmissionIndex(StreamRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /**
   * A packet is missed (RFC 4585 §6.2.1).
   *
   * @param rttNs the subscriber's round-trip time; 0 if it is not known
   * @param sequenceNumber the outgoing number, 16 bits
   * @return the reign under which it was sent, which tells source, source number and what to
   *     rewrite as before; null if nothing is to be sent
   */
  public @Nullable Segment onNack(long nowNs, long rttNs, int sequenceNumber) {
    Segment segment = rewriter.segmentOf(sequenceNumber);
    if (segment == null) {
      return null;
    }
    if (resends == null) {
      resends = new Resends();
    }
    return resends.admit(nowNs, Math.max(rttNs / 4 * 3, MIN_INTERVAL_NS), sequenceNumber)
        ? segment
        : null;
  }

  /** When and how often packets were resent: a small table, the latest of equal slots stays. */
  private static final class Resends {
    private static final int SIZE = 256;

    private final int[] sequenceNumbers = new int[SIZE];
    private final long[] timesNs = new long[SIZE];
    private final byte[] counts = new byte[SIZE];

    boolean admit(long nowNs, long intervalNs, int sequenceNumber) {
      int slot = sequenceNumber & (SIZE - 1);
      long sinceNs = nowNs - timesNs[slot];
      if (sequenceNumbers[slot] != sequenceNumber || sinceNs > FORGOTTEN_NS) {
        sequenceNumbers[slot] = sequenceNumber;
        counts[slot] = 0;
      } else if (counts[slot] > 0 && (sinceNs < intervalNs || counts[slot] >= MAX_RESENDS)) {
        return false;
      }
      timesNs[slot] = nowNs;
      counts[slot]++;
      return true;
    }
  }
}
