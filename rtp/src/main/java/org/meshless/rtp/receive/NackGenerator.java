package org.meshless.rtp.receive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the packets of one stream that are missing (RFC 4585 §6.2.1).
 *
 * <p>A gap is asked about when reordering can no longer explain it, again after each round trip,
 * and not for ever: what is too old or was asked for too often is given up, and a key frame asked
 * for instead. It remembers the last {@link #WINDOW} numbers, no more.
 *
 * <p>Confined to its MediaLoop. Constant time per packet; a timeout walks the window only while
 * something is missing.
 */
public final class NackGenerator {
  /** A wider gap is not worth asking about packet by packet. */
  public static final int WINDOW = 1024;

  /** How often one packet is asked for at most. */
  public static final int MAX_REQUESTS = 10;

  /** A packet missing longer than this helps no decoder any more. */
  static final long MAX_AGE_NS = 1_500_000_000;

  /** What reordering on a path usually takes at most. */
  static final long REORDERING_NS = 5_000_000;

  /** Between two requests for a packet, however short the round trip. */
  static final long MIN_INTERVAL_NS = 20_000_000;

  /** Until the first measurement. */
  private static final long DEFAULT_RTT_NS = 100_000_000;

  /** Numbers handed over in one call: even each in a pair of its own, they fit a GenericNack. */
  static final int MAX_PER_NACK = 250;

  private static final int MASK = WINDOW - 1;
  private static final long NEVER = Long.MAX_VALUE;

  /** Where requests go. */
  public interface Output {
    /**
     * Asks for packets.
     *
     * @param sequenceNumbers 16 bits each, each newer than the one before; valid during the call
     * @param count how many of them, from index 0 on; at least 1
     */
    void sendNack(int[] sequenceNumbers, int count);

    /** Packets are given up: without a key frame the decoder cannot go on. */
    void requestKeyFrame();
  }

  private final Output output;
  private @Nullable Missing missing; // null until the first gap: many streams never have one
  private long highest = -1;
  private long rttNs = DEFAULT_RTT_NS;
  private long deadlineNs = NEVER;
  private long recovered;
  private long givenUp;

  /** A generator that has seen nothing. */
  public NackGenerator(Output output) {
    this.output = output;
  }

  /** Tells the sender's round-trip time, by which it can have answered. */
  public void onRtt(long rttNs) {
    this.rttNs = rttNs;
  }

  /**
   * A packet arrived, for the first time or again, by itself or by retransmission.
   *
   * @param extendedSeq its extended sequence number
   */
  public void onPacket(long nowNs, long extendedSeq) {
    if (highest < 0) {
      highest = extendedSeq;
    } else if (extendedSeq > highest) {
      raise(nowNs, extendedSeq);
    } else if (missing != null && highest - extendedSeq < WINDOW && missing.remove(extendedSeq)) {
      recovered++;
    }
  }

  /**
   * A key frame begins: what was sent before it is no longer needed.
   *
   * @param extendedSeq of its first packet
   */
  public void onKeyFrame(long extendedSeq) {
    if (missing != null) {
      missing.removeBelow(extendedSeq);
    }
  }

  /** When {@link #onTimeout} is to be called, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    return missing == null || missing.count == 0 ? NEVER : deadlineNs;
  }

  /** Asks for what is due. */
  public void onTimeout(long nowNs) {
    if (missing == null || missing.count == 0 || nowNs < deadlineNs) {
      return;
    }
    long intervalNs = Math.max(rttNs + rttNs / 4, MIN_INTERVAL_NS);
    long givenUpBefore = givenUp;
    int count = 0;
    deadlineNs = NEVER;
    for (long seq = missing.lowest; seq <= highest && missing.count > 0; seq++) {
      int slot = (int) seq & MASK;
      if (missing.requests[slot] == Missing.NOT) {
        continue;
      }
      if (missing.dueNs[slot] <= nowNs) {
        if (missing.requests[slot] >= MAX_REQUESTS || nowNs - missing.sinceNs[slot] > MAX_AGE_NS) {
          missing.remove(seq);
          givenUp++;
          continue;
        }
        missing.requests[slot]++;
        missing.dueNs[slot] = nowNs + intervalNs;
        missing.asked[count++] = (int) seq & 0xFFFF;
        if (count == MAX_PER_NACK) {
          output.sendNack(missing.asked, count);
          count = 0;
        }
      }
      deadlineNs = Math.min(deadlineNs, missing.dueNs[slot]);
    }
    if (count > 0) {
      output.sendNack(missing.asked, count);
    }
    if (givenUp > givenUpBefore) {
      output.requestKeyFrame();
    }
  }

  /** Packets that arrived after they were found missing. */
  public long recovered() {
    return recovered;
  }

  /** Packets that were found missing and given up. */
  public long givenUp() {
    return givenUp;
  }

  private void raise(long nowNs, long extendedSeq) {
    long gap = extendedSeq - highest - 1;
    int lost = missing == null ? 0 : missing.removeBelow(extendedSeq - WINDOW + 1);
    if (gap < WINDOW && gap > 0) {
      if (missing == null) {
        missing = new Missing();
      }
      if (missing.count == 0) {
        deadlineNs = NEVER;
        missing.lowest = highest + 1;
      }
      long dueNs = nowNs + REORDERING_NS;
      for (long seq = highest + 1; seq < extendedSeq; seq++) {
        missing.add(seq, nowNs, dueNs);
      }
      deadlineNs = Math.min(deadlineNs, dueNs);
    }
    highest = extendedSeq;
    if (gap >= WINDOW || lost > 0) {
      givenUp += lost + (gap >= WINDOW ? gap : 0);
      output.requestKeyFrame();
    }
  }

  /** The missing numbers of the window, each in the slot of its low bits. */
  private static final class Missing {
    static final byte NOT = -1;

    final byte[] requests = new byte[WINDOW];
    final long[] sinceNs = new long[WINDOW];
    final long[] dueNs = new long[WINDOW];
    final int[] asked = new int[MAX_PER_NACK];
    long lowest; // none is missing below
    int count;

    Missing() {
      Arrays.fill(requests, NOT);
    }

    void add(long seq, long nowNs, long firstDueNs) {
      int slot = (int) seq & MASK;
      requests[slot] = 0;
      sinceNs[slot] = nowNs;
      dueNs[slot] = firstDueNs;
      count++;
    }

    boolean remove(long seq) {
      int slot = (int) seq & MASK;
      if (seq < lowest || requests[slot] == NOT) {
        return false;
      }
      requests[slot] = NOT;
      count--;
      return true;
    }

    int removeBelow(long seq) {
      int removed = 0;
      for (; lowest < seq && count > 0; lowest++) {
        removed += remove(lowest) ? 1 : 0;
      }
      lowest = Math.max(lowest, seq);
      return removed;
    }
  }
}
