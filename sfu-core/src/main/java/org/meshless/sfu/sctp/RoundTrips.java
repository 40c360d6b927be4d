package org.meshless.sfu.sctp;

/**
 * Measures a round trip at a time by one chunk and its acknowledgement (RFC 9260 §6.3.1). Confined
 * to its association.
 */
final class RoundTrips {
  private static final long NONE = -1;

  private final RetransmissionTimeout timeout;
  private long tsn = NONE;
  private long sinceNs;

  RoundTrips(RetransmissionTimeout timeout) {
    this.timeout = timeout;
  }

  /** A chunk is sent for the first time. */
  void onSent(long nowNs, long sentTsn) {
    if (tsn == NONE) {
      tsn = sentTsn;
      sinceNs = nowNs;
    }
  }

  void onAcknowledged(long nowNs, long ackedTsn) {
    if (tsn == ackedTsn) {
      timeout.onSample(nowNs - sinceNs);
      tsn = NONE;
    }
  }

  /** A chunk is taken for lost: which of the two an answer is to nobody will know (Karn, C5). */
  void onLost(long lostTsn) {
    if (tsn == lostTsn) {
      tsn = NONE;
    }
  }
}
