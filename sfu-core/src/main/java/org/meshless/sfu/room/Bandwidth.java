package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.bwe.BandwidthEstimator;
import org.meshless.rtp.bwe.ProbeCluster;
import org.meshless.rtp.bwe.RetransmissionBudget;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.send.Pacer;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadType;

/**
 * How much a member's path carries and how what it is sent is kept to that: by transport-wide
 * feedback where that was negotiated, else by what the member says itself (REMB). Who tells nothing
 * is not limited.
 *
 * <p>Confined to its MediaLoop.
 */
final class Bandwidth {
  /** What a path is believed to carry that nothing is known of. */
  static final long UNLIMITED = 1_000_000_000_000L;

  /** UDP and IPv4 around each packet. */
  private static final int OVERHEAD = 28;

  private static final long MIN_BPS = 50_000;
  private static final long START_BPS = 300_000;
  private static final long MAX_BPS = 100_000_000;

  /** So long after the first feedback probes have had their say. */
  private static final long MEASURING_NS = 2_000_000_000;

  /** Who is sent nothing for so long, for want of anything to send, needs no estimating. */
  private static final long IDLE_NS = 1_000_000_000;

  /** With so much more than there is use for, nothing needs to be held back… */
  private static final double AMPLE = 1.2;

  /** … unless bursts were seen to queue … */
  private static final double QUEUED_NS = 30e6;

  /** … in the last seconds. */
  private static final long QUEUED_LATELY_NS = 10_000_000_000L;

  private final BandwidthEstimator estimator = new BandwidthEstimator(MIN_BPS, START_BPS, MAX_BPS);
  private final Pacer pacer = new Pacer();
  private final RetransmissionBudget budget = new RetransmissionBudget();
  private boolean numbered;
  private boolean told;
  private long firstFeedbackNs = Long.MAX_VALUE;
  private long lastSentNs;
  private long queuedNs = Long.MIN_VALUE / 2;
  private boolean ample = true;

  /**
   * Whether more would be sent if the path allowed: perhaps nothing is now, and only probes tell.
   */
  private boolean wanting;

  /** A slot was negotiated. */
  void negotiated(MediaSection slot) {
    if (slot.sendExtensions().idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER) != 0) {
      for (PayloadType type : slot.payloadTypes().all()) {
        numbered |= type.transportCc();
      }
    }
  }

  // --- what is known ----------------------------------------------------------------------------

  /** In bits per second, headers included. */
  long estimateBps() {
    return numbered || told ? estimator.estimateBps() : UNLIMITED;
  }

  /** Whether the estimate is more than the guess that it began with. */
  boolean isMeasured(long nowNs) {
    return !numbered || nowNs - firstFeedbackNs > MEASURING_NS;
  }

  /** Loss over the last seconds, 0 to 1. */
  double loss() {
    return estimator.loss();
  }

  /** The round trip as feedback shows it, in nanoseconds. */
  long rttNs() {
    return estimator.rttNs();
  }

  // --- what is done with it ---------------------------------------------------------------------

  /**
   * What the member is sent from here on.
   *
   * @param sendingBps on average
   * @param demandBps if the path allowed all that there is use for
   */
  void allot(long nowNs, long sendingBps, long demandBps) {
    if (!numbered && !told) {
      return;
    }
    estimator.demand(demandBps);
    wanting = demandBps > sendingBps;
    long rateBps = Math.max(estimator.estimateBps(), sendingBps);
    ample = estimator.estimateBps() >= AMPLE * demandBps && nowNs - queuedNs > QUEUED_LATELY_NS;
    pacer.rate(nowNs, rateBps, sendingBps);
  }

  /** Whether nothing needs to be held back. */
  boolean isAmple() {
    return ample;
  }

  Pacer pacer() {
    return pacer;
  }

  /** Whether so many bytes may be sent again now; if so they are counted. */
  boolean affordsAgain(long nowNs, int sizeBytes) {
    return budget.take(nowNs, estimateBps(), sizeBytes);
  }

  /** The probe in progress, see {@link BandwidthEstimator#probe}. */
  @Nullable ProbeCluster probe(long nowNs) {
    return numbered ? estimator.probe(nowNs) : null;
  }

  // --- what happens -----------------------------------------------------------------------------

  /**
   * A packet left.
   *
   * @param number transport-wide; −1 if it has none
   */
  void onSent(long nowNs, int number, int sizeBytes) {
    lastSentNs = nowNs;
    if (number >= 0 && numbered) {
      estimator.onSent(nowNs, number, sizeBytes + OVERHEAD);
    }
    if (!ample) {
      pacer.onLeft(nowNs, sizeBytes + OVERHEAD);
    }
  }

  void onFeedback(long nowNs, TransportFeedback feedback) {
    if (numbered) {
      firstFeedbackNs = Math.min(firstFeedbackNs, nowNs);
      estimator.onFeedback(nowNs, feedback);
      if (estimator.queueNs() > QUEUED_NS) {
        queuedNs = nowNs;
      }
    }
  }

  void onRemb(long nowNs, ReceiverEstimatedMaxBitrate remb) {
    if (!numbered) {
      told = true;
      estimator.onRemb(nowNs, remb.bitrateBps());
    }
  }

  long nextDeadlineNs() {
    boolean idle = !wanting && estimator.nextDeadlineNs() - lastSentNs > IDLE_NS;
    return numbered && !idle ? estimator.nextDeadlineNs() : Long.MAX_VALUE;
  }

  void onTimeout(long nowNs) {
    if (nowNs >= nextDeadlineNs()) {
      estimator.onTimeout(nowNs);
    }
  }
}
