package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.send.PacketRing;
import org.meshless.rtp.session.PayloadType;

/**
 * One RTP stream of a publisher: a track, or one simulcast layer of it. Counts what arrives, asks
 * for what is missing and keeps what subscribers may ask for.
 *
 * <p>Confined to its MediaLoop.
 */
final class InboundStream {
  /** A layer that has been quiet for longer is not chosen for anybody. */
  private static final long QUIET_NS = 500_000_000;

  private static final int RING_PACKETS = 2048;
  private static final long RING_AGE_NS = 2_000_000_000;

  private final int id;
  private final InboundTrack track;
  private final long ssrc;
  private final @Nullable String rid;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final PacketRing ring = new PacketRing(RING_PACKETS, RING_AGE_NS);
  private long lastArrivalNs;
  private boolean heard;
  private long lastKeyFrameRequestNs = Long.MIN_VALUE / 2;

  InboundStream(int id, InboundTrack track, long ssrc, @Nullable String rid) {
    this.id = id;
    this.track = track;
    this.ssrc = ssrc;
    this.rid = rid;
  }

  /** Unique in the room, for the rewriters of its subscribers. */
  int id() {
    return id;
  }

  InboundTrack track() {
    return track;
  }

  long ssrc() {
    return ssrc;
  }

  /** The simulcast layer (RFC 8851), null where there is only one. */
  @Nullable String rid() {
    return rid;
  }

  boolean isFlowing(long nowNs) {
    return heard && nowNs - lastArrivalNs < QUIET_NS;
  }

  /** A packet of this stream, whether it came at first or as a retransmission. */
  void onPacket(long nowNs, RtpPacket rtp, PayloadType type) {
    long extendedSeq = unwrapper.unwrap(rtp.sequenceNumber());
    heard = true;
    lastArrivalNs = nowNs;
    if (!ring.put(nowNs, extendedSeq, rtp)) {
      return; // a duplicate, or too late for anybody
    }
    PayloadDescriptor descriptor =
        PayloadDescriptor.parse(
            type.codec(), rtp.bytes(), rtp.payloadOffset(), rtp.payloadLength());
    track.forward(nowNs, new MediaPacket(this, rtp, type, descriptor, extendedSeq, nowNs));
  }

  /** A packet that a subscriber asks for again, or null if it is gone. */
  @Nullable RtpPacket kept(long nowNs, long extendedSeq) {
    return ring.get(nowNs, extendedSeq);
  }

  void requestKeyFrame(long nowNs) {
    if (nowNs - lastKeyFrameRequestNs >= 300_000_000) {
      lastKeyFrameRequestNs = nowNs;
      track.publisher().requestKeyFrame(this);
    }
  }
}
