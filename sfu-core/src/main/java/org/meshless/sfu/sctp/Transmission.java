package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

/**
 * The sending half of an established association: what is on the way, what was lost, and what may
 * follow (RFC 9260 §6, §7; RFC 3758). Confined to its association.
 *
 * <p>Unlike RFC 9260 §7.2.4, a chunk counts as lost when one sent three packets later has arrived,
 * not when three SACKs have missed it: receivers that read in batches send fewer of those, and a
 * retransmission that is lost is noticed, too (RFC 9002 §6.1.1 does the same).
 */
final class Transmission {
  static final long NEVER = Long.MAX_VALUE;
  private static final int REORDERING_PACKETS = 3;
  private static final int[] NO_GAPS = {};

  private final SendQueue queue;
  private final SctpCounters counters;
  private final Outstanding outstanding;
  private final CongestionWindow window = new CongestionWindow();
  private final RetransmissionTimeout timeout;
  private final RoundTrips roundTrips;
  private final boolean interleaving;
  private final AbandonedMessages abandoned;

  private long peerWindow;
  private long flightBytes;
  private long lastSentNs;
  private long deadlineNs = NEVER;
  private int silences;

  // Losses: how many chunks are to be sent again, from which TSN on, and what they are noticed by.
  private int lostCount;
  private long lostFrom;
  private boolean retransmitAtOnce;
  private long packet;
  private boolean carriesData;
  private long arrivedPacket = -1;

  // Recovery: losses of packets to this one are one event; it ends when all to this TSN arrived.
  private long recoveryPacket = -1;
  private long recoveryTsn;

  Transmission(
      long initialTsn,
      Peer peer,
      SendQueue queue,
      RetransmissionTimeout timeout,
      SctpCounters counters) {
    this.queue = queue;
    this.timeout = timeout;
    roundTrips = new RoundTrips(timeout);
    this.counters = counters;
    outstanding = new Outstanding(initialTsn);
    recoveryTsn = initialTsn - 1;
    peerWindow = peer.window();
    interleaving = peer.extensions().interleaving();
    abandoned =
        new AbandonedMessages(outstanding, interleaving, peer.extensions().partialReliability());
    queue.interleaving(interleaving);
  }

  // --- sending ----------------------------------------------------------------------------------

  /** Puts what may be sent now into a packet; nothing, if nothing may. */
  void fill(long nowNs, PacketBuilder packetBuilder) {
    addLost(nowNs, packetBuilder);
    addNew(nowNs, packetBuilder);
    addForwardTsn(nowNs, packetBuilder); // last: the others may have given messages up
    if (carriesData) {
      carriesData = false;
      packet++;
    }
  }

  /** Whether user data waits, be it for the window. */
  boolean hasData() {
    return lostCount > 0 || !queue.isEmpty();
  }

  /** Whether there is nothing that was not sent and acknowledged. */
  boolean isIdle() {
    return outstanding.isEmpty() && queue.isEmpty();
  }

  private void addForwardTsn(long nowNs, PacketBuilder packetBuilder) {
    ForwardTsnChunk forward = abandoned.due();
    if (forward != null && packetBuilder.add(forward)) {
      abandoned.sent();
      startTimer(nowNs);
    }
  }

  private void addLost(long nowNs, PacketBuilder packetBuilder) {
    boolean atOnce = retransmitAtOnce;
    retransmitAtOnce = false;
    long tsn = Math.max(lostFrom, outstanding.first());
    while (lostCount > 0 && tsn < outstanding.next()) {
      OutboundChunk chunk = outstanding.get(tsn);
      if (chunk.lost && !giveUpIfDue(nowNs, chunk)) {
        boolean allowed = atOnce || flightBytes < window.bytes();
        if (!allowed || !packetBuilder.fits(DataChunk.header(interleaving) + chunk.size)) {
          break;
        }
        chunk.lost = false;
        lostCount--;
        counters.increment(SctpCounter.RETRANSMISSIONS);
        send(nowNs, tsn, chunk, packetBuilder);
        if (tsn == outstanding.first()) {
          deadlineNs = nowNs + timeout.timeoutNs();
        }
      }
      tsn++;
    }
    lostFrom = tsn;
  }

  private void addNew(long nowNs, PacketBuilder packetBuilder) {
    int header = DataChunk.header(interleaving);
    int maxSize = PacketBuilder.MAX_CHUNKS - header;
    if (lostCount > 0 || queue.isEmpty()) {
      return;
    }
    if (flightBytes == 0 && outstanding.isEmpty()) {
      window.onIdle((nowNs - lastSentNs) / timeout.timeoutNs());
    }
    for (OutboundMessage message = queue.peek(); message != null; message = queue.peek()) {
      if (message.isExpired(nowNs) && (abandoned.allowed() || !message.isBegun())) {
        giveUp(message);
        continue;
      }
      int size = Math.min(message.bytes.length - message.sent, maxSize);
      // With nothing on the way, one chunk tells whether a closed window is still closed (§6.1 A).
      boolean probe = outstanding.isEmpty();
      if (flightBytes >= window.bytes()
          || outstanding.isFull()
          || (size > peerWindow && !probe)
          || !packetBuilder.fits(header + size)) {
        return;
      }
      sendNext(nowNs, message, size, packetBuilder);
    }
  }

