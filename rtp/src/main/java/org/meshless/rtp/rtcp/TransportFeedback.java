package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned24;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells a sender which of its packets arrived and when, counted by their transport-wide sequence
 * numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      SSRC of media source                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      base sequence number     |      packet status count      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 reference time                | fb pkt. count |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          packet chunk         |         packet chunk          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                              ...                              :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         packet chunk          |  recv delta   |  recv delta   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :                              ...                              :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           recv delta          |  recv delta   | zero padding  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Chunks give a status symbol for each packet from the base on: 0 not received, 1 received with
 * a small delta (one unsigned byte), 2 with a large or negative one (two signed bytes). A chunk is
 * a run of one symbol, or a vector of fourteen one-bit or seven two-bit symbols:
 *
 * <pre>
 *  0                   1              0                   1              0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0| S |       run length        |  |1|0|      14 symbols           |  |1|1| 7 symbols of two bits     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Deltas are in units of 250 µs, the first from the reference time, each other from the packet
 * received before. Kept encoded as it came: reading walks the bytes and allocates nothing, and a
 * few bytes that claim thousands of losses take no memory. Immutable.
 */
public final class TransportFeedback implements RtcpPacket {
  static final int FORMAT = 15;

  /**
   * The most packets one message may speak of. Over half the circle of sequence numbers it would be
   * ambiguous; a message claiming more is malformed.
   */
  public static final int MAX_STATUS_COUNT = 0x7fff;

  static final int FIXED_LENGTH = 20;
  static final long TICK_NS = 250_000;
  static final int TICKS_PER_REFERENCE = 256;

  static final int NOT_RECEIVED = 0;
  static final int SMALL_DELTA = 1;
  static final int LARGE_DELTA = 2;

  /** Receives what a message says, in the order of sequence numbers. */
  public interface Visitor {
    /**
     * A packet arrived.
     *
     * @param sequenceNumber transport-wide, 0 … 65535
     * @param arrivalNs by the receiver's clock, in steps of 250 µs, within ±2²³ · 64 ms (± 6.2
     *     days), where it wraps; may be less than that of a lower number
     */
    void onReceived(int sequenceNumber, long arrivalNs);

    /**
     * A packet had not arrived when the message was written.
     *
     * @param sequenceNumber transport-wide, 0 … 65535
     */
    void onNotReceived(int sequenceNumber);
  }

  /** The whole packet, header and padding included. */
  private final byte[] bytes;

  /** Where the deltas begin. */
  private final int deltas;

  private TransportFeedback(byte[] bytes, int deltas) {
    this.bytes = bytes;
    this.deltas = deltas;
  }

  /**
   * Reads a packet of {@code packetLength} bytes, of which {@code length} are not padding.
   *
   * @return null if there is no status, a status is reserved, or statuses and deltas do not fit
   */
  static @Nullable TransportFeedback parse(byte[] b, int offset, int packetLength, int length) {
    if (length < FIXED_LENGTH) {
      return null;
    }
    int statusCount = getUnsigned16(b, offset + 14);
    if (statusCount == 0 || statusCount > MAX_STATUS_COUNT) {
      return null;
    }
    int end = offset + length;
    int at = offset + FIXED_LENGTH;
    int deltaLength = 0;
    for (int read = 0; read < statusCount; at += 2) {
      if (end - at < 2) {
        return null;
      }
      int chunk = getUnsigned16(b, at);
      int symbols = Math.min(symbolCount(chunk), statusCount - read);
      int chunkDeltaLength = deltaLength(chunk, symbols);
      if (symbols == 0 || chunkDeltaLength < 0) {
        return null;
      }
      deltaLength += chunkDeltaLength;
      read += symbols;
    }
    if (deltaLength > end - at) {
      return null;
    }
    byte[] bytes = Arrays.copyOfRange(b, offset, offset + packetLength);
    return new TransportFeedback(bytes, at - offset);
  }

  /** Takes ownership of a packet that {@link TransportFeedbackBuilder} wrote. */
  static TransportFeedback ofBuilt(byte[] bytes, int deltas) {
    return new TransportFeedback(bytes, deltas);
  }

  /** How many packets a chunk speaks of; the last may have more symbols than there are packets. */
  private static int symbolCount(int chunk) {
    if ((chunk & 0x8000) == 0) {
      return chunk & 0x1fff;
    }
    return (chunk & 0x4000) == 0 ? 14 : 7;
  }

  private static int symbol(int chunk, int index) {
    if ((chunk & 0x8000) == 0) {
      return chunk >>> 13 & 3;
    }
    return (chunk & 0x4000) == 0 ? chunk >>> (13 - index) & 1 : chunk >>> (12 - 2 * index) & 3;
  }

  /** Bytes of deltas that the first symbols of a chunk call for; −1 if one of them is reserved. */
  private static int deltaLength(int chunk, int symbols) {
    if ((chunk & 0x8000) == 0) {
      return symbol(chunk, 0) > LARGE_DELTA ? -1 : symbols * symbol(chunk, 0);
    }
    int length = 0;
    for (int i = 0; i < symbols; i++) {
      if (symbol(chunk, i) > LARGE_DELTA) {
        return -1;
      }
      // A symbol that means "received" is also the size of its delta.
      length += symbol(chunk, i);
    }
    return length;
  }

  public long senderSsrc() {
    return RtcpFeedback.senderSsrc(bytes, 0);
  }

  /** Any stream of the transport: the numbers count them all. */
  public long mediaSsrc() {
    return RtcpFeedback.mediaSsrc(bytes, 0);
  }

  /** The transport-wide sequence number of the first packet spoken of, 0 … 65535. */
  public int baseSequenceNumber() {
    return getUnsigned16(bytes, 12);
  }

  /** How many packets, received or not, the message speaks of: 1 … {@link #MAX_STATUS_COUNT}. */
  public int statusCount() {
    return getUnsigned16(bytes, 14);
  }

  /** In units of 64 ms of the receiver's clock, −2²³ … 2²³ − 1, wraps. */
  public int referenceTime() {
    return getUnsigned24(bytes, 16) << 8 >> 8;
  }

  /** Counts the messages of this receiver, 0 … 255, wraps: a gap means that one was lost. */
  public int feedbackCount() {
    return bytes[19] & 0xff;
  }

  /** Calls {@code visitor} for every packet spoken of. */
  public void forEach(Visitor visitor) {
    int sequenceNumber = baseSequenceNumber();
    int left = statusCount();
    long ticks = (long) referenceTime() * TICKS_PER_REFERENCE;
    int delta = deltas;
    for (int at = FIXED_LENGTH; left > 0; at += 2) {
      int chunk = getUnsigned16(bytes, at);
      int symbols = Math.min(symbolCount(chunk), left);
      for (int i = 0; i < symbols; i++) {
        int symbol = symbol(chunk, i);
        if (symbol == NOT_RECEIVED) {
          visitor.onNotReceived(sequenceNumber);
        } else {
          ticks +=
              symbol == SMALL_DELTA ? bytes[delta] & 0xff : (short) getUnsigned16(bytes, delta);
          delta += symbol;
          visitor.onReceived(sequenceNumber, ticks * TICK_NS);
        }
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
      }
      left -= symbols;
    }
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public int write(byte[] out, int offset) {
    System.arraycopy(bytes, 0, out, offset, bytes.length);
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransportFeedback that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "TransportFeedback[base=%d, statusCount=%d, referenceTime=%d, feedbackCount=%d]"
        .formatted(baseSequenceNumber(), statusCount(), referenceTime(), feedbackCount());
  }
}
