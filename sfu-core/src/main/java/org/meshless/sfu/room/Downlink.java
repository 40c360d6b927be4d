package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.bwe.ProbeCluster;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.send.Segment;
import org.meshless.rtp.session.PayloadType;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.transport.DatagramRun;
import org.meshless.sfu.transport.EqualSizes;
import org.meshless.sfu.transport.Transport;

/**
 * What leaves for one member: collected during a turn, numbered, written and protected one after
 * the other at its end, all at once where the path is ample; and what it asks for again. Where it
 * is not, voices leave at once, then what was asked for again and video as the pacer lets it.
 *
 * <p>Confined to its MediaLoop.
 */
final class Downlink {
  /** Video that has waited longer is out of date: better to begin anew. */
  private static final long OUTDATED_NS = 1_000_000_000;

  private final RoomPart room;
  private final MediaLoop loop;
  private final OutgoingPackets outgoing = new OutgoingPackets();
  private final PacedPackets waiting = new PacedPackets();
  private final WantedAgain again = new WantedAgain();
  private final PacketWriter writer;
  private final Bandwidth bandwidth;
  private @Nullable Slot probedBy;
  private long wakeNs = Long.MAX_VALUE;
  private long rttNs;

  Downlink(RoomPart room, Bandwidth bandwidth) {
    this.room = room;
    this.loop = room.loop();
    this.bandwidth = bandwidth;
    this.writer = new PacketWriter(loop.counters());
  }

  /** How far away the member is, in nanoseconds. */
  void onRtt(long rttNs) {
    this.rttNs = rttNs;
  }

  /** A packet leaves in a slot of the member with the next {@link #flush}, or soon after. */
  void add(Slot slot, MediaPacket packet, @Nullable Transport to) {
    if (outgoing.isFull()) {
      flush(loop.nowNs(), to);
    }
    outgoing.add(slot, packet);
  }

  /** The member misses packets of a slot: they leave again with the next {@link #flush}. */
  void onNack(long nowNs, Slot slot, GenericNack nack) {
    nack.forEachLost(
        lost -> {
          if (slot.retransmissions().onNack(nowNs, rttNs, lost) != null) {
            again.add(slot, lost);
          }
        });
  }

  /** When {@link #flush} is due without anything new to send. */
  long nextDeadlineNs() {
    return wakeNs;
  }

  /** Sends what was collected and what may leave by now, or forgets it if nothing can be sent. */
  void flush(long nowNs, @Nullable Transport to) {
    if (to == null || !to.isWritable()) {
      outgoing.clear();
      waiting.clear();
      again.clear();
      wakeNs = Long.MAX_VALUE;
      return;
    }
    ProbeCluster probe = bandwidth.probe(nowNs);
    if (outgoing.isEmpty() && waiting.isEmpty() && again.isEmpty() && probe == null) {
      wakeNs = Long.MAX_VALUE;
      return;
    }
    DatagramRun run = to.beginRun();
    try {
      writer.at(loop.ntpAt(nowNs));
      if (bandwidth.isAmple() && waiting.isEmpty()) {
        EqualSizes equal = writer.equalSizes(outgoing);
        for (int i = 0; i < outgoing.count(); i++) {
          send(nowNs, outgoing.slot(i), outgoing.packet(i), equal.padding(i), run, to);
        }
      } else {
        sendVoices(nowNs, run, to);
      }
      wakeNs = Long.MAX_VALUE;
      probe(nowNs, run, to);
      pace(nowNs, run, to);
    } finally {
      run.end();
      outgoing.clear();
    }
  }

  private void sendVoices(long nowNs, DatagramRun run, Transport to) {
    for (int i = 0; i < outgoing.count(); i++) {
      Slot slot = outgoing.slot(i);
      if (slot.kind() == MediaKind.AUDIO) {
        send(nowNs, slot, outgoing.packet(i), 0, run, to);
      } else {
        if (waiting.isFull() || nowNs - waiting.sinceNs() > OUTDATED_NS) {
          beginAnew(nowNs);
        }
        waiting.add(nowNs, slot, outgoing.packet(i));
      }
    }
  }

