package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.put16;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for packets again (generic NACK, RFC 4585 §6.2.1): a list of pairs, each naming a packet
 * and, by bits, any of the 16 after it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            PID                |             BLP               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Bit <i>i</i> of BLP, the least significant being 1, stands for packet PID + <i>i</i>.
 */
public final class GenericNack implements RtcpPacket {
  static final int FORMAT = 1;

  /**
   * The most pairs read from or put into one packet: more than fit a datagram on any usual path.
   * They name up to 5,100 packets.
   */
  public static final int MAX_PAIRS = 300;

  private final long senderSsrc;
  private final long mediaSsrc;

  /** PID << 16 | BLP. */
  private final int[] pairs;

  private GenericNack(long senderSsrc, long mediaSsrc, int[] pairs) {
    this.senderSsrc = senderSsrc;
    this.mediaSsrc = mediaSsrc;
    this.pairs = pairs;
  }

  /**
   * The NACK for these packets.
   *
   * @param lost sequence numbers (0 … 65535) in the order they were sent: each newer than the one
   *     before, wrapping
   * @param count how many of them, from index 0 on; at least one
   * @throws IllegalArgumentException if there are none, or they need more than {@link #MAX_PAIRS}
   */
  public static GenericNack of(long senderSsrc, long mediaSsrc, int[] lost, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("nothing is lost");
    }
    int[] pairs = new int[Math.min(count, MAX_PAIRS)];
    int last = -1;
    int pid = 0;
    for (int i = 0; i < count; i++) {
      int ahead = (lost[i] - pid) & 0xffff;
      if (last >= 0 && ahead >= 1 && ahead <= 16) {
        pairs[last] |= 1 << (ahead - 1);
        continue;
      }
      last++;
      if (last == MAX_PAIRS) {
        throw new IllegalArgumentException("more than " + MAX_PAIRS + " pairs");
      }
      pid = lost[i] & 0xffff;
      pairs[last] = pid << 16;
    }
    return new GenericNack(senderSsrc, mediaSsrc, Arrays.copyOf(pairs, last + 1));
  }

  static @Nullable GenericNack parse(byte[] b, int offset, int length) {
    if (length < RtcpFeedback.LENGTH) {
      return null;
    }
    int[] pairs = new int[Math.min((length - RtcpFeedback.LENGTH) / 4, MAX_PAIRS)];
    for (int i = 0; i < pairs.length; i++) {
      int at = offset + RtcpFeedback.LENGTH + 4 * i;
      pairs[i] = getUnsigned16(b, at) << 16 | getUnsigned16(b, at + 2);
    }
    return new GenericNack(
        RtcpFeedback.senderSsrc(b, offset), RtcpFeedback.mediaSsrc(b, offset), pairs);
  }

  public long senderSsrc() {
    return senderSsrc;
  }

  /** The stream whose packets are asked for. */
  public long mediaSsrc() {
    return mediaSsrc;
  }

  public int pairCount() {
    return pairs.length;
  }

  /** The first packet that a pair names, 0 … 65535. */
  public int pid(int pair) {
    return pairs[pair] >>> 16;
  }

  /** Which of the 16 packets after it the pair names, too. */
  public int blp(int pair) {
    return pairs[pair] & 0xffff;
  }

  /** Calls {@code action} with the sequence number (0 … 65535) of every packet named, in order. */
  public void forEachLost(IntConsumer action) {
    for (int i = 0; i < pairs.length; i++) {
      int pid = pid(i);
      action.accept(pid);
      for (int rest = blp(i); rest != 0; rest &= rest - 1) {
        action.accept((pid + 1 + Integer.numberOfTrailingZeros(rest)) & 0xffff);
      }
    }
  }

  @Override
  public int length() {
    return RtcpFeedback.LENGTH + 4 * pairs.length;
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpFeedback.write(
        out, offset, FORMAT, RtcpHeader.TRANSPORT_LAYER_FEEDBACK, length(), senderSsrc, mediaSsrc);
    for (int i = 0; i < pairs.length; i++) {
      int at = offset + RtcpFeedback.LENGTH + 4 * i;
      put16(out, at, pid(i));
      put16(out, at + 2, blp(i));
    }
    return length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GenericNack that
        && senderSsrc == that.senderSsrc
        && mediaSsrc == that.mediaSsrc
        && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(mediaSsrc) * 31 + Arrays.hashCode(pairs);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("GenericNack[mediaSsrc=").append(mediaSsrc);
    forEachLost(seq -> text.append(", ").append(seq));
    return text.append(']').toString();
  }
}
