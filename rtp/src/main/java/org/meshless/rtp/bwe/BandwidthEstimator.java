package org.meshless.rtp.bwe;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.bwe.Trendline.Usage;
import org.meshless.rtp.rtcp.TransportFeedback;

/**
 * How much the path to a receiver carries: the least of what delays, losses and the receiver itself
 * allow, raised by probes (see the package's description for the reference).
 *
 * <p>Tell it of every packet that leaves with a transport-wide number and of all feedback; send
 * what {@link #probe} asks for; and tell it with {@link #demand} how much there is use for, since
 * nothing is learnt of a path that is not used.
 *
 * <p>Confined to its MediaLoop.
 */
public final class BandwidthEstimator {
  private static final long TICK_NS = 25_000_000;

  /** The queue that a probe makes is its own doing, and says nothing about the media behind it. */
  private static final long PROBE_WAKE_NS = 50_000_000;

  /** Of packets lost one after the other so many count: an outage is not congestion. */
  private static final int MAX_RUN = 5;

  /** A queue that harms nobody. */
  private static final double SHORT_QUEUE_NS = 35e6;

  /** Where less of the estimate is used, a probe is the only way to learn more. */
  private static final double USED = 0.8;

  private static final long FIRST_RTT_NS = 100_000_000;

  /** So long without feedback on what is sent, and less is believed in. */
  private static final long SILENCE_NS = 2_000_000_000;

  /** What was found out of feedback this old holds no more. */
  private static final long STALE_NS = 1_000_000_000;

  private static final long SILENT_STEP_NS = 500_000_000;
  private static final double SILENT_FACTOR = 0.8;

  private final long minBps;
  private final long maxBps;
  private final long startBps;
  private final SentPacketHistory history = new SentPacketHistory();
  private final AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
  private final ArrivalGroups groups = new ArrivalGroups();
  private final Trendline trendline = new Trendline();
  private final QueueDelay queueDelay = new QueueDelay();
  private final DelayControl delayControl;
  private final LossControl lossControl;
  private final ApplicationLimit applicationLimit = new ApplicationLimit();
  private final ProbeResults probeResults = new ProbeResults();
  private final ProbePlanner probes;
  private final FeedbackReader reader = new FeedbackReader();

  private long rembBps = Long.MAX_VALUE;
  private long estimateBps;
  private long rttNs = FIRST_RTT_NS;
  private long nextTickNs = Long.MAX_VALUE;
  private long lastFeedbackNs = Long.MIN_VALUE;
  private long lastSentNs;
  private boolean sent;

  /**
   * An estimator that has seen nothing.
   *
   * @param minBps never less than this
   * @param startBps believed until shown otherwise
   * @param maxBps never more than this
   */
  public BandwidthEstimator(long minBps, long startBps, long maxBps) {
    this.minBps = minBps;
    this.maxBps = maxBps;
    this.startBps = startBps;
    this.estimateBps = startBps;
    this.delayControl = new DelayControl(minBps, startBps, maxBps);
    this.lossControl = new LossControl(minBps, maxBps);
    this.probes = new ProbePlanner(probeResults, maxBps);
  }

  /** What the path carries, in bits per second, headers included. */
  public long estimateBps() {
    return estimateBps;
  }

  /** Loss over the last seconds, 0 to 1. */
  public double loss() {
    return lossControl.loss();
  }

  /** The round trip of feedback, smoothed. */
  public long rttNs() {
    return rttNs;
  }

  /** How long packets wait in the path's queue, in nanoseconds, as far as can be told. */
  public double queueNs() {
    return queueDelay.ns();
  }

  /** Whether so little is sent that the path might carry more than the estimate. */
  public boolean isApplicationLimited() {
    return applicationLimit.isLimited();
  }

  /** Bytes of which nothing has been heard yet. */
  public long unansweredBytes() {
    return history.unansweredBytes();
  }

  /** What there is use for: the rate of everything that would be sent if the path allowed. */
  public void demand(long bps) {
    probes.demand(bps);
  }

  /**
   * A packet leaves.
   *
   * @param sequenceNumber transport-wide, 16 bits, one more than the last
   * @param sizeBytes with headers, as the path counts it
   */
  public void onSent(long nowNs, int sequenceNumber, int sizeBytes) {
    if (!sent) {
      sent = true;
      lastFeedbackNs = nowNs;
      nextTickNs = nowNs + TICK_NS;
      probes.begin(nowNs, startBps);
    }
    if (nowNs - lastSentNs > STALE_NS) {
      lastFeedbackNs = nowNs; // what was not sent could not be answered
    }
    lastSentNs = nowNs;
    ProbeCluster probe = probes.current(nowNs);
    if (probe != null) {
      probe.onSent(nowNs, sizeBytes);
    }
    history.onSent(nowNs, sequenceNumber, sizeBytes, probe == null ? 0 : probe.id());
    applicationLimit.onSent(nowNs, sizeBytes, estimateBps);
  }

  /**
   * The probe that is in progress; null for none. All that leaves is part of it, and what is
   * missing when its {@link ProbeCluster#nextNs next packet} is due is made up by retransmissions
   * and padding.
   */
  public @Nullable ProbeCluster probe(long nowNs) {
    return probes.current(nowNs);
  }

  /** The receiver told what arrived. */
  public void onFeedback(long nowNs, TransportFeedback feedback) {
    reader.begin();
    feedback.forEach(reader);
    if (reader.received == 0 && reader.lost == 0) {
      return;
    }
    lastFeedbackNs = nowNs;
    if (reader.received > 0) {
      long sampleNs = Math.max(0, nowNs - reader.newestSentNs);
      rttNs += (sampleNs - rttNs) / 8;
    }
    lossControl.onPackets(nowNs, reader.received, reader.lost, rttNs, estimateBps);
    if (reader.received > 0) {
      delayControl.update(
          nowNs, usage(), acknowledged.bps(), rttNs, applicationLimit.wasLimited(nowNs));
      considerProbe(nowNs);
    }
    join(nowNs);
  }

