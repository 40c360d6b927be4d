package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.PictureDescriptor;
import org.meshless.rtp.ext.DependencyNumbers;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;

/**
 * Turns packets of changing sources into the one continuous stream of a slot (RFC 3550 §5.1: one
 * SSRC, one sequence of numbers, one time line).
 *
 * <p>A source's reign begins with {@link #begin}, for video at a key frame, and lasts until the
 * next. Within it the source's gaps stay gaps, so that a late or retransmitted packet fills the
 * very place it was missing from; what is dropped on purpose leaves none. Across it everything that
 * counts goes on: sequence number, timestamp, picture id and TL0PICIDX of VP8 and VP9, the frame
 * number of dependency descriptors. The first source's own picture and frame numbers are kept, so
 * that its payloads need no rewriting. A sequence number is given to one packet at most, and to
 * none that is not sent.
 *
 * <p>For each packet: {@link #sequence}, and if that gave a number, the rest from {@link
 * #current()}, asked for afterwards. For a NACK: {@link #segmentOf}.
 *
 * <p>Confined to its MediaLoop. Constant time per packet; allocates only when a reign begins.
 */
public final class StreamRewriter {
  /** Not to be sent: the packet is from before its source's reign, or too old. */
  public static final int LATE = -1;

  /** Not to be sent: the packet has its number already. */
  public static final int DUPLICATE = -2;

  /** Not to be sent: the source is not the one in force. */
  public static final int OTHER_SOURCE = -3;

  /** Reigns that are remembered for retransmission, the one in force included. */
  static final int MAX_SEGMENTS = 8;

  /** Room below the first number of the stream, for a window's worth of numbers. */
  private static final long CYCLE = 1L << 16;

  /** No frame refers to one that lies so many before it. */
  private static final int OUT_OF_REACH = 32;

  private static final byte[] NO_BYTES = {};
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** An eighth of the circle: a longer silence must not make the new timestamp look older. */
  private static final long MAX_ELAPSED_TICKS = 1L << 29;

  private final int clockRate;
  private final @Nullable Segment[] segments = new @Nullable Segment[MAX_SEGMENTS];
  private int newest; // where in segments the one in force stands
  private boolean sent;
  private long nextOut;
  private long newestTimestamp;
  private long newestTimeNs;
  private Pictures pictures = Pictures.asInSource();
  private FrameNumbers frames = FrameNumbers.asInSource();

  /**
   * A stream that has sent nothing.
   *
   * @param clockRate of the RTP timestamps in Hz, the same for all sources: 90000 for video
   * @param firstSequenceNumber of the first packet; below 2¹⁵, so that a receiver that misses the
   *     first packets still counts the first rollover (RFC 3711 §3.3.1)
   * @param firstTimestamp of the first packet; random
   */
  public StreamRewriter(int clockRate, int firstSequenceNumber, long firstTimestamp) {
    if (firstSequenceNumber < 0 || firstSequenceNumber >= 1 << 15) {
      throw new IllegalArgumentException("first sequence number " + firstSequenceNumber);
    }
    this.clockRate = clockRate;
    this.nextOut = CYCLE + firstSequenceNumber;
    this.newestTimestamp = firstTimestamp & 0xFFFF_FFFFL;
  }

  /**
   * Begins the reign of a source: the next packet sent is this one or a later one of the same
   * stream.
   *
   * <p>Its timestamp will be the newest sent plus the time that has passed since, at least one tick
   * newer. A reign under which nothing was sent leaves no trace.
   *
   * @param timeNs when the packet was captured, on the clock of {@link #sequence}'s argument
   * @param streamId names the inbound stream; any number, unique while packets of it may come
   * @param firstExtSeq the packet's extended sequence number
   * @param firstTimestamp its RTP timestamp
   * @return the outgoing timestamp it will have, 0 to 2³² − 1
   */
  public long begin(long timeNs, int streamId, long firstExtSeq, long firstTimestamp) {
    long timestamp = timestampAt(timeNs);
    leave();
    push(new Segment(streamId, firstExtSeq, nextOut, timestamp - firstTimestamp, pictures, frames));
    return timestamp;
  }

  /**
   * The outgoing timestamp of a reign that begins at {@code timeNs}: at least one tick newer than
   * any sent, and not newer than that of a reign that begins later.
   *
   * @return 0 to 2³² − 1
   */
  public long timestampAt(long timeNs) {
    long elapsed = sent ? Math.clamp(ticks(timeNs - newestTimeNs), 1, MAX_ELAPSED_TICKS) : 0;
    return (newestTimestamp + elapsed) & 0xFFFF_FFFFL;
  }

  /**
   * The oldest outgoing timestamp that a reign yet to begin can have, one tick newer than any sent:
   * what divides the packets of before from those that are to come.
   *
   * @return 0 to 2³² − 1
   */
  public long nextTimestamp() {
    return timestampAt(newestTimeNs);
  }

  /** Ends the reign without another: until the next {@link #begin} every packet is refused. */
  public void end() {
    if (segments[newest] != null) {
      leave();
      push(null);
    }
  }

  /** The reign in force, or null if there is none. */
  public @Nullable Segment current() {
    return segments[newest];
  }

  /**
   * Gives a packet its outgoing sequence number. Call it only for a packet that is then sent.
   *
   * @param timeNs when it was captured or, where that is not known, when it arrived; monotonic
   *     enough to tell how much time passes between sources
   * @param streamId of the inbound stream
   * @param extSeq its extended sequence number
   * @param descriptor of its payload
   * @return 0 to 65535, or a negative verdict
   */
  public int sequence(
      long timeNs, int streamId, long extSeq, RtpPacket packet, PayloadDescriptor descriptor) {
    int offset = packet.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    int length = packet.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    return sequence(
        timeNs, streamId, extSeq, packet.timestamp(), descriptor, packet.bytes(), offset, length);
  }

