package org.meshless.rtp.rtcp;

/**
 * Collects RTCP packets into one datagram (RFC 3550 §6.1).
 *
 * <p>The order is the caller's: a full compound packet begins with a report and a source
 * description; a reduced-size one (RFC 5506) needs neither.
 *
 * <p>Confined to its owner; writes into the caller's array and is reused with {@link #clear()}.
 */
public final class RtcpCompound {
  private final byte[] out;
  private final int offset;
  private final int capacity;
  private int length;

  /** Writes to {@code out[offset … offset + capacity)}. */
  public RtcpCompound(byte[] out, int offset, int capacity) {
    this.out = out;
    this.offset = offset;
    this.capacity = capacity;
  }

  /** Appends a packet; false, and nothing is written, if there is no room left for it. */
  public boolean add(RtcpPacket packet) {
    if (packet.length() > capacity - length) {
      return false;
    }
    length += packet.write(out, offset + length);
    return true;
  }

  /** Bytes written since the last {@link #clear()}. */
  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** Begins the next datagram at the same place. */
  public void clear() {
    length = 0;
  }
}
