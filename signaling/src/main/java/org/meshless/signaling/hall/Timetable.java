package org.meshless.signaling.hall;

import java.util.Comparator;
import java.util.TreeSet;

/** What is to be done when. Entries of the same instant keep the order in which they were made. */
final class Timetable {
  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparingLong(Entry::atNs).thenComparingLong(Entry::order));
  private long made;

  /** Something to be done, until it is done or cancelled. */
  static final class Entry {
    private final long atNs;
    private final long order;
    private final Action action;

    private Entry(long atNs, long order, Action action) {
      this.atNs = atNs;
      this.order = order;
      this.action = action;
    }

    long atNs() {
      return atNs;
    }

    private long order() {
      return order;
    }
  }

  /** Told the time at which it runs, which may be later than that it was asked for. */
  interface Action {
    void run(long nowNs);
  }

  Entry at(long atNs, Action action) {
    Entry entry = new Entry(atNs, made++, action);
    entries.add(entry);
    return entry;
  }

  /** Does nothing if it was done or cancelled before. */
  void cancel(Entry entry) {
    entries.remove(entry);
  }

  /** When to call {@link #runDue} next; {@link Long#MAX_VALUE} if there is nothing to be done. */
  long nextDeadlineNs() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.first().atNs;
  }

  void runDue(long nowNs) {
    while (!entries.isEmpty() && entries.first().atNs <= nowNs) {
      entries.pollFirst().action.run(nowNs);
    }
  }
}
