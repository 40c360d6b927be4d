package org.meshless.rtp.packet;

/**
 * Arithmetic on 16-bit sequence numbers, modulo 2¹⁶ (RFC 3550 §5.1, RFC 1982).
 *
 * <p>Of two numbers the newer is the one reached by the shorter way forward. Exactly half the
 * circle (32768) apart neither way is shorter; RFC 1982 leaves that undefined, here the numerically
 * larger one is newer, so that the relation stays antisymmetric.
 */
public final class SequenceNumbers {
  private SequenceNumbers() {}

  /** Whether {@code a} comes after {@code b}; both 0 … 65535. A number is not newer than itself. */
  public static boolean isNewer(int a, int b) {
    int ahead = (a - b) & 0xffff;
    return ahead == 0x8000 ? a > b : ahead != 0 && ahead < 0x8000;
  }

  /**
   * The signed way from {@code from} to {@code to}, −32768 … 32767: positive if {@code to} is
   * newer. Half the circle gives −32768 in both directions.
   */
  public static int distance(int from, int to) {
    return (short) (to - from);
  }

  /** {@code sequenceNumber} moved by {@code delta}, wrapped to 0 … 65535. */
  public static int plus(int sequenceNumber, int delta) {
    return (sequenceNumber + delta) & 0xffff;
  }
}