  /** The receiver's own estimate, for receivers without transport-wide feedback. */
  public void onRemb(long nowNs, long bps) {
    rembBps = bps;
    if (reader.total == 0) {
      // Nothing else is known: the receiver's word stands, up and down.
      delayControl.set(nowNs, bps);
    }
    join(nowNs);
  }

  /**
   * The receiver's report on losses, for receivers without transport-wide feedback.
   *
   * @param packets expected since the last report
   * @param lost of these
   */
  public void onLossReport(long nowNs, int packets, int lost, long rttNs) {
    if (reader.total == 0) {
      this.rttNs = rttNs;
      lossControl.onPackets(nowNs, packets - lost, lost, rttNs, estimateBps);
      join(nowNs);
    }
  }

  /** When {@link #onTimeout} is to be called next. */
  public long nextDeadlineNs() {
    return nextTickNs;
  }

  /** Does what is due. */
  public void onTimeout(long nowNs) {
    nextTickNs = nowNs + TICK_NS;
    applicationLimit.advance(nowNs, estimateBps);
    boolean limited = applicationLimit.isLimited() || USED * estimateBps > acknowledged.bps();
    // Where nothing is sent any more, the queue that was seen last is long gone.
    boolean over = usage() == Usage.OVER && nowNs - lastFeedbackNs < STALE_NS;
    probes.onTimeout(nowNs, estimateBps, limited, over);
    if (reader.total > 0 && lastSentNs - lastFeedbackNs > SILENCE_NS) {
      lastFeedbackNs += SILENT_STEP_NS;
      delayControl.set(nowNs, Math.round(SILENT_FACTOR * delayControl.bps()));
      join(nowNs);
    }
  }

  /**
   * What the trendline finds; but unlike in the draft, a queue that grows is no overuse while it is
   * short: what varies by that much is the path's jitter.
   */
  private Usage usage() {
    Usage usage = trendline.usage();
    return usage == Usage.OVER && queueDelay.ns() < SHORT_QUEUE_NS ? Usage.NORMAL : usage;
  }

  private void considerProbe(long nowNs) {
    if (reader.newestProbe == 0) {
      return;
    }
    long result = probeResults.resultBps(reader.newestProbe);
    if (result != ProbeResults.NONE && usage() != Usage.OVER) {
      if (result > delayControl.bps()) {
        delayControl.onProbe(nowNs, result);
      }
      lossControl.onProbe(result);
      if (reader.newestProbe == probes.newest()) {
        probes.onResult(nowNs, result);
      }
    }
  }

  private void join(long nowNs) {
    long before = estimateBps;
    estimateBps =
        Math.clamp(
            Math.min(Math.min(delayControl.bps(), lossControl.bps()), rembBps), minBps, maxBps);
    probes.onDrop(nowNs, before, estimateBps);
  }

  /** Takes feedback apart, in the order in which packets were sent. */
  private final class FeedbackReader implements TransportFeedback.Visitor {
    private int received;
    private int lost;
    private int run;
    private long total;
    private long newestSentNs;
    private int newestProbe;
    private long newestTold = -1;
    private long probedUntilNs = Long.MIN_VALUE;

    void begin() {
      received = 0;
      lost = 0;
      newestProbe = 0;
    }

    @Override
    public void onReceived(int sequenceNumber, long arrivalNs) {
      int at = history.find(sequenceNumber);
      if (at == SentPacketHistory.UNKNOWN) {
        return;
      }
      assume(sequenceNumber, arrivalNs);
      if (!history.answer(at)) {
        return;
      }
      received++;
      run = 0;
      total++;
      long sentNs = history.sentNs(at);
      int sizeBytes = history.sizeBytes(at);
      newestSentNs = Math.max(newestSentNs, sentNs);
      acknowledged.onArrival(arrivalNs, sizeBytes);
      queueDelay.onArrival(sentNs, arrivalNs);
      if (history.probe(at) != 0) {
        newestProbe = history.probe(at);
        probeResults.onArrival(newestProbe, sentNs, arrivalNs, sizeBytes);
      }
      if (history.probe(at) != 0) {
        probedUntilNs = sentNs + PROBE_WAKE_NS;
      }
      if (sentNs > probedUntilNs && groups.onArrival(sentNs, arrivalNs)) {
        trendline.onDelta(groups.sentDeltaNs(), groups.arrivalDeltaNs(), groups.completeNs());
      }
    }

    @Override
    public void onNotReceived(int sequenceNumber) {
      int at = history.find(sequenceNumber);
      if (at != SentPacketHistory.UNKNOWN) {
        newestTold = Math.max(newestTold, history.extended(sequenceNumber));
        if (history.lose(at)) {
          run++;
          lost += run <= MAX_RUN ? 1 : 0;
        }
      }
    }

    /**
     * Packets no message speaks of: the message was lost. Had they been, too, the acknowledged
     * bitrate would seem to have fallen; so they count as arrived for that alone.
     */
    private void assume(int sequenceNumber, long arrivalNs) {
      long extended = history.extended(sequenceNumber);
      for (long each = Math.max(newestTold + 1, extended - SentPacketHistory.MAX_PACKETS);
          newestTold >= 0 && each < extended;
          each++) {
        int at = history.find((int) each & 0xffff);
        if (at != SentPacketHistory.UNKNOWN && history.isOnTheWay(at)) {
          history.answer(at);
          acknowledged.onArrival(arrivalNs, history.sizeBytes(at));
        }
      }
      newestTold = Math.max(newestTold, extended);
    }
  }
}
