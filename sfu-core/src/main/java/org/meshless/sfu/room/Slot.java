package org.meshless.sfu.room;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.send.RetransmissionIndex;
import org.meshless.rtp.send.SenderReportBuilder;
import org.meshless.rtp.send.StreamRewriter;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.session.PayloadTypeMap;

/**
 * A subscriber's m-line that the server sends on: one continuous RTP stream with a fixed SSRC,
 * whoever is carried in it. Which track that is may change at any time without renegotiation;
 * sequence numbers, timestamps, picture ids and frame numbers go on as if nothing had happened, and
 * each packet names its source in the CSRC list.
 *
 * <p>Confined to its MediaLoop.
 */
final class Slot {
  private final Member subscriber;
  private final StreamRewriter rewriter;
  private final RetransmissionIndex retransmissions;
  private final SenderReportBuilder reports;
  private MediaSection section;
  private OutboundStream identity;
  private @Nullable RoomTrack track;
  private int generation;

  /** The layer being forwarded; null until one can be started. */
  private @Nullable RoomStream current;

  /** The packet that starts {@link #current}, until it is written at the end of its turn. */
  private @Nullable MediaPacket start;

  /** Whether the page may still show the track before: nothing is forwarded until it does not. */
  private boolean awaitsCover;

  private final SlotLayers layers = new SlotLayers();

  /** What the last packet's payload type matched: a stream rarely changes its codec. */
  private @Nullable PayloadType matchedFrom;

  private @Nullable PayloadType matched;

  private int rtxSequenceNumber;
  private int lastSequenceNumber = -1;

  /**
   * @param random draws where sequence numbers and timestamps begin (RFC 3550 §5.1)
   */
  Slot(Member subscriber, MediaSection section, OutboundStream identity, RandomGenerator random) {
    this.subscriber = subscriber;
    this.section = section;
    this.identity = identity;
    this.reports = new SenderReportBuilder(identity.ssrc());
    int clockRate = section.kind() == MediaKind.AUDIO ? 48_000 : 90_000;
    this.rewriter =
        new StreamRewriter(clockRate, random.nextInt(1 << 15), random.nextLong(1L << 32));
    this.retransmissions = new RetransmissionIndex(rewriter);
    this.rtxSequenceNumber = random.nextInt(1 << 15);
  }

  MediaKind kind() {
    return section.kind();
  }

  MediaSection section() {
    return section;
  }

  OutboundStream identity() {
    return identity;
  }

  StreamRewriter rewriter() {
    return rewriter;
  }

  RetransmissionIndex retransmissions() {
    return retransmissions;
  }

  /** Whether the subscriber still receives on this m-line. */
  boolean isOpen() {
    return section.direction().sends();
  }

  void renegotiated(MediaSection section) {
    this.section = section;
    matchedFrom = null;
    if (section.outbound() != null) {
      identity = section.outbound(); // the SSRC stays, that of retransmissions may come or go
    }
  }

  // --- what it carries --------------------------------------------------------------------------

  @Nullable RoomTrack track() {
    return track;
  }

  @Nullable RoomStream current() {
    return current;
  }

  /** Counts the changes of what it carries, from 1. */
  int generation() {
    return generation;
  }

  /**
   * Carries {@code track} from now on, or nothing.
   *
   * @param covers whether the page will say that it has covered what it showed of the track before:
   *     until then nothing is forwarded, or one would appear under the other's name
   * @return the timestamp that every frame of the new track has at least, and no frame of the old
   *     one (mod 2³²)
   */
  long assign(long nowNs, @Nullable RoomTrack track, boolean covers) {
    if (this.track != null) {
      this.track.unsubscribe(this);
    }
    RoomTrack before = this.track;
    this.track = track;
    awaitsCover = covers && generation > 0 && kind() == MediaKind.VIDEO;
    generation++;
    layers.reset();
    restart();
    if (before != null) {
      before.onNeedsChanged(nowNs);
    }
    if (track != null) {
      track.subscribe(this);
      if (track.layers().ways(nowNs).isEmpty()) {
        requestKeyFrame(nowNs); // else when it is decided of which layer
      }
    }
    return rewriter.nextTimestamp();
  }

  /** The page no longer shows what this slot carried before that generation. */
  void covered(long nowNs, int generation) {
    if (awaitsCover && generation == this.generation) {
      awaitsCover = false;
      requestKeyFrame(nowNs);
    }
  }

  /** Stops what is being forwarded until it can begin anew, for video at a key frame. */
  void restart() {
    rewriter.end();
    current = null;
    start = null;
  }

  /**
   * The subscriber cannot go on without a key frame. One that cannot be sent anything yet asks when
   * it connects: a key frame that came before would be lost on it, and hold up the next one.
   */
  void requestKeyFrame(long nowNs) {
    if (track != null && kind() == MediaKind.VIDEO && !awaitsCover && subscriber.isWritable()) {
      RoomStream wanted = current != null ? current : wantedStream(nowNs);
      track.origin().requestKeyFrame(nowNs, wanted == null ? RoomTrack.Origin.BEST : wanted.id());
    }
  }

  private @Nullable RoomStream wantedStream(long nowNs) {
    Way way = layers.way();
    return way != null ? way.stream() : track == null ? null : track.preferred(nowNs);
  }

