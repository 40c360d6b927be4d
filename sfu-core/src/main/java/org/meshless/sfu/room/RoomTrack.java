package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * A published track as one loop of the room sees it: its layers with what subscribers may ask for
 * again, and the slots there that carry it. A room on several loops has one of these on each.
 *
 * <p>Confined to its MediaLoop, which need not be the publisher's.
 */
final class RoomTrack {
  /** Where the track comes from: what its subscribers need is asked for there. */
  interface Origin {
    /** Stands for the best layer that is flowing. */
    int BEST = 0;

    /** Somebody here needs a key frame of this stream, or of the {@link #BEST}. */
    void requestKeyFrame(long nowNs, int streamId);

    /** Somebody here receives the track from now on, or nobody does any more. */
    void onWanted(boolean wanted);

    /**
     * Who is here needs other layers than before.
     *
     * @param layers bit <i>i</i> for the simulcast stream of rank <i>i</i> or, where there is only
     *     one stream, its spatial layer <i>i</i>
     */
    void onNeeded(long nowNs, int layers);
  }

  private static final long LONG_AGO_NS = Long.MIN_VALUE / 2;

  private final Publisher publisher;
  private final Origin origin;
  private final List<RoomStream> streams = new ArrayList<>();
  private final List<Slot> subscribers = new ArrayList<>();
  private final TrackLayers layers = new TrackLayers(this);
  private TrackDescription description;
  private int needed;
  private long spokeNs = LONG_AGO_NS;
  private long consideredNs = LONG_AGO_NS;

  RoomTrack(Publisher publisher, TrackDescription description, Origin origin) {
    this.publisher = publisher;
    this.description = description;
    this.origin = origin;
  }

  Publisher publisher() {
    return publisher;
  }

  Origin origin() {
    return origin;
  }

  TrackDescription description() {
    return description;
  }

  TrackSource source() {
    return description.source();
  }

  MediaKind kind() {
    return description.section().kind();
  }

  /** A later offer described the same media section anew. */
  void renegotiated(TrackDescription description) {
    this.description = description;
  }

  boolean isCompanionOf(RoomTrack other) {
    return publisher == other.publisher && source().companion() == other.source();
  }

  // --- voice ------------------------------------------------------------------------------------

  /** Its publisher is speaking, or was at that time. */
  void onSpeaking(long nowNs) {
    spokeNs = Math.max(spokeNs, nowNs);
  }

  /** How long ago the person last spoke, in nanoseconds; very long if never. */
  long silentForNs(long nowNs) {
    return nowNs - spokeNs;
  }

  /** True once in every {@code intervalNs}. */
  boolean takeConsideration(long nowNs, long intervalNs) {
    if (nowNs - consideredNs < intervalNs) {
      return false;
    }
    consideredNs = nowNs;
    return true;
  }

  // --- layers -----------------------------------------------------------------------------------

  List<RoomStream> streams() {
    return streams;
  }

  /** The layer that this describes; it begins if it is not known yet. */
  RoomStream stream(StreamDescription described) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).id() == described.id()) {
        return streams.get(i);
      }
    }
    RoomStream stream = new RoomStream(this, described);
    streams.add(stream);
    layers.changed();
    return stream;
  }

  /** The layer has ended: whoever receives it waits for another. */
  void end(int streamId) {
    for (int i = 0; i < streams.size(); i++) {
      RoomStream stream = streams.get(i);
      if (stream.id() == streamId) {
        streams.remove(i);
        layers.changed();
        restart(stream);
        return;
      }
    }
  }

  /** Packets of this layer are missing here that nobody can send again. */
  void onBroken(long nowNs, StreamDescription described) {
    RoomStream stream = stream(described);
    restart(stream);
    for (int i = 0; i < subscribers.size(); i++) {
      subscribers.get(i).requestKeyFrame(nowNs);
    }
  }

  private void restart(RoomStream stream) {
    for (int i = 0; i < subscribers.size(); i++) {
      subscribers.get(i).restartIf(stream);
    }
  }

  /** The ways to forward it, from the cheapest on. */
  TrackLayers layers() {
    return layers;
  }

  /** The stream's place among the track's layers: pages list them from the smallest on. */
  int rank(RoomStream stream) {
    return stream.rid() == null ? 0 : description.section().rids().indexOf(stream.rid());
  }

  /** Whether anything of the layer of this rank ever came. */
  boolean hasHeard(int rank) {
    for (int i = 0; i < streams.size(); i++) {
      if (rank(streams.get(i)) == rank && streams.get(i).isHeard()) {
        return true;
      }
    }
    return false;
  }

  /** The best layer that is flowing. */
  @Nullable RoomStream preferred(long nowNs) {
    RoomStream best = null;
    int bestRank = -1;
    for (int i = 0; i < streams.size(); i++) {
      RoomStream stream = streams.get(i);
      int rank = rank(stream);
      if (rank > bestRank && stream.isFlowing(nowNs)) {
        best = stream;
        bestRank = rank;
      }
    }
    return best;
  }

  // --- subscribers ------------------------------------------------------------------------------

  void subscribe(Slot slot) {
    subscribers.add(slot);
    if (subscribers.size() == 1) {
      origin.onWanted(true);
    }
  }

  void unsubscribe(Slot slot) {
    if (subscribers.remove(slot) && subscribers.isEmpty()) {
      origin.onWanted(false);
    }
  }

  /** One of the subscribers needs other layers than before, or is one no more. */
  void onNeedsChanged(long nowNs) {
    int all = 0;
    for (int i = 0; i < subscribers.size(); i++) {
      all |= subscribers.get(i).layers().needs();
    }
    if (all != needed) {
      needed = all;
      origin.onNeeded(nowNs, all);
    }
  }

  boolean isWanted() {
    return !subscribers.isEmpty();
  }

  /** Hands a packet to everybody here who watches or hears this track. */
  void forward(long nowNs, RoomStream stream, MediaPacket packet) {
    stream.layers().onPacket(nowNs, packet);
    for (int i = 0, n = subscribers.size(); i < n; i++) {
      subscribers.get(i).onPacket(nowNs, stream, packet);
    }
  }
}
