package org.meshless.sfu.room;

import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.RedPayload;
import org.meshless.rtp.ext.AudioLevel;
import org.meshless.rtp.ext.DependencyNumbers;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.send.Segment;
import org.meshless.rtp.send.StreamRewriter;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopCounters;
import org.meshless.sfu.transport.DatagramRun;
import org.meshless.sfu.transport.EqualSizes;

/**
 * Writes the packets of one subscriber: header and extensions as its session negotiated them, the
 * payload encrypted straight from the packet that all subscribers share.
 *
 * <pre>
 * V=2 P X CC=1 | M PT | sequence | timestamp | SSRC of the slot | CSRC: source id | extensions
 * </pre>
 *
 * <p>Confined to its MediaLoop.
 */
final class PacketWriter {
  private static final int HEADER_WITH_SOURCE = RtpHeader.FIXED_LENGTH + 4;

  /** Header, extension preamble, numbers, level, original number, padding, tag: rounded up. */
  private static final int OVERHEAD = 76;

  /** The longest dependency descriptor passed on; one with a full structure has some 90 bytes. */
  private static final int MAX_DESCRIPTOR = 160;

  /** As much as the one byte that counts it can say (RFC 3550 §5.1). */
  private static final byte[] PADDING = new byte[255];

  static {
    PADDING[PADDING.length - 1] = (byte) PADDING.length;
  }

  private final ExtensionWriter extensionWriter = new ExtensionWriter();

  /** A dependency descriptor on its way into a header. */
  private final byte[] descriptor = new byte[MAX_DESCRIPTOR];

  private final EqualSizes equalSizes = new EqualSizes();

  private final LoopCounters counters;

  /** Of the whole transport (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2), 16 bits. */
  private int transportSequenceNumber;

  /** Whether what was written last bears {@link #transportSequenceNumber}. */
  private boolean numbered;

  /** For those who negotiated absolute send times without transport-wide numbers; 24 bits. */
  private int absSendTime;

  PacketWriter(LoopCounters counters) {
    this.counters = counters;
  }

  /** Sets when what is written next will leave, as an NTP timestamp. */
  void at(long ntp) {
    absSendTime = (int) (ntp >>> 14) & 0xff_ffff;
  }

  /**
   * How much padding packets that leave one after the other take to leave as one datagram; valid
   * until the next call.
   */
  EqualSizes equalSizes(OutgoingPackets packets) {
    equalSizes.clear();
    for (int i = 0; i < packets.count(); i++) {
      equalSizes.add(sizeOf(packets.packet(i).rtp()));
    }
    equalSizes.plan();
    return equalSizes;
  }

  /**
   * All that differs between packets of a stream once they are written; at most a few bytes off.
   */
  private static int sizeOf(RtpPacket rtp) {
    int descriptor = rtp.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    return HEADER_WITH_SOURCE + rtp.payloadLength() + (descriptor > 0 ? descriptor + 5 & ~3 : 0);
  }

  /**
   * The transport-wide number of the packet for which {@link #write} last returned a length, or −1
   * if its m-line has none.
   */
  int lastNumber() {
    return numbered ? (transportSequenceNumber - 1) & 0xffff : -1;
  }

