package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.meshless.rtp.bwe.Layer;
import org.meshless.rtp.send.LayerSelector;

/**
 * The ways in which a video track can be forwarded, from the cheapest on: temporal layers are taken
 * before a larger picture for a camera, since smooth matters there; the other way round for a
 * screen, where sharp does.
 *
 * <p>Confined to its MediaLoop. Looked up some times a second by each subscriber, and found out
 * once for all of them.
 */
final class TrackLayers {
  private static final long FRESH_NS = 50_000_000;

  /** The height of a large picture whose size is not known; each smaller one has half. */
  private static final int USUAL_HEIGHT = 720;

  /** A larger picture at less than half its rate looks worse than the one before. */
  private static final int SKIPPED_TEMPORAL = 1;

  private final RoomTrack track;
  private List<Way> ways = List.of();
  private List<Way> flowing = List.of();
  private long foundNs;
  private boolean found;

  TrackLayers(RoomTrack track) {
    this.track = track;
  }

  /** A layer came or went: what was found is outdated. */
  void changed() {
    found = false;
  }

  /** All ways, also those over layers that the publisher has but does not send now. */
  List<Way> ways(long nowNs) {
    find(nowNs);
    return ways;
  }

  /** The ways over layers that the publisher sends now. */
  List<Way> flowing(long nowNs) {
    find(nowNs);
    return flowing;
  }

  private void find(long nowNs) {
    if (found && nowNs - foundNs < FRESH_NS) {
      return;
    }
    found = true;
    foundNs = nowNs;
    List<Way> all = new ArrayList<>();
    List<Way> now = new ArrayList<>();
    for (RoomStream stream : track.streams()) {
      if (stream.isHeard()) {
        add(stream, all);
        if (track.streams().size() == 1 || stream.isFlowing(nowNs)) {
          add(stream, now);
        }
      }
    }
    ways = rising(all);
    flowing = rising(now);
  }

  /** In order, and each costs more than the one before, or it is no choice. */
  private List<Way> rising(List<Way> all) {
    if (track.source() == TrackSource.SCREEN) {
      all.sort(
          Comparator.comparingInt((Way way) -> way.layer().temporalId() > 0 ? 1 : 0)
              .thenComparingInt(way -> way.layer().spatialId())
              .thenComparingInt(way -> way.layer().temporalId()));
    } else {
      all.sort(
          Comparator.comparingInt((Way way) -> way.layer().spatialId())
              .thenComparingInt(way -> way.layer().temporalId()));
    }
    List<Way> rising = new ArrayList<>();
    for (Way way : all) {
      if (rising.isEmpty() || way.layer().bps() > rising.getLast().layer().bps()) {
        rising.add(way);
      } else if (way.layer().spatialId() > rising.getLast().layer().spatialId()) {
        rising.removeLast(); // larger for less
        rising.add(way);
      }
    }
    return List.copyOf(rising);
  }

  private void add(RoomStream stream, List<Way> all) {
    int rank = Math.max(0, track.rank(stream));
    int ranks = Math.max(1, track.description().section().rids().size());
    StreamLayers layers = stream.layers();
    int spatialLayers = 1;
    while (spatialLayers < StreamLayers.MAX_LAYERS && layers.temporalLayers(spatialLayers) > 0) {
      spatialLayers++;
    }
    for (int s = 0; s < spatialLayers; s++) {
      int halvings = ranks - 1 - rank + spatialLayers - 1 - s;
      int height = layers.height(s) > 0 ? layers.height(s) : Math.max(1, USUAL_HEIGHT >> halvings);
      int width = layers.height(s) > 0 ? layers.width(s) : height * 16 / 9;
      boolean top = s + 1 == spatialLayers;
      addTemporal(stream, rank, s, new Size(width, height), top, all);
    }
  }

  private record Size(int width, int height) {}

  private void addTemporal(
      RoomStream stream, int rank, int s, Size size, boolean top, List<Way> all) {
    int spatial = rank * StreamLayers.MAX_LAYERS + s;
    int temporalLayers = Math.max(1, stream.layers().temporalLayers(s));
    boolean slow = spatial == 0 || temporalLayers == 1 || track.source() == TrackSource.SCREEN;
    for (int t = slow ? 0 : SKIPPED_TEMPORAL; t < temporalLayers; t++) {
      boolean whole = t + 1 == temporalLayers;
      long bps = stream.layers().bps(s, t);
      if (bps == 0 && stream.layers().isMeasured() && s + t > 0) {
        continue;
      }
      if (bps == 0) {
        bps = usualBps(size.width(), size.height()) * (t + 1) / temporalLayers;
      }
      all.add(
          new Way(
              stream,
              rank,
              new Layer(spatial, t, size.width(), size.height(), bps),
              top ? LayerSelector.ALL : s,
              whole ? LayerSelector.ALL : t));
    }
  }

  /** What browsers spend on a picture of this size, more or less, until it is measured. */
  private static long usualBps(int width, int height) {
    return Math.round(57 * Math.pow((double) width * height, 0.75));
  }
}
