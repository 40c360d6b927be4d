package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.meshless.rtp.bwe.WatchedLayers;

/**
 * Tells a publisher which layers of its video somebody watches, so that it sends no others. One
 * that is needed is asked for at once; one that nobody needs is given up after a while.
 *
 * <p>Confined to its MediaLoop.
 */
final class Dynacast {
  private static final long PERIOD_NS = 1_000_000_000;

  /** A publisher is given time to begin with all its layers, and others to come and watch. */
  private static final long GRACE_NS = 15_000_000_000L;

  private final Inbound inbound;
  private final Consumer<RoomEvent> events;
  private final Map<TrackSource, Integer> told = new EnumMap<>(TrackSource.class);
  private long nextNs = Long.MAX_VALUE;

  Dynacast(Inbound inbound, Consumer<RoomEvent> events) {
    this.inbound = inbound;
    this.events = events;
  }

  /** A track is published: all its layers are sent until it is known who watches what. */
  void begin(long nowNs, InboundTrack track) {
    if (track.watch(nowNs + GRACE_NS)) {
      nextNs = Math.min(nextNs, nowNs);
    }
  }

  long nextDeadlineNs() {
    return nextNs;
  }

  /** Looks what is needed, if that is due; at once when told {@link #changed}. */
  void onTimeout(long nowNs) {
    if (nowNs < nextNs) {
      return;
    }
    nextNs = Long.MAX_VALUE;
    List<InboundTrack> tracks = inbound.tracks();
    for (int i = 0; i < tracks.size(); i++) {
      WatchedLayers watched = tracks.get(i).watched();
      if (watched != null) {
        nextNs = nowNs + PERIOD_NS;
        tell(tracks.get(i), watched.update(nowNs, tracks.get(i).needed()));
      }
    }
  }

  /** Who receives something needs other layers than before. */
  void changed() {
    if (nextNs != Long.MAX_VALUE) {
      nextNs = Long.MIN_VALUE;
    }
  }

  private void tell(InboundTrack track, int active) {
    List<String> rids = track.section().rids();
    int all = (1 << Math.min(rids.size(), WatchedLayers.MAX_LAYERS)) - 1;
    if (told.getOrDefault(track.source(), all) == active) {
      return;
    }
    told.put(track.source(), active);
    List<String> wanted = new ArrayList<>();
    for (int rank = 0; rank < rids.size(); rank++) {
      if (rank >= WatchedLayers.MAX_LAYERS || (active & 1 << rank) != 0) {
        wanted.add(rids.get(rank));
      }
    }
    events.accept(new RoomEvent.LayersWanted(track.source(), wanted));
  }
}