  /** Gives up what waits; what follows begins with key frames. */
  private void beginAnew(long nowNs) {
    loop.counters().add(LoopCounter.DROPPED_PACED, waiting.count());
    while (!waiting.isEmpty()) {
      Slot slot = waiting.slot();
      waiting.remove();
      if (slot.current() != null) {
        slot.restart();
        slot.requestKeyFrame(nowNs);
      }
    }
  }

  private void pace(long nowNs, DatagramRun run, Transport to) {
    while (!again.isEmpty() || !waiting.isEmpty()) {
      if (!bandwidth.isAmple() && !bandwidth.pacer().mayLeave(nowNs)) {
        wakeNs = Math.min(wakeNs, bandwidth.pacer().nextNs(nowNs));
        return;
      }
      sendNext(nowNs, run, to);
    }
  }

  private void sendNext(long nowNs, DatagramRun run, Transport to) {
    if (!again.isEmpty()) {
      Slot slot = again.slot();
      int sequenceNumber = again.sequenceNumber();
      again.remove();
      if (sendAgain(nowNs, slot, sequenceNumber, true, run, to)) {
        loop.counters().increment(LoopCounter.RETRANSMITTED_PACKETS);
      }
    } else {
      Slot slot = waiting.slot();
      MediaPacket packet = waiting.packet();
      waiting.remove();
      if (slot.isOvertaken(packet)) {
        loop.counters().increment(LoopCounter.DROPPED_PACED);
      } else {
        send(nowNs, slot, packet, 0, run, to);
      }
    }
  }

  private void send(
      long nowNs, Slot slot, MediaPacket packet, int padding, DatagramRun run, Transport to) {
    int size = writer.write(slot, packet, padding, run, to.srtpSender());
    if (size > 0) {
      bandwidth.onSent(nowNs, writer.lastNumber(), size);
      if (slot.kind() == MediaKind.VIDEO && writer.lastNumber() >= 0) {
        probedBy = slot;
      }
    }
  }

  private boolean sendAgain(
      long nowNs, Slot slot, int sequenceNumber, boolean asked, DatagramRun run, Transport to) {
    Segment segment = slot.rewriter().segmentOf(sequenceNumber);
    RoomStream stream = segment == null ? null : room.stream(segment.streamId());
    if (segment == null || stream == null) {
      return false;
    }
    RtpPacket packet = stream.kept(nowNs, segment.sourceExtendedSeq(sequenceNumber));
    TrackDescription source = stream.track().description();
    PayloadType type =
        packet == null ? null : source.section().payloadTypes().of(packet.payloadType());
    if (packet == null
        || type == null
        || (asked && !bandwidth.affordsAgain(nowNs, packet.length()))) {
      return false;
    }
    int size =
        writer.writeRetransmission(
            slot, source, packet, type, segment, sequenceNumber, run, to.srtpSender());
    if (size > 0) {
      bandwidth.onSent(nowNs, writer.lastNumber(), size);
    }
    return size > 0;
  }

  /** Makes up what a probe lacks: video that is due, then what was sent last, then padding. */
  private void probe(long nowNs, DatagramRun run, Transport to) {
    for (ProbeCluster probe = bandwidth.probe(nowNs);
        probe != null;
        probe = bandwidth.probe(nowNs)) {
      if (probe.nextNs(nowNs) > nowNs) {
        wakeNs = Math.min(wakeNs, probe.nextNs(nowNs));
        return;
      }
      if (!again.isEmpty() || !waiting.isEmpty()) {
        sendNext(nowNs, run, to);
      } else if (!sendProbePacket(nowNs, run, to)) {
        return;
      }
    }
  }

  private boolean sendProbePacket(long nowNs, DatagramRun run, Transport to) {
    Slot slot = probedBy;
    if (slot == null || !slot.isOpen()) {
      return false;
    }
    int last = slot.lastSequenceNumber();
    if (last >= 0 && sendAgain(nowNs, slot, last, false, run, to)) {
      return writer.lastNumber() >= 0; // one that is not numbered proves nothing
    }
    int size = writer.writePadding(slot, run, to.srtpSender());
    if (size > 0) {
      bandwidth.onSent(nowNs, writer.lastNumber(), size);
    }
    return size > 0;
  }
}
