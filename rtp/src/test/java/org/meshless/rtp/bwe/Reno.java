package org.meshless.rtp.bwe;

import java.util.TreeSet;
import java.util.function.Consumer;
import org.meshless.rtp.netem.ManualClock;

/**
 * A bulk transfer that shares the path: congestion avoidance as in RFC 5681, losses found by
 * selective acknowledgements, always something to send.
 */
final class Reno {
  static final int SEGMENT_BYTES = 1_500;

  private static final long MS = 1_000_000;
  private static final int DUPLICATES = 3;
  private static final long TIMEOUT_NS = 1_000 * MS;

  private final ManualClock clock;
  private final long returnNs;
  private final Consumer<SimPacket> output;
  private final TreeSet<Long> outstanding = new TreeSet<>();
  private double window = 10; // in segments
  private double threshold = 1_000;
  private long next;
  private long recoverUntil = -1;
  private long lastAckNs;
  long deliveredBits;

  /**
   * @param returnNs how long an acknowledgement takes
   * @param output the path
   */
  Reno(ManualClock clock, long returnNs, Consumer<SimPacket> output) {
    this.clock = clock;
    this.returnNs = returnNs;
    this.output = output;
    clock.every(100 * MS, this::onTick);
  }

  void start() {
    lastAckNs = clock.nowNs();
    send();
  }

  /** A segment came out of the path. */
  void onArrival(SimPacket segment) {
    deliveredBits += 8L * SEGMENT_BYTES;
    clock.at(clock.nowNs() + returnNs, () -> onAcknowledgement(segment.seq()));
  }

  private void onAcknowledgement(long seq) {
    lastAckNs = clock.nowNs();
    if (outstanding.remove(seq)) {
      window += window < threshold ? 1 : 1 / window;
    }
    boolean lost = false;
    while (!outstanding.isEmpty() && outstanding.first() + DUPLICATES <= seq) {
      lost |= outstanding.removeFirst() > recoverUntil;
    }
    if (lost) {
      threshold = Math.max(2, window / 2);
      window = threshold;
      recoverUntil = next;
    }
    send();
  }

  private void onTick() {
    if (!outstanding.isEmpty() && clock.nowNs() - lastAckNs > TIMEOUT_NS) {
      threshold = Math.max(2, window / 2);
      window = 1;
      outstanding.clear();
      recoverUntil = next;
      lastAckNs = clock.nowNs();
      send();
    }
  }

  private void send() {
    while (outstanding.size() < (long) window) {
      outstanding.add(next);
      output.accept(SimPacket.ofTcp(next++, SEGMENT_BYTES, clock.nowNs()));
    }
  }
}