  private void sendNext(
      long nowNs, OutboundMessage message, int size, PacketBuilder packetBuilder) {
    long tsn = outstanding.next();
    int flags = message.unordered ? DataChunk.UNORDERED : 0;
    if (!message.isBegun()) {
      flags |= DataChunk.BEGIN;
      message.sequence = message.stream.draw(message.unordered);
      message.firstTsn = tsn;
    }
    if (message.sent + size == message.bytes.length) {
      flags |= DataChunk.END;
      counters.increment(SctpCounter.MESSAGES_SENT);
    }
    message.lastTsn = tsn;
    OutboundChunk chunk = new OutboundChunk(message, message.fragment++, message.sent, size, flags);
    outstanding.add(chunk);
    queue.sent(message, size);
    roundTrips.onSent(nowNs, tsn);
    counters.add(SctpCounter.BYTES_SENT, size);
    send(nowNs, tsn, chunk, packetBuilder);
  }

  private void send(long nowNs, long tsn, OutboundChunk chunk, PacketBuilder packetBuilder) {
    OutboundMessage message = chunk.message;
    int header = DataChunk.header(interleaving);
    int at = packetBuilder.reserve(header + chunk.size);
    byte[] out = packetBuilder.buffer();
    Chunk.writeHeader(
        out, at, interleaving ? Chunk.I_DATA : Chunk.DATA, chunk.flags, header + chunk.size);
    put32(out, at + 4, tsn);
    put16(out, at + 8, message.stream.id);
    boolean begins = (chunk.flags & DataChunk.BEGIN) != 0;
    if (interleaving) {
      put16(out, at + 10, 0);
      put32(out, at + 12, message.sequence);
      put32(out, at + 16, begins ? message.ppid : chunk.fragment);
    } else {
      put16(out, at + 10, (int) message.sequence);
      put32(out, at + 12, message.ppid);
    }
    System.arraycopy(message.bytes, chunk.offset, out, at + header, chunk.size);
    carriesData = true;
    chunk.packet = packet;
    chunk.sentCount++;
    flightBytes += chunk.size;
    peerWindow = Math.max(0, peerWindow - chunk.size);
    lastSentNs = nowNs;
    startTimer(nowNs);
  }

  private void startTimer(long nowNs) {
    if (deadlineNs == NEVER) {
      deadlineNs = nowNs + timeout.timeoutNs();
    }
  }

  // --- acknowledgement --------------------------------------------------------------------------

  /**
   * The peer tells what it has.
   *
   * @return false when it acknowledges what was never sent
   */
  boolean onSack(long nowNs, SackChunk sack) {
    long cumulative = Serials.nearest32(outstanding.first() - 1, sack.cumulativeTsn());
    if (cumulative >= outstanding.next()) {
      return false;
    }
    if (cumulative < outstanding.first() - 1) {
      return true; // overtaken by a newer one
    }
    silences = 0;
    boolean wasFull = flightBytes + PacketBuilder.MAX_PACKET > window.bytes();
    boolean moved = cumulative >= outstanding.first();
    long acked = acknowledgeUpTo(nowNs, cumulative);
    acked += acknowledgeGaps(nowNs, cumulative, sack.gaps());
    if (moved && outstanding.first() > recoveryTsn) {
      window.onAcked(acked, wasFull);
    }
    if (acked > 0) {
      detectLosses(nowNs);
    }
    peerWindow = Math.max(0, sack.window() - flightBytes);
    abandoned.onAcknowledged();
    if (outstanding.isEmpty()) {
      deadlineNs = NEVER;
    } else if (moved) {
      deadlineNs = nowNs + timeout.timeoutNs();
    }
    return true;
  }

  /** The cumulative acknowledgement that a SHUTDOWN carries. */
  boolean onCumulative(long nowNs, int cumulativeTsn) {
    return onSack(nowNs, new SackChunk(cumulativeTsn, peerWindow + flightBytes, NO_GAPS, NO_GAPS));
  }

  private long acknowledgeUpTo(long nowNs, long cumulative) {
    long acked = 0;
    while (outstanding.first() <= cumulative) {
      long tsn = outstanding.first();
      acked += acknowledge(nowNs, tsn, outstanding.get(tsn));
      outstanding.removeFirst();
    }
    return acked;
  }

