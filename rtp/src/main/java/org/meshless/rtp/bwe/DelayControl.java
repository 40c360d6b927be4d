package org.meshless.rtp.bwe;

import org.meshless.rtp.bwe.Trendline.Usage;

/**
 * Raises the rate while the path is not overused and lowers it when it is: additive near where
 * overuse began before, else multiplicative (draft-ietf-rmcat-gcc-02 §5.5, libwebrtc's {@code
 * AimdRateControl}).
 *
 * <p>Confined to its MediaLoop.
 */
final class DelayControl {
  private static final double BETA = 0.85;
  private static final double GROWTH_PER_SECOND = 1.08;
  private static final long MIN_INCREASE_BPS = 1_000;
  private static final long PACKET_BITS = 8 * 1_200;
  private static final double FRAMES_PER_SECOND = 30;
  private static final long RESPONSE_NS = 100_000_000;
  private static final long MIN_REDUCE_NS = 10_000_000;
  private static final long MAX_REDUCE_NS = 200_000_000;
  private static final long MAX_STEP_NS = 1_000_000_000;

  /** Overuses in a row that may be of a burst's own making while little is sent. */
  private static final int EXCUSED = 3;

  /** So long after a probe an overuse is laid to it. */
  private static final long PROBE_WAKE_NS = 1_000_000_000;

  private static final long STREAK_NS = 500_000_000;

  private enum State {
    HOLD,
    INCREASE,
    DECREASE
  }

  private final long minBps;
  private final long maxBps;
  private final LinkCapacity capacity = new LinkCapacity();
  private State state = State.HOLD;
  private long bps;
  private long lastChangeNs;
  private long lastDecreaseNs;
  private boolean changed;
  private boolean probed;
  private long probeNs;
  private long beforeProbeBps;
  private boolean decreased;
  private int overuses;

  DelayControl(long minBps, long startBps, long maxBps) {
    this.minBps = minBps;
    this.maxBps = maxBps;
    this.bps = startBps;
  }

  long bps() {
    return bps;
  }

  /** When the path was last found overused; {@link Long#MIN_VALUE} / 2 for never. */
  long lastDecreaseNs() {
    return decreased ? lastDecreaseNs : Long.MIN_VALUE / 2;
  }

  /** A probe has shown that the path carries this much. */
  void onProbe(long nowNs, long probedBps) {
    beforeProbeBps = bps;
    probeNs = nowNs;
    probed = true;
    set(nowNs, probedBps);
  }

  /** Something other than delays says how much the path carries. */
  void set(long nowNs, long bps) {
    this.bps = Math.clamp(bps, minBps, maxBps);
    lastChangeNs = nowNs;
    changed = true;
  }

  /**
   * Feedback came.
   *
   * @param acknowledgedBps {@link AcknowledgedBitrate#UNKNOWN} at the beginning
   * @param applicationLimited less is sent than the path carries: then nothing speaks for more
   */
  void update(
      long nowNs, Usage usage, long acknowledgedBps, long rttNs, boolean applicationLimited) {
    state =
        switch (usage) {
          case OVER -> State.DECREASE;
          case UNDER -> State.HOLD;
          case NORMAL -> State.INCREASE;
        };
    switch (state) {
      case INCREASE -> increase(nowNs, acknowledgedBps, rttNs, applicationLimited);
      case DECREASE -> decrease(nowNs, acknowledgedBps, rttNs, applicationLimited);
      case HOLD -> lastChangeNs = nowNs;
    }
    changed = true;
  }

  private void increase(long nowNs, long acknowledgedBps, long rttNs, boolean applicationLimited) {
    long sinceNs = changed ? Math.clamp(nowNs - lastChangeNs, 0, MAX_STEP_NS) : 0;
    lastChangeNs = nowNs;
    if (acknowledgedBps > 0 && capacity.isKnown() && acknowledgedBps > capacity.upperBps()) {
      capacity.forget();
    }
    if (applicationLimited) {
      return;
    }
    long raised =
        bps
            + (capacity.isKnown()
                ? additive(sinceNs, rttNs)
                : Math.max(
                    Math.round(bps * (Math.pow(GROWTH_PER_SECOND, sinceNs / 1e9) - 1)),
                    MIN_INCREASE_BPS * sinceNs / 1_000_000_000));
    if (acknowledgedBps > 0) {
      raised = Math.min(raised, Math.max(bps, acknowledgedBps * 3 / 2 + 10_000));
    }
    bps = Math.clamp(raised, minBps, maxBps);
  }

  /** One average packet for each time it takes to see the effect. */
  private long additive(long sinceNs, long rttNs) {
    double frameBits = bps / FRAMES_PER_SECOND;
    double packetBits = frameBits / Math.ceil(frameBits / PACKET_BITS);
    double perSecond = packetBits * 1e9 / (2.0 * (rttNs + RESPONSE_NS));
    return Math.round(Math.max(4_000, perSecond) * (sinceNs / 1e9));
  }

  private void decrease(long nowNs, long acknowledgedBps, long rttNs, boolean applicationLimited) {
    long intervalNs = Math.clamp(rttNs, MIN_REDUCE_NS, MAX_REDUCE_NS);
    overuses = decreased && nowNs - lastDecreaseNs < STREAK_NS ? overuses : 0;
    boolean excused = applicationLimited && overuses < EXCUSED;
    boolean far = !excused && acknowledgedBps > 0 && acknowledgedBps < bps / 2;
    if (decreased && nowNs - lastDecreaseNs < intervalNs && !far) {
      return;
    }
    // Where less was sent than the path carries, what arrived says nothing of where its end is.
    long reached = acknowledgedBps > 0 && !excused ? acknowledgedBps : bps;
    long lowered = Math.round(BETA * reached);
    if (lowered > bps && capacity.isKnown()) {
      lowered = Math.round(BETA * capacity.meanBps());
    }
    if (probed && nowNs - probeNs < PROBE_WAKE_NS) {
      // The probe promised too much; what was right before it is not put in question.
      lowered = Math.max(lowered, beforeProbeBps);
      probed = false;
    }
    if (acknowledgedBps > 0 && !excused) {
      if (capacity.isKnown() && acknowledgedBps < capacity.lowerBps()) {
        capacity.forget();
      }
      capacity.onOveruse(acknowledgedBps);
    }
    bps = Math.clamp(Math.min(lowered, bps), minBps, maxBps);
    lastChangeNs = nowNs;
    lastDecreaseNs = nowNs;
    decreased = true;
    overuses++;
  }
}
