package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put24;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.Arrays;

/**
 * Writes a {@link TransportFeedback}, whose wire format is drawn there, as packets are added in the
 * order of their numbers.
 *
 * <p>Confined to its owner; one builder makes one message.
 */
public final class TransportFeedbackBuilder {
  /** A vector chunk of two-bit symbols says least per byte: two bytes for this many packets. */
  private static final int FEWEST_SYMBOLS_PER_CHUNK = 7;

  private static final int ONE_BIT_SYMBOLS = 14;
  private static final int MAX_RUN = 0x1fff;

  private final long senderSsrc;
  private final long mediaSsrc;
  private final int feedbackCount;
  private final int baseSequenceNumber;
  private final int maxLength;

  /** One of each packet from the base on. */
  private byte[] symbols = new byte[64];

  private int statusCount;
  private byte[] deltas = new byte[64];
  private int deltaLength;
  private boolean received;
  private long referenceTime;
  private long lastTicks;

  /**
   * A message without packets yet.
   *
   * @param mediaSsrc of any stream of the transport
   * @param feedbackCount its low 8 bits count
   * @param baseSequenceNumber of the first packet to speak of, received or not; its low 16 bits
   *     count
   * @param maxLength the most bytes the message may take, at least 28
   */
  public TransportFeedbackBuilder(
      long senderSsrc, long mediaSsrc, int feedbackCount, int baseSequenceNumber, int maxLength) {
    this.senderSsrc = senderSsrc;
    this.mediaSsrc = mediaSsrc;
    this.feedbackCount = feedbackCount;
    this.baseSequenceNumber = baseSequenceNumber & 0xffff;
    this.maxLength = maxLength;
  }

  /**
   * Adds a packet that arrived; those between the one added before and this did not.
   *
   * @param sequenceNumber at or after the base for the first, after the previous one for others;
   *     wraps; its low 16 bits count
   * @param arrivalNs by any monotonic clock, the same for all messages of a transport; may go back
   *     from packet to packet
   * @return false, and the message is as before, if the packet does not fit: too many packets
   *     skipped, no room left, or over 8 s between it and the one before. It then begins the next
   *     message
   * @throws IllegalArgumentException if {@code sequenceNumber} is not in order
   */
  public boolean add(int sequenceNumber, long arrivalNs) {
    int index = (sequenceNumber - baseSequenceNumber) & 0xffff;
    if (index < statusCount || index > TransportFeedback.MAX_STATUS_COUNT) {
      throw new IllegalArgumentException("packet " + sequenceNumber + " is not in order");
    }
    long ticks = Math.floorDiv(arrivalNs, TransportFeedback.TICK_NS);
    long reference = Math.floorDiv(ticks, TransportFeedback.TICKS_PER_REFERENCE);
    long before = received ? lastTicks : reference * TransportFeedback.TICKS_PER_REFERENCE;
    long delta = ticks - before;
    int symbol =
        delta >= 0 && delta <= 255 ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA;
    if (delta != (short) delta || !fits(index + 1, deltaLength + symbol)) {
      return false;
    }
    if (!received) {
      received = true;
      referenceTime = reference;
    }
    lastTicks = ticks;
    symbols = grown(symbols, index + 1);
    symbols[index] = (byte) symbol;
    statusCount = index + 1;
    deltas = grown(deltas, deltaLength + 2);
    if (symbol == TransportFeedback.SMALL_DELTA) {
      put8(deltas, deltaLength, (int) delta);
    } else {
      put16(deltas, deltaLength, (int) delta);
    }
    deltaLength += symbol;
    return true;
  }

  /** Whether statuses and deltas have room however badly the statuses pack. */
  private boolean fits(int statusCount, int deltaLength) {
    int chunks = (statusCount + FEWEST_SYMBOLS_PER_CHUNK - 1) / FEWEST_SYMBOLS_PER_CHUNK;
    int length = TransportFeedback.FIXED_LENGTH + 2 * chunks + deltaLength;
    return statusCount <= TransportFeedback.MAX_STATUS_COUNT && (length + 3 & ~3) <= maxLength;
  }

  private static byte[] grown(byte[] array, int length) {
    return length <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(length, 2 * array.length));
  }

  /** Whether no packet has been added. */
  public boolean isEmpty() {
    return !received;
  }

  /**
   * The message.
   *
   * @throws IllegalStateException if no packet was added
   */
  public TransportFeedback build() {
    if (!received) {
      throw new IllegalStateException("nothing to tell");
    }
    byte[] out = new byte[maxLength];
    int at = TransportFeedback.FIXED_LENGTH;
    for (int index = 0; index < statusCount; at += 2) {
      index += writeChunk(out, at, index);
    }
    int deltasAt = at;
    System.arraycopy(deltas, 0, out, at, deltaLength);
    at += deltaLength;
    int padding = -at & 3;
    int length = at + padding;
    RtcpFeedback.write(
        out,
        0,
        TransportFeedback.FORMAT,
        RtcpHeader.TRANSPORT_LAYER_FEEDBACK,
        length,
        senderSsrc,
        mediaSsrc);
    if (padding > 0) {
      // Unlike the draft's figure says, counted as RTCP padding: so does libwebrtc.
      RtcpHeader.setPadding(out, 0);
      put8(out, length - 1, padding);
    }
    put16(out, 12, baseSequenceNumber);
    put16(out, 14, statusCount);
    put24(out, 16, (int) referenceTime);
    put8(out, 19, feedbackCount);
    return TransportFeedback.ofBuilt(Arrays.copyOf(out, length), deltasAt);
  }

  /**
   * Writes the chunk that says most about the packets from {@code index} on; how many it covers.
   */
  private int writeChunk(byte[] out, int at, int index) {
    int left = statusCount - index;
    int run = 1;
    while (run < Math.min(left, MAX_RUN) && symbols[index + run] == symbols[index]) {
      run++;
    }
    int oneBit = 0;
    while (oneBit < Math.min(left, ONE_BIT_SYMBOLS) && symbols[index + oneBit] < 2) {
      oneBit++;
    }
    // A vector that is not full must be the last: the reader takes all its symbols.
    if (oneBit < Math.min(left, ONE_BIT_SYMBOLS)) {
      oneBit = 0;
    }
    int twoBit = Math.min(left, FEWEST_SYMBOLS_PER_CHUNK);
    if (run >= oneBit && run >= twoBit) {
      put16(out, at, symbols[index] << 13 | run);
      return run;
    }
    boolean wide = twoBit > oneBit;
    int covered = wide ? twoBit : oneBit;
    int chunk = wide ? 0xc000 : 0x8000;
    for (int i = 0; i < covered; i++) {
      chunk |= symbols[index + i] << (wide ? 12 - 2 * i : 13 - i);
    }
    put16(out, at, chunk);
    return covered;
  }
}
