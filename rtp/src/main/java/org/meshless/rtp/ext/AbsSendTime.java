package org.meshless.rtp.ext;

import static org.meshless.rtp.NetworkOrder.getUnsigned24;

/**
 * When a packet left its sender (the abs-send-time extension of libwebrtc, as described at
 * webrtc.org/experiments/rtp-hdrext/abs-send-time).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | len=2 | seconds   |     fraction, 18 bits               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Seconds of any clock in 6.18 fixed point: a tick is 3.8 µs and the value wraps every 64 s.
 */
public final class AbsSendTime {
  /** Bytes of the value. */
  public static final int LENGTH = 3;

  private static final int FRACTION_BITS = 18;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long WRAP_NS = 64 * SECOND_NS;

  private AbsSendTime() {}

  /** The value at {@code offset}: 0 … 2²⁴ − 1, wraps. */
  public static int read(byte[] b, int offset) {
    return getUnsigned24(b, offset);
  }

  /** The value for a time of any monotonic clock, rounded to the nearest tick. */
  public static int ofNs(long timeNs) {
    long withinWrapNs = Math.floorMod(timeNs, WRAP_NS);
    long ticks = ((withinWrapNs << FRACTION_BITS) + SECOND_NS / 2) / SECOND_NS;
    return (int) ticks & 0xff_ffff;
  }

  /** The time within the 64 s wrap that {@code value} (0 … 2²⁴ − 1) stands for, in ns. */
  public static long toNs(int value) {
    return (value * SECOND_NS) >> FRACTION_BITS;
  }
}
