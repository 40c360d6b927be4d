package org.meshless.rtp.bwe;

/**
 * Which encodings or spatial layers of a track its publisher has to send: those that somebody
 * watches. One that is needed is asked for at once; one that nobody has needed for {@link #IDLE_NS}
 * is given up, and not more than one change of that kind is made in that time, for each costs the
 * publisher's encoder a key frame.
 *
 * <p>Confined to the MediaLoop of the publisher.
 */
public final class WatchedLayers {
  /** So long nobody has to need a layer. */
  public static final long IDLE_NS = 5_000_000_000L;

  /** The most layers a track has. */
  public static final int MAX_LAYERS = 8;

  private final long[] neededNs = new long[MAX_LAYERS];
  private int active;
  private long lastGivenUpNs = Long.MIN_VALUE / 2;

  /**
   * All of a new track's layers are sent, until it is known who watches what.
   *
   * @param layers how many there are, 1 … {@link #MAX_LAYERS}
   */
  public WatchedLayers(long nowNs, int layers) {
    if (layers < 1 || layers > MAX_LAYERS) {
      throw new IllegalArgumentException(layers + " layers");
    }
    active = (1 << layers) - 1;
    for (int i = 0; i < layers; i++) {
      neededNs[i] = nowNs;
    }
  }

  /**
   * Takes in what is needed now; call it whenever that changes, and every second or so.
   *
   * @param needed bit <i>i</i> if some subscriber is sent layer <i>i</i>, or would be if it flowed:
   *     what {@link Allocator} chooses among all layers the publisher has, at their usual rates
   * @return bit <i>i</i> if the publisher is to send layer <i>i</i>
   */
  public int update(long nowNs, int needed) {
    int idle = 0;
    for (int i = 0; i < MAX_LAYERS; i++) {
      if ((needed & 1 << i) != 0) {
        neededNs[i] = nowNs;
        active |= 1 << i;
      } else if ((active & 1 << i) != 0 && nowNs - neededNs[i] >= IDLE_NS) {
        idle |= 1 << i;
      }
    }
    if (idle != 0 && nowNs - lastGivenUpNs >= IDLE_NS) {
      active &= ~idle;
      lastGivenUpNs = nowNs;
    }
    return active;
  }

  /** What {@link #update} last returned. */
  public int active() {
    return active;
  }
}