  // --- which layers -----------------------------------------------------------------------------

  /** Which layers are forwarded, and why. */
  SlotLayers layers() {
    return layers;
  }

  /**
   * Forwards {@code way} from where that can begin, or nothing.
   *
   * @param needs what the publisher has to send for that, and for better if it could be had
   */
  void forward(long nowNs, @Nullable Way way, int needs, String reason) {
    RoomTrack carried = track;
    if (carried == null) {
      return;
    }
    boolean changed = layers.choose(way);
    RoomStream forwarded = current;
    if (way == null && forwarded != null) {
      restart();
    } else if (way != null && forwarded != null) {
      layers.pursue(carried, forwarded, nowNs);
    }
    if (way != null
        && way.stream() != current
        && changed
        && !awaitsCover
        && subscriber.isWritable()) {
      way.stream().requestKeyFrame(nowNs);
    }
    await(nowNs, needs, reason);
  }

  /** Nothing of the track flows: what was decided stands, for when it does again. */
  void await(long nowNs, int needs, String reason) {
    if (track != null && layers.need(needs, reason)) {
      track.onNeedsChanged(nowNs);
    }
  }

  /** The layer has ended, or is broken. */
  void restartIf(RoomStream stream) {
    if (stream == current) {
      restart();
    }
  }

  // --- forwarding -------------------------------------------------------------------------------

  /** A packet of the track: it leaves at the end of this turn if it is of the layer forwarded. */
  void onPacket(long nowNs, RoomStream stream, MediaPacket packet) {
    if (!subscriber.isWritable()) {
      return;
    }
    if (stream != current) {
      if (!begins(nowNs, stream, packet)) {
        return;
      }
      current = stream;
      start = packet;
    }
    subscriber.send(this, packet);
  }

  private boolean begins(long nowNs, RoomStream stream, MediaPacket packet) {
    if (kind() == MediaKind.AUDIO) {
      return packet.rtp().payloadLength() > 0;
    }
    RoomTrack carried = track;
    if (carried == null || layers.isPaused() || awaitsCover) {
      return false;
    }
    RoomStream wanted = wantedStream(nowNs);
    if (packet.startsKeyFrame()) {
      boolean smaller = wanted == null || carried.rank(stream) <= carried.rank(wanted);
      return stream == wanted || (current == null && smaller);
    }
    if (stream == wanted) {
      stream.requestKeyFrame(nowNs);
    }
    return false;
  }

  /** Whether this is the packet that a newly forwarded layer starts with; true once. */
  @SuppressWarnings("ReferenceEquality") // this packet, not one like it
  boolean takeStart(MediaPacket packet) {
    if (packet != start) {
      return false;
    }
    start = null;
    layers.begin(packet.stream().id());
    return true;
  }

  /** Whether a packet that still waits is of a layer that was left meanwhile for another one. */
  boolean isOvertaken(MediaPacket packet) {
    MediaPacket begins = start;
    return begins != null && begins.stream().id() != packet.stream().id();
  }

  /**
   * The subscriber's payload type for a packet: the same codec, or Opus for the primary encoding of
   * a RED packet that the subscriber could not read; null for what it cannot receive.
   */
  @SuppressWarnings("ReferenceEquality") // the same negotiation, not one like it
  @Nullable PayloadType match(TrackDescription source, PayloadType from) {
    if (from != matchedFrom) {
      matchedFrom = from;
      matched = find(source, from);
    }
    return matched;
  }

  private @Nullable PayloadType find(TrackDescription source, PayloadType from) {
    PayloadTypeMap ours = section.payloadTypes();
    PayloadType same = ours.of(from.codec());
    if (!(from.codec() instanceof Codec.Red red)) {
      return same;
    }
    // A RED payload names the payload types of its blocks, and it is forwarded unread.
    PayloadType block = ours.of(red.of());
    PayloadType theirBlock = source.section().payloadTypes().of(red.of());
    boolean readable = block != null && theirBlock != null && block.number() == theirBlock.number();
    return same != null && readable ? same : block;
  }

  // --- accounting -------------------------------------------------------------------------------

  int nextRtxSequenceNumber() {
    int next = rtxSequenceNumber;
    rtxSequenceNumber = (next + 1) & 0xffff;
    return next;
  }

  /** A packet was sent under this number, for the first time. */
  void onSent(int sequenceNumber) {
    lastSequenceNumber = sequenceNumber;
  }

  /** The number that was sent last; −1 for none. */
  int lastSequenceNumber() {
    return lastSequenceNumber;
  }

  /** A payload type whose retransmissions the subscriber takes, or null. */
  @Nullable PayloadType rtxType() {
    PayloadType type = matched;
    return type != null && type.hasRtx() && identity.hasRtx() ? type : null;
  }

  /** Counts what is sent, for reports. */
  SenderReportBuilder reports() {
    return reports;
  }

  /** What to report of this slot (RFC 3550 §6.4.1); null while there is nothing to say. */
  @Nullable SenderReport senderReport(long nowNs, long ntp) {
    return reports.build(
        nowNs, ntp, rewriter.current(), current == null ? null : current.clock(), List.of());
  }
}