  /** Only blocks in their order, so that the work is bounded by what is outstanding. */
  private long acknowledgeGaps(long nowNs, long cumulative, int[] gaps) {
    long acked = 0;
    long done = cumulative;
    for (int i = 0; i + 1 < gaps.length; i += 2) {
      long start = cumulative + gaps[i];
      long end = cumulative + gaps[i + 1];
      if (start > done && end >= start && end < outstanding.next()) {
        for (long tsn = start; tsn <= end; tsn++) {
          acked += acknowledge(nowNs, tsn, outstanding.get(tsn));
        }
        done = end;
      }
    }
    return acked;
  }

  private long acknowledge(long nowNs, long tsn, OutboundChunk chunk) {
    if (chunk.acked || chunk.abandoned) {
      return 0;
    }
    if (chunk.lost) {
      chunk.lost = false;
      lostCount--;
    } else {
      flightBytes -= chunk.size;
    }
    chunk.acked = true;
    if (chunk.sentCount == 1) {
      arrivedPacket = Math.max(arrivedPacket, chunk.packet);
    }
    roundTrips.onAcknowledged(nowNs, tsn);
    return chunk.size;
  }

  private void detectLosses(long nowNs) {
    boolean news = false;
    for (long tsn = outstanding.first(); tsn < outstanding.next(); tsn++) {
      OutboundChunk chunk = outstanding.get(tsn);
      if (chunk.sentCount == 1 && chunk.packet > arrivedPacket - REORDERING_PACKETS) {
        break; // all after it are younger
      }
      if (chunk.isInFlight() && chunk.packet <= arrivedPacket - REORDERING_PACKETS) {
        news |= chunk.packet > recoveryPacket;
        lose(tsn, chunk);
        giveUpIfDue(nowNs, chunk);
        retransmitAtOnce = true;
      }
    }
    if (news) {
      recoveryPacket = packet - 1;
      recoveryTsn = outstanding.next() - 1;
      window.onLoss();
      counters.increment(SctpCounter.FAST_RETRANSMITS);
    }
  }

  private void lose(long tsn, OutboundChunk chunk) {
    chunk.lost = true;
    lostCount++;
    lostFrom = Math.min(lostFrom, tsn);
    flightBytes -= chunk.size;
    peerWindow += chunk.size;
    roundTrips.onLost(tsn);
  }

  // --- giving up --------------------------------------------------------------------------------

  private boolean giveUpIfDue(long nowNs, OutboundChunk chunk) {
    OutboundMessage message = chunk.message;
    boolean tooOften =
        message.maxRetransmits != OutboundMessage.UNLIMITED
            && chunk.sentCount > message.maxRetransmits;
    if (!abandoned.allowed() || !(tooOften || message.isExpired(nowNs))) {
      return false;
    }
    giveUp(message);
    return true;
  }

  private void giveUp(OutboundMessage message) {
    counters.increment(SctpCounter.ABANDONED_MESSAGES);
    boolean begun = message.isBegun();
    if (!message.isSent()) {
      queue.drop(message);
      if (begun) {
        // The peer may have all of it that was sent: one more TSN, never sent, tells of its end.
        message.lastTsn = outstanding.next();
        outstanding.add(new OutboundChunk(message, 0, 0, 0, 0));
      }
    }
    if (begun) {
      long from = Math.max(message.firstTsn, outstanding.first());
      for (long tsn = from; tsn <= message.lastTsn; tsn++) {
        OutboundChunk chunk = outstanding.get(tsn);
        if (chunk.message == message) {
          abandon(chunk);
        }
      }
    }
    message.abandon();
    abandoned.onAbandoned();
  }

  private void abandon(OutboundChunk chunk) {
    if (chunk.lost) {
      chunk.lost = false;
      lostCount--;
    } else if (chunk.isInFlight()) {
      flightBytes -= chunk.size;
    }
    chunk.abandoned = true;
  }

  // --- silence ----------------------------------------------------------------------------------

  long deadlineNs() {
    return deadlineNs;
  }

  /** How many timeouts have passed since the peer last answered. */
  int silences() {
    return silences;
  }

  /** Does what is due: nothing was acknowledged for too long (§6.3.3). */
  void onTimeout(long nowNs) {
    if (nowNs < deadlineNs) {
      return;
    }
    silences++;
    counters.increment(SctpCounter.TIMEOUTS);
    timeout.backOff();
    window.onTimeout();
    recoveryPacket = packet - 1;
    recoveryTsn = outstanding.first() - 1;
    for (long tsn = outstanding.first(); tsn < outstanding.next(); tsn++) {
      OutboundChunk chunk = outstanding.get(tsn);
      // What the peer had out of order it may have thrown away since (§6.2.1 D iii).
      if (chunk.acked && !chunk.abandoned) {
        chunk.acked = false;
        flightBytes += chunk.size;
      }
      if (chunk.isInFlight()) {
        lose(tsn, chunk);
        giveUpIfDue(nowNs, chunk);
      }
    }
    abandoned.onTimeout();
    deadlineNs = outstanding.isEmpty() ? NEVER : nowNs + timeout.timeoutNs();
  }

  /** The last TSN in use. */
  long lastTsn() {
    return outstanding.next() - 1;
  }
}
