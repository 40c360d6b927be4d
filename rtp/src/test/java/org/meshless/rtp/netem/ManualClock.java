package org.meshless.rtp.netem;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Virtual time: moves only when told, and then from one deadline to the next of all that take part.
 *
 * <p>What is due at the same instant happens in the order in which it joined. Confined to one
 * thread.
 */
public final class ManualClock {
  private static final int STUCK = 100_000;

  private final List<Timed> parts = new ArrayList<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNs;
  private long scheduled;

  /** A clock that shows {@code startNs}. */
  public ManualClock(long startNs) {
    this.nowNs = startNs;
  }

  /** The time. */
  public long nowNs() {
    return nowNs;
  }

  /** Lets {@code part} take part until it is removed. */
  public void add(Timed part) {
    parts.add(part);
  }

  /** Lets {@code part} no longer take part. */
  public void remove(Timed part) {
    parts.remove(part);
  }

  /** Does something once, at {@code atNs} or, if that has passed, at once in the next run. */
  public void at(long atNs, Runnable action) {
    events.add(new Event(atNs, scheduled++, action));
  }

  /** Does something every {@code periodNs}, for the first time after one period. */
  public void every(long periodNs, Runnable action) {
    every(nowNs + periodNs, periodNs, action);
  }

  private void every(long atNs, long periodNs, Runnable action) {
    at(
        atNs,
        () -> {
          action.run();
          every(atNs + periodNs, periodNs, action);
        });
  }

  /** Moves on by {@code ns}. */
  public void advance(long ns) {
    advanceTo(nowNs + ns);
  }

  /**
   * Moves on to {@code endNs}, stopping wherever something is due, and does what is due then.
   *
   * @throws IllegalStateException if something remains due however often it is told
   */
  public void advanceTo(long endNs) {
    int atThisInstant = 0;
    for (long next = next(); next <= endNs; next = next()) {
      if (next > nowNs) {
        nowNs = next;
        atThisInstant = 0;
      } else if (++atThisInstant > STUCK) {
        throw new IllegalStateException("time stands still at " + nowNs);
      }
      fire();
    }
    nowNs = Math.max(nowNs, endNs);
  }

  private long next() {
    Event event = events.peek();
    long next = event == null ? Long.MAX_VALUE : event.atNs;
    for (Timed part : parts) {
      next = Math.min(next, part.nextDeadlineNs());
    }
    return next;
  }

  private void fire() {
    for (Event event = events.peek(); event != null && event.atNs <= nowNs; event = events.peek()) {
      events.remove();
      event.action.run();
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).nextDeadlineNs() <= nowNs) {
        parts.get(i).onTimeout(nowNs);
      }
    }
  }

  private record Event(long atNs, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
    }
  }
}
