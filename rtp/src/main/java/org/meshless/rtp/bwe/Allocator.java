package org.meshless.rtp.bwe;

import java.util.ArrayList;
import java.util.List;
import org.meshless.rtp.bwe.Allocation.Choice;
import org.meshless.rtp.bwe.Allocation.Limit;

/**
 * Divides one estimate among the videos a subscriber shows: audio first, then a picture for
 * everyone in order of importance, then better pictures step by step, each step to whom it does
 * most good: the one with the fewest pixels for each pixel of its tile, weighed by importance.
 *
 * <p>What is forwarded already may use all of the estimate; what would be new must leave some over,
 * so that small changes of the estimate change nothing.
 *
 * <p>Stateless; run some times a second, never for a packet.
 */
public final class Allocator {
  /** Of the estimate, for what is forwarded already. */
  static final double KEEP = 1.0;

  /** Of the estimate, for the cheapest layer: a picture is given up only when it cannot go on. */
  static final double KEEP_BASE = 1.35;

  /** Of the estimate, for what would be new. */
  static final double RAISE = 0.9;

  private Allocator() {}

  /**
   * Divides.
   *
   * @param estimateBps {@link BandwidthEstimator#estimateBps}
   * @param audioBps what the voices take, retransmissions and other necessities included
   */
  public static Allocation allocate(long estimateBps, long audioBps, List<Wish> wishes) {
    int[] layers = new int[wishes.size()];
    boolean[] spared = new boolean[wishes.size()];
    boolean[] done = new boolean[wishes.size()];
    long spentBps = 0;
    long demandBps = audioBps;
    for (int i = 0; i < layers.length; i++) {
      layers[i] = -1;
      int best = wishes.get(i).best();
      demandBps += best < 0 ? 0 : wishes.get(i).layers().get(best).bps();
    }
    for (int i = next(wishes, layers, done); i >= 0; i = next(wishes, layers, done)) {
      Wish wish = wishes.get(i);
      int step = layers[i] + 1;
      long stepBps = cost(wish, step) - cost(wish, layers[i]);
      boolean isNew = step > wish.current();
      double share = isNew ? RAISE : step == 0 ? KEEP_BASE : KEEP;
      double roomBps = estimateBps * share - audioBps - spentBps;
      if (stepBps <= roomBps) {
        layers[i] = step;
        spentBps += stepBps;
        done[i] = step == wish.best();
      } else {
        done[i] = true;
        spared[i] = isNew && stepBps <= estimateBps * KEEP - audioBps - spentBps;
      }
    }
    return new Allocation(
        choices(estimateBps, wishes, layers, spared), estimateBps, spentBps, demandBps);
  }

  /** The wish whose next step comes first; −1 if nobody can have more. */
  private static int next(List<Wish> wishes, int[] layers, boolean[] done) {
    int next = -1;
    for (int i = 0; i < layers.length; i++) {
      if (!done[i]
          && wishes.get(i).best() >= 0
          && (next < 0 || comesBefore(wishes, layers, i, next))) {
        next = i;
      }
    }
    return next;
  }

  private static boolean comesBefore(List<Wish> wishes, int[] layers, int i, int other) {
    Wish a = wishes.get(i);
    Wish b = wishes.get(other);
    if (layers[i] < 0 || layers[other] < 0) {
      // First a picture for everyone, by importance and size.
      if (layers[i] < 0 != layers[other] < 0) {
        return layers[i] < 0;
      }
      int order = a.importance().compareTo(b.importance());
      return order != 0 ? order > 0 : pixels(a) > pixels(b);
    }
    return satisfaction(a, layers[i]) < satisfaction(b, layers[other]);
  }

  /** Pixels for each pixel of the tile that it deserves. */
  private static double satisfaction(Wish wish, int layer) {
    Layer of = wish.layers().get(layer);
    double pixels = of.height() > 0 ? of.pixels() : of.bps();
    return pixels / ((double) pixels(wish) * wish.importance().weight()) + 1e-6 * of.temporalId();
  }

  private static long pixels(Wish wish) {
    return (long) wish.width() * wish.height();
  }

  private static long cost(Wish wish, int layer) {
    return layer < 0 ? 0 : wish.layers().get(layer).bps();
  }

  private static List<Choice> choices(
      long estimateBps, List<Wish> wishes, int[] layers, boolean[] spared) {
    int atBase = 0;
    for (int i = 0; i < layers.length; i++) {
      atBase += layers[i] <= 0 && wishes.get(i).best() > 0 ? 1 : 0;
    }
    List<Choice> choices = new ArrayList<>(layers.length);
    for (int i = 0; i < layers.length; i++) {
      Wish wish = wishes.get(i);
      Limit limit =
          wish.best() < 0
              ? Limit.SOURCE
              : layers[i] == wish.best() ? Limit.NONE : spared[i] ? Limit.HEADROOM : Limit.ESTIMATE;
      String size = layers[i] < 0 ? "" : wish.layers().get(layers[i]).size();
      choices.add(new Choice(layers[i], limit, size, atBase, layers.length, estimateBps));
    }
    return choices;
  }
}
