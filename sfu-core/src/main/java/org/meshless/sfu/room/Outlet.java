package org.meshless.sfu.room;

import java.util.HashSet;
import java.util.Set;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.rtcp.SenderReport;

/**
 * A published track on its way to one other loop of its room, where a {@link RoomTrack} mirrors it.
 * Packets go only while somebody there receives the track, and then those of all layers: which one
 * a subscriber gets is decided where the subscriber is, and an unneeded reference costs little.
 *
 * <p>Confined to the publisher's MediaLoop; the mirror, made here, is the other loop's alone from
 * then on.
 */
final class Outlet {
  private final PartLink link;
  private final InboundTrack track;
  private final RoomTrack mirror;
  private boolean wanted;
  private int needed;

  /** Streams that the other loop has been told are broken, until a packet gets through again. */
  private final Set<Integer> broken = new HashSet<>();

  Outlet(PartLink link, InboundTrack track) {
    this.link = link;
    this.track = track;
    RoomTrack made =
        new RoomTrack(
            link.mirrored(track.publisher().publisher()),
            track.description(),
            new RemoteOrigin(track.publisher().loop(), this));
    this.mirror = made;
    link.post(part -> part.add(made));
  }

  PartLink link() {
    return link;
  }

  boolean isWanted() {
    return wanted;
  }

  /** The layers that are needed there. */
  int needed() {
    return needed;
  }

  // --- to the other loop ------------------------------------------------------------------------

  void forward(MediaPacket packet) {
    if (!wanted) {
      return;
    }
    boolean handed = link.hand(mirror, packet);
    if (handed && broken.isEmpty()) {
      return;
    }
    StreamDescription stream = packet.stream();
    if (handed) {
      broken.remove(stream.id());
    } else if (track.kind() == MediaKind.VIDEO && broken.add(stream.id())) {
      link.post(part -> mirror.onBroken(part.loop().nowNs(), stream));
    }
  }

  void renegotiated(TrackDescription description) {
    link.post(
        part -> {
          mirror.renegotiated(description);
          part.changed();
        });
  }

  void onSenderReport(StreamDescription stream, long arrivalNs, SenderReport report) {
    link.post(part -> mirror.stream(stream).onSenderReport(arrivalNs, report));
  }

  void onStreamEnded(int streamId) {
    broken.remove(streamId);
    link.post(part -> mirror.end(streamId));
  }

  void onSpeaking(long nowNs) {
    link.post(part -> part.onSpeaking(nowNs, mirror));
  }

  /** The track is published no more. */
  void end() {
    link.post(part -> part.remove(mirror));
  }

  // --- from the other loop ----------------------------------------------------------------------

  void want(boolean wanted) {
    this.wanted = wanted;
  }

  void need(int layers) {
    needed = layers;
    track.onNeedsChanged();
  }

  void requestKeyFrame(long nowNs, int streamId) {
    track.requestKeyFrame(nowNs, streamId);
  }
}
