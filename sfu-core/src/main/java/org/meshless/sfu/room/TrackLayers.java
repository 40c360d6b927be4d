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
    boolean simulcast = stream.rid() != null;
    int rids = Math.max(1, track.description().section().rids().size());
    int rank = simulcast ? Math.max(0, track.rank(stream)) : 0;
    StreamLayers layers = stream.layers();
    int spatialLayers = 1;
    while (spatialLayers < StreamLayers.MAX_LAYERS && layers.temporalLayers(spatialLayers) > 0) {
      spatialLayers++;
    }
    for (int s = simulcast ? spatialLayers - 1 : 0; s < spatialLayers; s++) {
      int temporalLayers = Math.max(1, layers.temporalLayers(s));
      int spatial = simulcast ? rank : s;
      int of = simulcast ? rids : spatialLayers;
      int height = layers.height(s) > 0 ? layers.height(s) : USUAL_HEIGHT >> (of - 1 - spatial);
      int width = layers.height(s) > 0 ? layers.width(s) : height * 16 / 9;
      int first = spatial == 0 || temporalLayers == 1 ? 0 : SKIPPED_TEMPORAL;
      for (int t = track.source() == TrackSource.SCREEN ? 0 : first; t < temporalLayers; t++) {
        boolean whole = t + 1 == temporalLayers;
        long bps = layers.bps(s, t);
        if (bps == 0) {
          bps = usualBps(width, height) * (t + 1) / temporalLayers;
        }
        all.add(
            new Way(
                stream,
                new Layer(spatial, t, width, height, bps),
                simulcast ? LayerSelector.ALL : s,
                whole ? LayerSelector.ALL : t));
      }
    }
  }

  /** What browsers spend on a picture of this size, more or less, until it is measured. */
  private static long usualBps(int width, int height) {
    return Math.round(57 * Math.pow((double) width * height, 0.75));
  }
}
