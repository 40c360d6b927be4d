package org.meshless.sfu.net;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A one-way street from one media loop to another: a bounded ring of references, in pairs of an
 * item and what it is for. No copies, no locks, no garbage; when the ring is full an item is
 * refused, and the producer goes on.
 *
 * <p>Thread-safe for one producer and one consumer: {@link #offer} and {@link #wake} are for the
 * producer's thread, {@link #drain} is for the consumer's loop.
 *
 * @param <T> what items are for; only the consumer looks into it
 * @param <V> the items, immutable
 */
public final class LoopBridge<T, V> {
  /** Takes what comes over, on the consumer's loop. */
  public interface Output<T, V> {
    void onItem(T target, V item);
  }

  private final MediaLoop consumer;
  private final Output<T, V> output;
  private final int mask;
  private final AtomicReferenceArray<@Nullable T> targets;

  /** An item stands in its place until it is taken: null is what tells a free place. */
  private final AtomicReferenceArray<@Nullable V> items;

  /** Whether a drain is under way that will see whatever is offered now. */
  private final AtomicBoolean woken = new AtomicBoolean();

  private final Runnable drain = this::drainAsked;

  private int next; // the producer's
  private int first; // the consumer's

  /**
   * An empty street to {@code consumer}.
   *
   * @param capacity in items, a power of two
   */
  public LoopBridge(int capacity, MediaLoop consumer, Output<T, V> output) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    this.consumer = consumer;
    this.output = output;
    this.mask = capacity - 1;
    this.targets = new AtomicReferenceArray<>(capacity);
    this.items = new AtomicReferenceArray<>(capacity);
  }

  /**
   * Puts an item on its way; it arrives after the next {@link #wake}, or sooner.
   *
   * @return false when the ring is full: the item was not taken
   */
  public boolean offer(T target, V item) {
    int place = next & mask;
    if (items.getAcquire(place) != null) {
      return false;
    }
    targets.setPlain(place, target);
    items.setRelease(place, item);
    next++;
    return true;
  }

  /** Has the consumer look: once per batch, for it costs a system call if the loop is asleep. */
  public void wake() {
    if (!woken.getAndSet(true)) {
      consumer.execute(drain);
    }
  }

  /** Hands over all that has been offered. Others may be calling {@link #offer} meanwhile. */
  public void drain() {
    for (int i = 0; i <= mask; i++) {
      int place = first & mask;
      V item = items.getAcquire(place);
      T target = targets.getPlain(place);
      if (item == null || target == null) {
        return;
      }
      targets.setPlain(place, null);
      items.setRelease(place, null);
      first++;
      output.onItem(target, item);
    }
    wake(); // a whole ring in one turn is enough; the rest is due in another
  }

  private void drainAsked() {
    // Both sides swap, so that whoever comes second sees what the first wrote before.
    woken.getAndSet(false);
    drain();
  }
}