  /**
   * Gives a packet without a dependency descriptor its outgoing sequence number.
   *
   * @param timeNs when it was captured or, where that is not known, when it arrived; monotonic
   *     enough to tell how much time passes between sources
   * @param streamId of the inbound stream
   * @param extSeq its extended sequence number
   * @param timestamp its RTP timestamp
   * @param descriptor of its payload
   * @return 0 to 65535, or a negative verdict
   */
  public int sequence(
      long timeNs, int streamId, long extSeq, long timestamp, PayloadDescriptor descriptor) {
    return sequence(timeNs, streamId, extSeq, timestamp, descriptor, NO_BYTES, 0, 0);
  }

  private int sequence(
      long timeNs,
      int streamId,
      long extSeq,
      long timestamp,
      PayloadDescriptor descriptor,
      byte[] b,
      int dependencies,
      int dependenciesLength) {
    Segment segment = segments[newest];
    if (segment == null || segment.streamId() != streamId) {
      return OTHER_SOURCE;
    }
    long out = segment.sequences().map(extSeq);
    if (out == GaplessMap.NONE) {
      return LATE;
    }
    if (out >= nextOut) {
      if (out - nextOut >= BitWindow.SIZE) {
        // Nobody can fill a gap this wide, and a jump of 2^15 would spoil the rollover counter of
        // the receiver. One missing number tells it as much.
        out = nextOut + 1;
        segment = segment.resumedAt(extSeq, out);
        push(segment);
      }
      if (!goesOn(segment, descriptor, b, dependencies, dependenciesLength)) {
        segment = segment.restartedAt(extSeq, out, descriptor.startsKeyFrame() ? 0 : OUT_OF_REACH);
        push(segment);
      }
      nextOut = out + 1;
    } else if (nextOut - out > BitWindow.SIZE) {
      return LATE;
    } else if (segment.holds(out)) {
      return DUPLICATE;
    }
    segment.take(extSeq, out);
    if (descriptor instanceof PictureDescriptor picture) {
      segment.pictures().take(picture);
    }
    if (dependenciesLength >= DependencyNumbers.MIN_LENGTH) {
      segment.frames().take(b, dependencies, dependenciesLength);
    }
    observe(timeNs, segment.timestamp(timestamp));
    return (int) out & 0xFFFF;
  }

  /**
   * Drops a packet on purpose, so that the next one closes up: instead of {@link #sequence}, and in
   * the same order.
   *
   * @return whether that leaves no gap. It does if a later packet has been sent already; the
   *     receiver then believes the packet lost, unless an empty one is sent in its place
   */
  public boolean drop(int streamId, long extSeq) {
    Segment segment = segments[newest];
    return segment == null || segment.streamId() != streamId || segment.sequences().drop(extSeq);
  }

  /**
   * Drops a picture on purpose, so that the codec's counters close up. Call it once for the
   * picture, when it is known to be dropped and before any packet of a later one is sent; its
   * packets are {@link #drop dropped} besides.
   *
   * @param descriptor of one of its packets
   * @return whether that leaves no gap
   */
  public boolean dropPicture(int streamId, PayloadDescriptor descriptor) {
    Segment segment = segments[newest];
    return segment == null
        || segment.streamId() != streamId
        || !(descriptor instanceof PictureDescriptor picture)
        || segment.pictures().drop(picture);
  }

  /**
   * The reign under which a packet was sent; {@link Segment#sourceExtendedSeq} then tells which
   * packet it was.
   *
   * @param sequenceNumber the outgoing number, 16 bits
   * @return null if no such packet was sent or it was sent too long ago
   */
  public @Nullable Segment segmentOf(int sequenceNumber) {
    long out = Segment.unwrap(sequenceNumber, nextOut - 1);
    if (nextOut - out > BitWindow.SIZE) {
      return null;
    }
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      Segment segment = segments[(newest - i) & (MAX_SEGMENTS - 1)];
      if (segment != null && segment.holds(out)) {
        return segment;
      }
    }
    return null;
  }

  /** Whether the newest packet's picture and frame go on with what its source counted so far. */
  private static boolean goesOn(
      Segment segment, PayloadDescriptor descriptor, byte[] b, int dependencies, int length) {
    return (!(descriptor instanceof PictureDescriptor picture)
            || segment.pictures().goesOnWith(picture))
        && (length < DependencyNumbers.MIN_LENGTH || segment.frames().goesOnWith(b, dependencies));
  }

  /** Remembers where the reign in force has brought the codecs' counters. */
  private void leave() {
    Segment before = segments[newest];
    if (before != null) {
      pictures = before.pictures().next(0);
      frames = before.frames().next(0);
    }
  }

  private void observe(long timeNs, long timestamp) {
    if (!sent || (int) (timestamp - newestTimestamp) > 0) {
      newestTimestamp = timestamp;
      newestTimeNs = timeNs;
      sent = true;
    }
  }

  private void push(@Nullable Segment segment) {
    Segment before = segments[newest];
    if (before != null && before.sequences().highestOut() >= before.sequences().firstOut()) {
      newest = (newest + 1) & (MAX_SEGMENTS - 1);
    }
    segments[newest] = segment;
  }

  private long ticks(long elapsedNs) {
    long seconds = elapsedNs / NANOS_PER_SECOND;
    return seconds * clockRate + elapsedNs % NANOS_PER_SECOND * clockRate / NANOS_PER_SECOND;
  }
}
