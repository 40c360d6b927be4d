package org.meshless.rtp.send;

import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put8;

import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.PictureDescriptor;
import org.meshless.rtp.ext.DependencyNumbers;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;

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
  private final Pictures pictures;
  private final FrameNumbers frames;

  Segment(
      int streamId,
      long firstExtSeq,
      long firstOut,
      long timestampOffset,
      Pictures pictures,
      FrameNumbers frames) {
    this.streamId = streamId;
    this.timestampOffset = timestampOffset;
    this.sequences = new GaplessMap(firstExtSeq, firstOut);
    this.taken = new BitWindow(firstOut);
    this.pictures = pictures;
    this.frames = frames;
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
   * counters continued from the source before: of VP8 and VP9 the descriptor with its picture id,
   * which keeps its width, and TL0PICIDX (RFC 7741 §4.2, RFC 9628 §4.2).
   *
   * @param descriptor of the payload at {@code payload[payloadOffset, …)}
   * @return bytes written, which stand for as many of the payload; 0 if it may be sent as it is:
   *     that of codecs without such counters, and all of the first source
   */
  public int writePrefix(
      PayloadDescriptor descriptor, byte[] payload, int payloadOffset, byte[] out, int outOffset) {
    if (!(descriptor instanceof PictureDescriptor picture)) {
      return 0;
    }
    int pictureId = pictures.pictureId(picture);
    int tl0PicIdx = picture.tl0PicIdx() < 0 ? -1 : pictures.tl0PicIdx(picture.tl0PicIdx());
    if (pictureId == picture.pictureId() && tl0PicIdx == picture.tl0PicIdx()) {
      return 0;
    }
    System.arraycopy(payload, payloadOffset, out, outOffset, picture.length());
    if (picture.pictureIdBits() == 15) {
      put16(out, outOffset + picture.pictureIdOffset(), 0x8000 | pictureId);
    } else if (picture.pictureIdBits() == 7) {
      put8(out, outOffset + picture.pictureIdOffset(), pictureId);
    }
    if (tl0PicIdx >= 0) {
      put8(out, outOffset + picture.tl0PicIdxOffset(), tl0PicIdx);
    }
    return picture.length();
  }

  /**
   * Copies a packet's dependency descriptor to {@code out[outOffset, …)}, with frame number and
   * template ids continued from the source before.
   *
   * @return bytes written, as many as the value has; 0 if it may be sent as it is: that of the
   *     first source, or none at all
   */
  public int writeDescriptor(RtpPacket packet, byte[] out, int outOffset) {
    int length = packet.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    if (length < DependencyNumbers.MIN_LENGTH || !frames.isChanged()) {
      return 0;
    }
    int offset = packet.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    System.arraycopy(packet.bytes(), offset, out, outOffset, length);
    frames.renumber(out, outOffset, length);
    return length;
  }

  /** The same reign with other sequence numbers from {@code extSeq} on, after a long pause. */
  Segment resumedAt(long extSeq, long firstOut) {
    return new Segment(streamId, extSeq, firstOut, timestampOffset, pictures.resumed(), frames);
  }

  /**
   * The same reign from {@code extSeq} on, where the source's encoder began to count anew.
   *
   * @param missing pictures and frames to be reported lost
   */
  Segment restartedAt(long extSeq, long firstOut, int missing) {
    return new Segment(
        streamId, extSeq, firstOut, timestampOffset, pictures.next(missing), frames.next(missing));
  }

  Pictures pictures() {
    return pictures;
  }

  FrameNumbers frames() {
    return frames;
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
