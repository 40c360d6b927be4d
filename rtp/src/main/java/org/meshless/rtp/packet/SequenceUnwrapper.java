package org.meshless.rtp.packet;

/**
 * Turns 16-bit sequence numbers into extended ones that do not wrap.
 *
 * <p>Each number is placed within 32768 of the highest seen so far, so packets may come in any
 * order within that window. The first value is 65536 + its number: late packets from before it,
 * even across a wrap, still get a positive extended number; the low 16 bits are always the original
 * number.
 *
 * <p>Confined to its owner; not thread-safe.
 */
public final class SequenceUnwrapper {
  private static final int CYCLE = 1 << 16;

  private long highest = -1;

  /**
   * The extended number of {@code sequenceNumber} (0 … 65535); remembers it if it is the highest.
   */
  public long unwrap(int sequenceNumber) {
    long extendedSeq = peek(sequenceNumber);
    highest = Math.max(highest, extendedSeq);
    return extendedSeq;
  }

  /** What {@link #unwrap} would return, without remembering anything. */
  public long peek(int sequenceNumber) {
    if (highest < 0) {
      return CYCLE + (sequenceNumber & 0xffffL);
    }
    return highest + (short) (sequenceNumber - (int) highest);
  }

  /** The highest extended number unwrapped so far, or −1 before the first. */
  public long highest() {
    return highest;
  }
}
