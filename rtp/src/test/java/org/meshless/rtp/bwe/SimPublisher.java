package org.meshless.rtp.bwe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.meshless.rtp.netem.ManualClock;

/**
 * A camera with simulcast, 30 pictures a second, whose encodings are sent while somebody watches
 * them. A key frame comes one round trip after it was asked for, not more often than every 300 ms.
 */
final class SimPublisher {
  /** Somebody who watches. */
  interface Watcher {
    void onFrame(long nowNs, int layer, boolean key, int bytes);

    /** The layer it is sent, or would be if it flowed; −1 for none. */
    int needed();
  }

  private static final long MS = 1_000_000;
  private static final long FRAME_NS = 33_333_333;
  private static final long RTT_NS = 60 * MS;
  private static final long KEY_INTERVAL_NS = 300 * MS;

  final List<Long> layerBps;
  final int[] keyFrames;
  final WatchedLayers watched;
  private final ManualClock clock;
  private final Random random;
  private final List<Watcher> watchers = new ArrayList<>();
  private final long[] keyAtNs;
  private final long[] lastKeyNs;
  private int active;

  SimPublisher(ManualClock clock, Random random, List<Long> layerBps) {
    this.clock = clock;
    this.random = random;
    this.layerBps = layerBps;
    int layers = layerBps.size();
    keyFrames = new int[layers];
    keyAtNs = new long[layers]; // the first of each is a key frame
    lastKeyNs = new long[layers];
    watched = new WatchedLayers(clock.nowNs(), Math.min(layers, WatchedLayers.MAX_LAYERS));
    active = (1 << layers) - 1;
    clock.every(FRAME_NS, this::onFrame);
  }

  /** Sends only what is watched from here on. */
  void sendWhatIsWatched() {
    clock.every(
        500 * MS,
        () -> {
          int needed = 0;
          for (Watcher watcher : watchers) {
            needed |= watcher.needed() < 0 ? 0 : 1 << watcher.needed();
          }
          int next = watched.update(clock.nowNs(), needed);
          for (int i = 0; i < layerBps.size(); i++) {
            if ((next & ~active & 1 << i) != 0) {
              keyAtNs[i] = clock.nowNs(); // an encoding begins with a key frame
            }
          }
          active = next;
        });
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** Which layers are sent, bit by bit. */
  int active() {
    return active;
  }

  void requestKeyFrame(int layer) {
    long earliest = lastKeyNs[layer] + KEY_INTERVAL_NS;
    keyAtNs[layer] = Math.min(keyAtNs[layer], Math.max(clock.nowNs() + RTT_NS, earliest));
  }

  private void onFrame() {
    long nowNs = clock.nowNs();
    for (int layer = 0; layer < layerBps.size(); layer++) {
      if ((active & 1 << layer) == 0) {
        continue;
      }
      boolean key = nowNs >= keyAtNs[layer];
      if (key) {
        keyAtNs[layer] = Long.MAX_VALUE;
        lastKeyNs[layer] = nowNs;
        keyFrames[layer]++;
      }
      double mean = layerBps.get(layer) / 8.0 / 30;
      int bytes = (int) (mean * (0.7 + 0.6 * random.nextDouble()) * (key ? 5 : 1));
      for (Watcher watcher : watchers) {
        watcher.onFrame(nowNs, layer, key, bytes);
      }
    }
  }
}
