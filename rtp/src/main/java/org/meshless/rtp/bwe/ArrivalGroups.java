package org.meshless.rtp.bwe;

/**
 * Gathers packets that left together into groups, since a burst says nothing about the queue it
 * makes itself, and compares each group with the one before (draft-ietf-rmcat-gcc-02 §5.2).
 *
 * <p>Confined to its MediaLoop.
 */
final class ArrivalGroups {
  /** Packets sent within so much are one group. */
  private static final long BURST_NS = 5_000_000;

  /** Packets that arrive in one go after a stall are one group, up to so long. */
  private static final long MAX_BURST_NS = 100_000_000;

  /** Where the two clocks run apart by more than this, one of them jumped. */
  private static final long JUMP_NS = 3_000_000_000L;

  private boolean begun;
  private boolean hasBefore;
  private long firstSentNs;
  private long lastSentNs;
  private long firstArrivalNs;
  private long lastArrivalNs;
  private long beforeSentNs;
  private long beforeArrivalNs;
  private long sentDeltaNs;
  private long arrivalDeltaNs;
  private long completeNs;

  /**
   * A packet arrived; packets come in the order they were sent.
   *
   * @return whether it began a group and the two before it can be compared
   */
  boolean onArrival(long sentNs, long arrivalNs) {
    if (!begun) {
      begin(sentNs, arrivalNs);
      return false;
    }
    if (sentNs < firstSentNs) {
      return false; // told of late
    }
    if (Math.abs((arrivalNs - lastArrivalNs) - (sentNs - lastSentNs)) > JUMP_NS) {
      reset();
      begin(sentNs, arrivalNs);
      return false;
    }
    if (belongs(sentNs, arrivalNs)) {
      lastSentNs = Math.max(lastSentNs, sentNs);
      lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
      return false;
    }
    boolean comparable = hasBefore && lastArrivalNs >= beforeArrivalNs;
    if (comparable) {
      sentDeltaNs = lastSentNs - beforeSentNs;
      arrivalDeltaNs = lastArrivalNs - beforeArrivalNs;
      completeNs = lastArrivalNs;
    }
    hasBefore = true;
    beforeSentNs = lastSentNs;
    beforeArrivalNs = lastArrivalNs;
    begin(sentNs, arrivalNs);
    return comparable;
  }

  private boolean belongs(long sentNs, long arrivalNs) {
    if (sentNs - firstSentNs <= BURST_NS) {
      return true;
    }
    long arrivalDelta = arrivalNs - lastArrivalNs;
    boolean catchesUp = arrivalDelta - (sentNs - lastSentNs) < 0;
    return catchesUp && arrivalDelta <= BURST_NS && arrivalNs - firstArrivalNs < MAX_BURST_NS;
  }

  private void begin(long sentNs, long arrivalNs) {
    begun = true;
    firstSentNs = sentNs;
    lastSentNs = sentNs;
    firstArrivalNs = arrivalNs;
    lastArrivalNs = arrivalNs;
  }

  private void reset() {
    hasBefore = false;
  }

  /** Between the last packets of two groups, as they were sent. */
  long sentDeltaNs() {
    return sentDeltaNs;
  }

  /** Between the same, as they arrived. */
  long arrivalDeltaNs() {
    return arrivalDeltaNs;
  }

  /** When the later of the two groups was complete, on the receiver's clock. */
  long completeNs() {
    return completeNs;
  }
}
