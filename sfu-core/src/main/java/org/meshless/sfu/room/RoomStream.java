package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.send.PacketRing;
import org.meshless.rtp.send.StreamClock;

/**
 * One layer of a {@link RoomTrack} as one loop of the room sees it: whether it flows, when its
 * media was captured, and what subscribers there may ask for again.
 *
 * <p>Confined to its MediaLoop, which need not be the publisher's.
 */
final class RoomStream {
  /** A layer that has been quiet for longer is not chosen for anybody. */
  private static final long QUIET_NS = 500_000_000;

  private static final int RING_PACKETS = 2048;
  private static final long RING_AGE_NS = 2_000_000_000;

  private final RoomTrack track;
  private final int id;
  private final @Nullable String rid;
  private final PacketRing ring = new PacketRing(RING_PACKETS, RING_AGE_NS);
  private final StreamClock clock;
  private final StreamLayers layers = new StreamLayers();
  private long lastArrivalNs;
  private boolean heard;

  RoomStream(RoomTrack track, StreamDescription description) {
    this.track = track;
    this.id = description.id();
    this.rid = description.rid();
    this.clock = new StreamClock(track.publisher().clock(), track.source().clockRate());
  }

  RoomTrack track() {
    return track;
  }

  /** See {@link StreamDescription#id}. */
  int id() {
    return id;
  }

  @Nullable String rid() {
    return rid;
  }

  /** When its media was captured, on the server's clock. */
  StreamClock clock() {
    return clock;
  }

  /** What it consists of. */
  StreamLayers layers() {
    return layers;
  }

  /** A packet of it came, in order or not. */
  void onArrival(long nowNs) {
    heard = true;
    lastArrivalNs = nowNs;
  }

  /** Whether anything of it ever came. */
  boolean isHeard() {
    return heard;
  }

  boolean isFlowing(long nowNs) {
    return heard && nowNs - lastArrivalNs < QUIET_NS;
  }

  /** The publisher's report of this stream, as it arrived at {@code arrivalNs}. */
  void onSenderReport(long arrivalNs, SenderReport report) {
    clock.onSenderReport(arrivalNs, report);
  }

  /**
   * Keeps a packet for those who will ask for it again.
   *
   * @return false for a duplicate, or one too late for anybody
   */
  boolean keep(long nowNs, long extendedSeq, RtpPacket rtp) {
    return ring.put(nowNs, extendedSeq, rtp);
  }

  /** A packet that a subscriber asks for again, or null if it is gone. */
  @Nullable RtpPacket kept(long nowNs, long extendedSeq) {
    return ring.get(nowNs, extendedSeq);
  }

  /** A subscriber here cannot go on, or begin, without a key frame. */
  void requestKeyFrame(long nowNs) {
    track.origin().requestKeyFrame(nowNs, id);
  }
}
