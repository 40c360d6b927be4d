package org.meshless.rtp.packet;

/**
 * Turns 32-bit RTP timestamps into ones that do not wrap (at 90 kHz they do so every 13 h 15 min).
 *
 * <p>Each timestamp is placed within 2³¹ of the highest seen so far, so packets may come in any
 * order within that window. The first value is 2³² + its timestamp, so that no result is negative;
 * the low 32 bits are always the original timestamp.
 *
 * <p>Confined to its owner; not thread-safe.
 */
public final class TimestampUnwrapper {
  private static final long CYCLE = 1L << 32;

  private long highest = -1;

  /**
   * The extended timestamp of {@code timestamp} (0 … 2³² − 1); remembers it if it is the highest.
   */
  public long unwrap(long timestamp) {
    long extended = peek(timestamp);
    highest = Math.max(highest, extended);
    return extended;
  }

  /** What {@link #unwrap} would return, without remembering anything. */
  public long peek(long timestamp) {
    if (highest < 0) {
      return CYCLE + (timestamp & 0xffff_ffffL);
    }
    return highest + (int) (timestamp - highest);
  }

  /** The highest extended timestamp unwrapped so far, or −1 before the first. */
  public long highest() {
    return highest;
  }
}