  /**
   * Writes a publisher's packet into the run of its subscriber, or leaves it out.
   *
   * @param padding bytes of it to append, 0 to 12
   * @return its length; 0 if nothing is sent
   */
  int write(Slot slot, MediaPacket packet, int padding, DatagramRun run, SrtpSender srtp) {
    RtpPacket rtp = packet.rtp();
    StreamRewriter rewriter = slot.rewriter();
    StreamDescription stream = packet.stream();
    if (slot.takeStart(packet)) {
      rewriter.begin(packet.captureNs(), stream.id(), packet.extendedSeq(), rtp.timestamp());
    }
    PayloadType type = slot.match(stream.track(), packet.payloadType());
    int offset = rtp.payloadOffset();
    int length = rtp.payloadLength();
    if (type != null
        && packet.payloadType().codec() instanceof Codec.Red
        && !(type.codec() instanceof Codec.Red)) {
      RedPayload primary = RedPayload.parse(rtp.bytes(), offset, length);
      offset = primary == null ? offset : primary.offset();
      length = primary == null ? 0 : primary.length();
    }
    // Padding, and what this subscriber cannot read, closes up; where a later packet has left
    // already, only an empty packet keeps the receiver from missing one.
    boolean empty = type == null || length == 0;
    if (!fits(rtp, length)) {
      counters.increment(LoopCounter.DROPPED_RTP_OVERSIZED);
      return 0;
    }
    if (!empty && !slot.layers().selects(packet)) {
      rewriter.dropPicture(stream.id(), packet.descriptor());
      empty = true;
    }
    if (empty && (rewriter.drop(stream.id(), packet.extendedSeq()) || type == null)) {
      return 0;
    }
    length = empty ? 0 : length;
    int sequenceNumber =
        rewriter.sequence(
            packet.captureNs(), stream.id(), packet.extendedSeq(), rtp, packet.descriptor());
    Segment segment = rewriter.current();
    if (sequenceNumber < 0 || segment == null || type == null) {
      return 0;
    }
    boolean endsPicture = !empty && !rtp.marker() && slot.layers().endsPicture();
    slot.layers().markers().onSent(sequenceNumber, endsPicture);
    byte[] out = run.array();
    int start = run.offset();
    int headerLength =
        writeHeader(
            out,
            start,
            rtp,
            rtp.marker() || endsPicture,
            type.number(),
            sequenceNumber,
            segment,
            slot.identity().ssrc(),
            stream.track().sourceId(),
            slot.section().sendExtensions());
    int prefix =
        empty
            ? 0
            : segment.writePrefix(
                packet.descriptor(), rtp.bytes(), offset, out, start + headerLength);
    int written =
        prefix == 0 && padding == 0
            ? srtp.protect(out, start, headerLength, rtp.bytes(), offset, length)
            : srtp.protect(
                out,
                start,
                headerLength,
                prefix,
                rtp.bytes(),
                offset + prefix,
                length - prefix,
                padding);
    if (written <= 0) {
      return 0;
    }
    run.add(written);
    sent(slot);
    slot.onSent(sequenceNumber);
    slot.reports().onSent(length);
    counters.increment(LoopCounter.FORWARDED_PACKETS);
    return written;
  }

