package org.meshless.rtp.send;

import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put8;

import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;

/**
 * The stretch of a slot's outgoing stream that comes from one source: what a {@link StreamRewriter}
 * changed in those packets, for sending them and for sending them again.
 *
 * <p>Confined to its MediaLoop. Outlives the source's reign: a packet sent before a reassignment is
 * retransmitted with the numbers it had.
 */
public final class Segment {
  private final int streamId;
  private final long timestampOffset;
  private final GaplessMap sequences;
  private final BitWindow taken;
  private final Vp8Pictures pictures;

  Segment(
      int streamId, long firstExtSeq, long firstOut, long timestampOffset, Vp8Pictures pictures) {
    this.streamId = streamId;
    this.timestampOffset = timestampOffset;
    this.sequences = new GaplessMap(firstExtSeq, firstOut);
    this.taken = new BitWindow(firstOut);
    this.pictures = pictures;
  }

  /** The inbound stream the packets come from, as {@link StreamRewriter#begin} was told. */
  public int streamId() {
    return streamId;
  }

  /** The outgoing timestamp, 0 to 2³² − 1, for the source's {@code timestamp}. */
  public long timestamp(long timestamp) {
    return (timestamp + timestampOffset) & 0xFFFF_FFFFL;
  }

  /**
   * The source's extended sequence number of the packet that was sent as {@code sequenceNumber}.
   *
   * @param sequenceNumber 16 bits, of a packet for which {@link StreamRewriter#segmentOf} returned
   *     this segment
   * @return −1 if no such packet was sent or it was sent too long ago
   */
  public long sourceExtendedSeq(int sequenceNumber) {
    long out = unwrap(sequenceNumber, sequences.highestOut());
    return holds(out) ? sequences.invert(out) : -1;
  }

  /**
   * Copies what the codec has at the start of the payload to {@code out[outOffset, …)}, with
   * counters continued from the source before: of VP8 the descriptor with its picture id, which
   * keeps its width, and TL0PICIDX (RFC 7741 §4.2).
   *
   * @param descriptor of the payload at {@code payload[payloadOffset, …)}
   * @return bytes written, which stand for as many of the payload; 0 for codecs without such
   *     counters
   */
  public int writePrefix(
      PayloadDescriptor descriptor, byte[] payload, int payloadOffset, byte[] out, int outOffset) {
    if (!(descriptor instanceof Vp8Descriptor vp8)
        || (vp8.pictureIdBits() == 0 && vp8.tl0PicIdx() < 0)) {
      return 0;
    }
    System.arraycopy(payload, payloadOffset, out, outOffset, vp8.length());
    if (vp8.pictureIdBits() == 15) {
      put16(out, outOffset + vp8.pictureIdOffset(), 0x8000 | pictures.pictureId(vp8));
    } else if (vp8.pictureIdBits() == 7) {
      put8(out, outOffset + vp8.pictureIdOffset(), pictures.pictureId(vp8));
    }
    if (vp8.tl0PicIdx() >= 0) {
      put8(out, outOffset + vp8.tl0PicIdxOffset(), pictures.tl0PicIdx(vp8.tl0PicIdx()));
    }
    return vp8.length();
  }

  /** The same reign with other numbers from {@code extSeq} on. */
  Segment resumedAt(long extSeq, long firstOut) {
    return new Segment(streamId, extSeq, firstOut, timestampOffset, pictures.next(1));
  }

  Vp8Pictures pictures() {
    return pictures;
  }

  GaplessMap sequences() {
    return sequences;
  }

  /** Whether {@code out} was given to a packet and is not too old to know. */
  boolean holds(long out) {
    return out >= sequences.firstOut()
        && out <= sequences.highestOut()
        && sequences.highestOut() - out < BitWindow.SIZE
        && taken.get(out);
  }

  void take(long in, long out) {
    sequences.take(in, out);
    taken.advance(out);
    taken.set(out);
  }

  /** The number nearest to {@code reference} whose low 16 bits are {@code sequenceNumber}. */
  static long unwrap(int sequenceNumber, long reference) {
    return reference + (short) (sequenceNumber - (int) reference);
  }
}
