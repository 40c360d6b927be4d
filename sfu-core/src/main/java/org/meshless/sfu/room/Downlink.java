package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.send.Segment;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.transport.DatagramRun;
import org.meshless.sfu.transport.Transport;

/**
 * What leaves for one member: collected during a turn, numbered, written and protected one after
 * the other at its end; and what it asks for again.
 *
 * <p>Confined to its MediaLoop.
 */
final class Downlink {
  private final RoomPart room;
  private final MediaLoop loop;
  private final OutgoingPackets outgoing = new OutgoingPackets();
  private final PacketWriter writer;
  private long rttNs;

  Downlink(RoomPart room) {
    this.room = room;
    this.loop = room.loop();
    this.writer = new PacketWriter(loop.counters());
  }

  /** How far away the member is, in nanoseconds. */
  void onRtt(long rttNs) {
    this.rttNs = rttNs;
  }

  /** A packet leaves in a slot of the member with the next {@link #flush}. */
  void add(Slot slot, MediaPacket packet, @Nullable Transport to) {
    if (outgoing.isFull()) {
      flush(loop.nowNs(), to);
    }
    outgoing.add(slot, packet);
  }

  /** Sends what was collected, or forgets it if nothing can be sent. */
  void flush(long nowNs, @Nullable Transport to) {
    if (to != null && to.isWritable() && !outgoing.isEmpty()) {
      DatagramRun run = to.beginRun();
      try {
        writer.at(loop.ntpAt(nowNs));
        for (int i = 0; i < outgoing.count(); i++) {
          writer.write(outgoing.slot(i), outgoing.packet(i), run, to.srtpSender());
        }
      } finally {
        run.end();
      }
    }
    outgoing.clear();
  }

  /** The member misses packets of a slot. */
  void onNack(long nowNs, Slot slot, GenericNack nack, Transport to) {
    if (!to.isWritable()) {
      return;
    }
    DatagramRun run = to.beginRun();
    try {
      writer.at(loop.ntpAt(nowNs));
      nack.forEachLost(lost -> retransmit(nowNs, slot, lost, run, to.srtpSender()));
    } finally {
      run.end();
    }
  }

  private void retransmit(
      long nowNs, Slot slot, int sequenceNumber, DatagramRun run, SrtpSender srtp) {
    Segment segment = slot.retransmissions().onNack(nowNs, rttNs, sequenceNumber);
    RoomStream stream = segment == null ? null : room.stream(segment.streamId());
    if (segment == null || stream == null) {
      return;
    }
    RtpPacket packet = stream.kept(nowNs, segment.sourceExtendedSeq(sequenceNumber));
    TrackDescription source = stream.track().description();
    PayloadType type =
        packet == null ? null : source.section().payloadTypes().of(packet.payloadType());
    if (packet != null && type != null) {
      writer.writeRetransmission(slot, source, packet, type, segment, sequenceNumber, run, srtp);
    }
  }
}
