package org.meshless.sfu.sctp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of an established association: takes user data and acknowledges it (RFC 9260
 * §6.2, §6.7). Confined to its association.
 */
final class Reception {
  static final long NEVER = Long.MAX_VALUE;

  /** How long a SACK may wait for a second packet (§6.2). */
  static final long SACK_DELAY_NS = 200_000_000;

  private static final int MAX_DUPLICATES = 16;
  private static final int MAX_GAPS = 200;

  /** The longest SACK there can be. */
  static final int MAX_SACK = SackChunk.FIXED + 4 * MAX_GAPS + 4 * MAX_DUPLICATES;

  private final SctpCounters counters;

  private final ReceivedTsns tsns;
  private final Reassembly reassembly;
  private final boolean interleaving;
  private final int streams;
  private final int room;
  private final int[] duplicates = new int[MAX_DUPLICATES];
  private int duplicateCount;
  private int packetsUnanswered;
  private boolean dataInPacket;
  private boolean sackDue;
  private long deadlineNs = NEVER;

  Reception(Peer peer, SctpOptions options, SctpCounters counters, Reassembly.Output output) {
    this.counters = counters;
    interleaving = peer.extensions().interleaving();
    tsns = new ReceivedTsns(Integer.toUnsignedLong(peer.initialTsn()));
    reassembly = new Reassembly(interleaving, options.maxMessageBytes(), output);
    streams = options.maxStreams();
    room = options.receiveBufferBytes();
  }

  /** All up to this TSN has arrived. */
  long cumulativeTsn() {
    return tsns.cumulative();
  }

  long unwrap(int tsn) {
    return Serials.nearest32(tsns.cumulative(), tsn);
  }

  /**
   * Takes user data.
   *
   * @return why the association cannot go on; null if it can
   */
  @Nullable SctpClose onData(DataChunk chunk) {
    if (chunk.interleaving() != interleaving || chunk.size() == 0) {
      return SctpClose.PROTOCOL_VIOLATION;
    }
    dataInPacket = true;
    long tsn = unwrap(chunk.tsn());
    switch (tsns.check(tsn)) {
      case DUPLICATE -> {
        sackDue = true;
        counters.increment(SctpCounter.DUPLICATE_DATA);
        if (duplicateCount < MAX_DUPLICATES) {
          duplicates[duplicateCount++] = chunk.tsn();
        }
        return null;
      }
      case BEYOND -> {
        return refuse();
      }
      case NEW -> {}
    }
    if (window() < chunk.size()) {
      // What is next in line may free room; but not without end.
      if (tsn != tsns.cumulative() + 1) {
        return refuse();
      }
      if (reassembly.cost() >= 2L * room) {
        return SctpClose.OUT_OF_ROOM;
      }
    }
    tsns.add(tsn);
    sackDue |= chunk.immediate() || tsns.hasGaps();
    counters.add(SctpCounter.BYTES_RECEIVED, chunk.size());
    if (chunk.streamId() >= streams) {
      counters.increment(SctpCounter.DROPPED_MESSAGES);
      return null;
    }
    return reassembly.onData(tsn, chunk) ? null : SctpClose.MESSAGE_TOO_LONG;
  }

  private @Nullable SctpClose refuse() {
    sackDue = true;
    counters.increment(SctpCounter.REFUSED_DATA);
    return null;
  }

  /** The sender has given messages up; returns why the association cannot go on, or null. */
  @Nullable SctpClose onForwardTsn(ForwardTsnChunk chunk) {
    if (chunk.interleaving() != interleaving) {
      return SctpClose.PROTOCOL_VIOLATION;
    }
    sackDue = true;
    long tsn = unwrap(chunk.newCumulativeTsn());
    if (tsn <= tsns.cumulative()) {
      return null; // an old one: it is answered as the last answer may be lost
    }
    for (ForwardTsnChunk.Skip skip : chunk.skips()) {
      if (skip.streamId() >= streams) {
        return SctpClose.PROTOCOL_VIOLATION;
      }
    }
    tsns.skipTo(tsn);
    reassembly.onForwardTsn(tsn, chunk);
    return null;
  }

  /** The peer's streams begin anew; none named means all. */
  void reset(int[] ids) {
    if (ids.length == 0) {
      for (int id = 0; id < reassembly.streamLimit(); id++) {
        reassembly.reset(id);
      }
    }
    for (int id : ids) {
      reassembly.reset(id);
    }
  }

  /** A packet is read to its end. */
  void onPacketEnd(long nowNs) {
    if (!dataInPacket) {
      return;
    }
    dataInPacket = false;
    packetsUnanswered++;
    if (packetsUnanswered >= 2) {
      sackDue = true;
    } else if (deadlineNs == NEVER) {
      deadlineNs = nowNs + SACK_DELAY_NS;
    }
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void onTimeout(long nowNs) {
    sackDue |= nowNs >= deadlineNs;
  }

  /** Whether a SACK is to leave now. */
  boolean isSackDue() {
    return sackDue;
  }

  /** Whether something arrived that no SACK has told of. */
  boolean isSackOwed() {
    return packetsUnanswered > 0;
  }

  /** The SACK, which is now taken as sent. */
  SackChunk sack() {
    int[] repeated = Arrays.copyOf(duplicates, duplicateCount);
    duplicateCount = 0;
    packetsUnanswered = 0;
    sackDue = false;
    deadlineNs = NEVER;
    return new SackChunk((int) tsns.cumulative(), window(), tsns.gaps(MAX_GAPS), repeated);
  }

  private long window() {
    return Math.max(0, room - reassembly.cost());
  }
}
