package org.meshless.perf.client;

import org.HdrHistogram.Histogram;

/** What a loop has seen. Confined to its loop; a copy is handed out. */
public final class LoopCounters {
  /** A minute in nanoseconds: no delay is longer. */
  static final long LONGEST_NS = 60_000_000_000L;

  /** From when a packet was due until the kernel had received it. */
  public final Histogram delayNs = new Histogram(100, LONGEST_NS, 3);

  /** From when a burst was due until it was sent: the generator's own fault. */
  public final Histogram latenessNs = new Histogram(100, LONGEST_NS, 3);

  /** Packets of the window that should have come, and how they did. */
  public long expected;

  public long received;
  public long recovered;
  public long reordered;
  public long duplicates;
  public long streams;

  /** Since the loop began. */
  public long authenticated;

  public long mismatches;
  public long failures;
  public long strays;
  public long datagrams;
  public long otherDatagrams;
  public long overflows;
  public long refused;
  public long nacks;
  public long keyFrameRequests;
  public long feedbacks;
  public long busyNs;
  public long withoutTimestamp;

  public void add(LoopCounters other) {
    delayNs.add(other.delayNs);
    latenessNs.add(other.latenessNs);
    expected += other.expected;
    received += other.received;
    recovered += other.recovered;
    reordered += other.reordered;
    duplicates += other.duplicates;
    streams += other.streams;
    authenticated += other.authenticated;
    mismatches += other.mismatches;
    failures += other.failures;
    strays += other.strays;
    datagrams += other.datagrams;
    otherDatagrams += other.otherDatagrams;
    overflows += other.overflows;
    refused += other.refused;
    nacks += other.nacks;
    keyFrameRequests += other.keyFrameRequests;
    feedbacks += other.feedbacks;
    busyNs += other.busyNs;
    withoutTimestamp += other.withoutTimestamp;
  }

  /** What was counted between {@code before} and this copy; the window's own values as they are. */
  public LoopCounters since(LoopCounters before) {
    LoopCounters difference = new LoopCounters();
    difference.add(this);
    difference.authenticated -= before.authenticated;
    difference.mismatches -= before.mismatches;
    difference.failures -= before.failures;
    difference.strays -= before.strays;
    difference.datagrams -= before.datagrams;
    difference.otherDatagrams -= before.otherDatagrams;
    difference.overflows -= before.overflows;
    difference.refused -= before.refused;
    difference.nacks -= before.nacks;
    difference.keyFrameRequests -= before.keyFrameRequests;
    difference.feedbacks -= before.feedbacks;
    difference.busyNs -= before.busyNs;
    difference.withoutTimestamp -= before.withoutTimestamp;
    return difference;
  }

  void resetWindow() {
    delayNs.reset();
    latenessNs.reset();
  }
}