  /** Only a packet that leaves has used up its number. */
  private void sent(Slot slot) {
    numbered = slot.section().sendExtensions().idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER) != 0;
    if (numbered) {
      transportSequenceNumber = (transportSequenceNumber + 1) & 0xffff;
    }
  }

  /**
   * Writes a packet again as the retransmission that a NACK asked for (RFC 4588 §4): on the slot's
   * RTX stream, behind its original sequence number, rewritten as it was then.
   *
   * @param segment the reign it was sent under
   * @param sequenceNumber the one it was sent with
   * @return its length; 0 if nothing is sent
   */
  int writeRetransmission(
      Slot slot,
      TrackDescription source,
      RtpPacket rtp,
      PayloadType from,
      Segment segment,
      int sequenceNumber,
      DatagramRun run,
      SrtpSender srtp) {
    PayloadType type = slot.section().payloadTypes().of(from.codec());
    if (type == null
        || !type.hasRtx()
        || !slot.identity().hasRtx()
        || !fits(rtp, rtp.payloadLength())) {
      return 0;
    }
    byte[] out = run.array();
    int start = run.offset();
    int headerLength =
        writeHeader(
            out,
            start,
            rtp,
            rtp.marker() || slot.layers().markers().wasAdded(sequenceNumber),
            type.rtxNumber(),
            slot.nextRtxSequenceNumber(),
            segment,
            slot.identity().rtxSsrc(),
            source.sourceId(),
            slot.section().sendExtensions());
    int prefix = 2;
    NetworkOrder.put16(out, start + headerLength, sequenceNumber);
    int offset = rtp.payloadOffset();
    int length = rtp.payloadLength();
    int skipped =
        segment.writePrefix(
            PayloadDescriptor.parse(from.codec(), rtp.bytes(), offset, length),
            rtp.bytes(),
            offset,
            out,
            start + headerLength + prefix);
    int written =
        srtp.protect(
            out,
            start,
            headerLength,
            prefix + skipped,
            rtp.bytes(),
            offset + skipped,
            length - skipped,
            0);
    if (written <= 0) {
      return 0;
    }
    run.add(written);
    sent(slot);
    return written;
  }

  /**
   * Writes a packet of nothing but padding on the slot's RTX stream, where a probe finds nothing to
   * send again.
   *
   * @return its length; 0 if nothing is sent
   */
  int writePadding(Slot slot, DatagramRun run, SrtpSender srtp) {
    PayloadType type = slot.rtxType();
    int transportId =
        slot.section().sendExtensions().idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    if (type == null || transportId == 0) {
      return 0;
    }
    byte[] out = run.array();
    int start = run.offset();
    long ssrc = slot.identity().rtxSsrc();
    int number = slot.nextRtxSequenceNumber();
    RtpHeader.write(
        out, start, false, type.rtxNumber(), number, slot.rewriter().nextTimestamp(), ssrc);
    extensionWriter.begin(out, start + RtpHeader.FIXED_LENGTH);
    extensionWriter.addUnsigned(transportId, transportSequenceNumber, 2);
    int headerLength = RtpHeader.FIXED_LENGTH + extensionWriter.finish();
    RtpHeader.setExtension(out, start, true);
    RtpHeader.setPadding(out, start, true);
    int written = srtp.protect(out, start, headerLength, PADDING, 0, PADDING.length);
    if (written <= 0) {
      return 0;
    }
    run.add(written);
    sent(slot);
    return written;
  }

  private int writeHeader(
      byte[] out,
      int start,
      RtpPacket rtp,
      boolean marker,
      int payloadType,
      int sequenceNumber,
      Segment segment,
      long ssrc,
      long sourceId,
      ExtensionMap ids) {
    long timestamp = segment.timestamp(rtp.timestamp());
    RtpHeader.write(out, start, marker, payloadType, sequenceNumber, timestamp, ssrc);
    RtpHeader.setCsrcCount(out, start, 1);
    NetworkOrder.put32(out, start + RtpHeader.FIXED_LENGTH, sourceId);
    extensionWriter.begin(out, start + HEADER_WITH_SOURCE);
    int transportId = ids.idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    if (transportId != 0) {
      extensionWriter.addUnsigned(transportId, transportSequenceNumber, 2);
    } else if (ids.idOf(HeaderExtension.ABS_SEND_TIME) != 0) {
      extensionWriter.addUnsigned(ids.idOf(HeaderExtension.ABS_SEND_TIME), absSendTime, 3);
    }
    addLevel(rtp, ids.idOf(HeaderExtension.AUDIO_LEVEL));
    addDependencies(rtp, segment, ids.idOf(HeaderExtension.DEPENDENCY_DESCRIPTOR));
    int extensionLength = extensionWriter.finish();
    RtpHeader.setExtension(out, start, extensionLength > 0);
    return HEADER_WITH_SOURCE + extensionLength;
  }

  /** Whether a packet can be forwarded: one that fills its datagram on the way in cannot. */
  private static boolean fits(RtpPacket rtp, int payloadLength) {
    int descriptor = Math.max(0, rtp.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR));
    return OVERHEAD + Math.min(descriptor, MAX_DESCRIPTOR) + payloadLength
        <= DatagramRun.MAX_PACKET_BYTES;
  }

  private void addLevel(RtpPacket rtp, int id) {
    int length = rtp.extensionLength(HeaderExtension.AUDIO_LEVEL);
    if (id != 0 && length == AudioLevel.LENGTH) {
      int offset = rtp.extensionOffset(HeaderExtension.AUDIO_LEVEL);
      extensionWriter.add(id, rtp.bytes(), offset, length);
    }
  }

  private void addDependencies(RtpPacket rtp, Segment segment, int id) {
    int length = rtp.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    if (id == 0 || length < DependencyNumbers.MIN_LENGTH || length > MAX_DESCRIPTOR) {
      return;
    }
    if (segment.writeDescriptor(rtp, descriptor, 0) == 0) {
      int offset = rtp.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
      extensionWriter.add(id, rtp.bytes(), offset, length);
    } else {
      extensionWriter.add(id, descriptor, 0, length);
    }
  }
}
