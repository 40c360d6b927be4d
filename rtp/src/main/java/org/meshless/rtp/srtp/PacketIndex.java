package org.meshless.rtp.srtp;

/**
 * The 48-bit index of an SRTP packet, 2¹⁶ × rollover counter + sequence number (RFC 3711 §3.3.1).
 */
final class PacketIndex {
  /** One more than the highest index that may be used under one key (RFC 3711 §9.2). */
  static final long LIMIT = 1L << 48;

  /** One more than the highest SRTCP index that may be used under one key. */
  static final long RTCP_LIMIT = 1L << 31;

  private static final int HALF = 1 << 15;
  private static final int CYCLE = 1 << 16;

  private PacketIndex() {}

  /**
   * The index of a packet with sequence number {@code sequenceNumber} that is nearest to the
   * highest index so far.
   *
   * <p>Unlike RFC 3711 §3.3.1 and appendix A, a guess from before the first cycle counts as the
   * first cycle: there is no rollover counter below zero.
   *
   * @param highest the highest index so far, or −1 where there is none: the first packet has
   *     rollover counter 0
   */
  static long estimate(long highest, int sequenceNumber) {
    if (highest < 0) {
      return sequenceNumber;
    }
    long index = highest - (highest & 0xFFFF) + sequenceNumber;
    int distance = sequenceNumber - (int) (highest & 0xFFFF);
    if (distance > HALF && index >= CYCLE) {
      return index - CYCLE;
    }
    return distance < -HALF ? index + CYCLE : index;
  }
}
