package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.bwe.WatchedLayers;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.session.MediaSection;

/**
 * One track somebody publishes, where it comes in: a camera, a microphone, a screen. It has one
 * {@link InboundStream} per simulcast layer (a single one without simulcast), hands what comes to
 * the slots on its own loop and to an {@link Outlet} for each other loop of the room, and asks its
 * publisher on behalf of all of them.
 *
 * <p>Confined to its MediaLoop.
 */
final class InboundTrack implements RoomTrack.Origin {
  private final Member publisher;
  private final RoomTrack here;
  private final List<Outlet> outlets = new ArrayList<>();
  private final List<InboundStream> streams = new ArrayList<>();
  private final VoiceActivity voice = new VoiceActivity();
  private TrackDescription description;
  private @Nullable WatchedLayers watched;
  private int neededHere;

  InboundTrack(Member publisher, TrackDescription description) {
    this.publisher = publisher;
    this.description = description;
    this.here = new RoomTrack(publisher.publisher(), description, this);
  }

  Member publisher() {
    return publisher;
  }

  TrackDescription description() {
    return description;
  }

  TrackSource source() {
    return description.source();
  }

  MediaKind kind() {
    return section().kind();
  }

  MediaSection section() {
    return description.section();
  }

  /** The track as its own loop sees it. */
  RoomTrack here() {
    return here;
  }

  /** A later offer described the same media section anew. */
  void renegotiated(MediaSection section) {
    description =
        new TrackDescription(
            description.publisherId(), description.source(), description.sourceId(), section);
    here.renegotiated(description);
    for (InboundStream stream : streams) {
      stream.renegotiated(description);
    }
    for (Outlet outlet : outlets) {
      outlet.renegotiated(description);
    }
  }

  // --- layers -----------------------------------------------------------------------------------

  List<InboundStream> streams() {
    return streams;
  }

  void add(InboundStream stream) {
    streams.add(stream);
  }

  void remove(InboundStream stream) {
    streams.remove(stream);
    here.end(stream.id());
    for (Outlet outlet : outlets) {
      outlet.onStreamEnded(stream.id());
    }
  }

  /** The layer of this RID, or null before its first packet. */
  @Nullable InboundStream layer(@Nullable String rid) {
    for (int i = 0; i < streams.size(); i++) {
      String of = streams.get(i).rid();
      if (rid == null ? of == null : rid.equals(of)) {
        return streams.get(i);
      }
    }
    return null;
  }

  // --- what comes -------------------------------------------------------------------------------

  void forward(long nowNs, RoomStream stream, MediaPacket packet) {
    here.forward(nowNs, stream, packet);
    for (int i = 0; i < outlets.size(); i++) {
      outlets.get(i).forward(packet);
    }
  }

  /** A packet of it has this audio level, see {@link VoiceActivity#onLevel}. */
  void onLevel(long nowNs, int level) {
    if (voice.onLevel(nowNs, level)) {
      here.onSpeaking(nowNs);
      publisher.onSpeaking(nowNs, this);
    }
  }

  /** The other loops hear who speaks. */
  void tellSpeaking(long nowNs) {
    for (int i = 0; i < outlets.size(); i++) {
      outlets.get(i).onSpeaking(nowNs);
    }
  }

  void tellReport(StreamDescription stream, long arrivalNs, SenderReport report) {
    for (int i = 0; i < outlets.size(); i++) {
      outlets.get(i).onSenderReport(stream, arrivalNs, report);
    }
  }

  // --- the room's other loops -------------------------------------------------------------------

  /** The room has come to another loop. */
  void add(PartLink link) {
    Outlet outlet = new Outlet(link, this);
    outlets.add(outlet);
    for (InboundStream stream : streams) {
      stream.tellLastReport(outlet);
    }
  }

  /** The room has left a loop. */
  void remove(PartLink link) {
    outlets.removeIf(outlet -> outlet.link() == link);
  }

  /** The track is published no more. */
  void end() {
    for (Outlet outlet : outlets) {
      outlet.end();
    }
    outlets.clear();
  }

  /** Whether anybody receives it, here or elsewhere. */
  boolean isWanted() {
    if (here.isWanted()) {
      return true;
    }
    for (int i = 0; i < outlets.size(); i++) {
      if (outlets.get(i).isWanted()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void requestKeyFrame(long nowNs, int streamId) {
    RoomStream best = streamId == BEST ? here.preferred(nowNs) : null;
    int wanted = best == null ? streamId : best.id();
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).id() == wanted) {
        streams.get(i).requestKeyFrame(nowNs);
      }
    }
  }

  @Override
  public void onWanted(boolean wanted) {} // it comes in anyway

  @Override
  public void onNeeded(long nowNs, int layers) {
    neededHere = layers;
    onNeedsChanged();
  }

  /** Who receives it needs other layers than before, here or elsewhere. */
  void onNeedsChanged() {
    publisher.onNeedsChanged();
  }

  /**
   * Which layers its publisher is to send begins to be decided.
   *
   * @param untilNs all of them are taken to be needed so long
   * @return false if it has none to choose among
   */
  boolean watch(long untilNs) {
    int layers = Math.min(section().rids().size(), WatchedLayers.MAX_LAYERS);
    if (layers > 1) {
      watched = new WatchedLayers(untilNs, layers);
    }
    return layers > 1;
  }

  /** Which layers its publisher is to send; null where there is no choice. */
  @Nullable WatchedLayers watched() {
    return watched;
  }

  /** The layers that somebody needs, see {@link RoomTrack.Origin#onNeeded}. */
  int needed() {
    int all = neededHere;
    for (int i = 0; i < outlets.size(); i++) {
      all |= outlets.get(i).needed();
    }
    return all;
  }
}
