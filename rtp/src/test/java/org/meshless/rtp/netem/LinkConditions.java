package org.meshless.rtp.netem;

/**
 * What one direction of a path does to packets.
 *
 * @param delayNs propagation, one way
 * @param jitterNs up to so much more, uniformly; order is kept
 * @param loss probability that a packet is lost, 0 to 1
 * @param lossBurst mean number of packets lost in a row, at least 1 (Gilbert's model)
 * @param reordering probability that a packet is overtaken: it takes {@code reorderingNs} longer
 * @param reorderingNs how much longer
 * @param duplication probability that a packet comes twice
 * @param rateBps bits per second; 0 for no limit
 * @param queueNs a drop-tail queue in front of the limit holds what the link carries in this time
 */
public record LinkConditions(
    long delayNs,
    long jitterNs,
    double loss,
    double lossBurst,
    double reordering,
    long reorderingNs,
    double duplication,
    long rateBps,
    long queueNs) {
  private static final long MILLISECOND = 1_000_000;

  /** Nothing happens to packets: no delay, no loss, no limit. */
  public static final LinkConditions IDEAL =
      new LinkConditions(0, 0, 0, 1, 0, 0, 0, 0, 250 * MILLISECOND);

  public LinkConditions {
    boolean probable =
        isProbability(loss) && isProbability(reordering) && isProbability(duplication);
    if (!probable || lossBurst < 1 || delayNs < 0 || jitterNs < 0 || rateBps < 0 || queueNs < 0) {
      throw new IllegalArgumentException("no such link");
    }
  }

  private static boolean isProbability(double p) {
    return p >= 0 && p <= 1;
  }

  /** With this one-way delay. */
  public LinkConditions delayMs(long ms) {
    return new LinkConditions(
        ms * MILLISECOND,
        jitterNs,
        loss,
        lossBurst,
        reordering,
        reorderingNs,
        duplication,
        rateBps,
        queueNs);
  }

  /** With up to this much jitter. */
  public LinkConditions jitterMs(long ms) {
    return new LinkConditions(
        delayNs,
        ms * MILLISECOND,
        loss,
        lossBurst,
        reordering,
        reorderingNs,
        duplication,
        rateBps,
        queueNs);
  }

  /** With this loss, packet by packet. */
  public LinkConditions loss(double probability) {
    return lossInBursts(probability, 1);
  }

  /** With this loss, so many packets in a row on average. */
  public LinkConditions lossInBursts(double probability, double burst) {
    return new LinkConditions(
        delayNs,
        jitterNs,
        probability,
        burst,
        reordering,
        reorderingNs,
        duplication,
        rateBps,
        queueNs);
  }

  /** With packets overtaken with this probability, by all that come within {@code ms}. */
  public LinkConditions reordering(double probability, long ms) {
    return new LinkConditions(
        delayNs,
        jitterNs,
        loss,
        lossBurst,
        probability,
        ms * MILLISECOND,
        duplication,
        rateBps,
        queueNs);
  }

  /** With packets that come twice with this probability. */
  public LinkConditions duplication(double probability) {
    return new LinkConditions(
        delayNs,
        jitterNs,
        loss,
        lossBurst,
        reordering,
        reorderingNs,
        probability,
        rateBps,
        queueNs);
  }

  /** With this rate and the queue as it is: 250 ms unless said otherwise. */
  public LinkConditions rateBps(long bps) {
    return new LinkConditions(
        delayNs, jitterNs, loss, lossBurst, reordering, reorderingNs, duplication, bps, queueNs);
  }

  /** With a queue that takes this long to drain. */
  public LinkConditions queueMs(long ms) {
    return new LinkConditions(
        delayNs,
        jitterNs,
        loss,
        lossBurst,
        reordering,
        reorderingNs,
        duplication,
        rateBps,
        ms * MILLISECOND);
  }
}
