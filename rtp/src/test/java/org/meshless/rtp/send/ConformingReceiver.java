package org.meshless.rtp.send;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a receiver makes of a slot's packets by the RFCs alone: it unwraps what wraps, puts packets
 * in the order of their sequence numbers and finds fault with whatever does not go on. It knows the
 * true origin of each packet, which a real receiver would see as pictures.
 */
final class ConformingReceiver {
  /**
   * A packet as received.
   *
   * @param reign which assignment of the slot its origin belongs to, counted from 0
   */
  record Received(
      int reign,
      SimulatedSource.Packet origin,
      long sequence,
      long timestamp,
      int pictureId,
      int tl0PicIdx) {}

  private final TreeMap<Long, Received> bySequence = new TreeMap<>();
  private long highestSequence = -1;
  private long newestTimestamp = -1;

  /** Takes a packet off the wire; returns its unwrapped sequence number. */
  long onPacket(
      int reign,
      SimulatedSource.Packet origin,
      int sequenceNumber,
      long timestamp,
      int pictureId,
      int tl0PicIdx) {
    long sequence = nearest(highestSequence, sequenceNumber, 1L << 16);
    long time = nearest(newestTimestamp, timestamp, 1L << 32);
    Received packet = new Received(reign, origin, sequence, time, pictureId, tl0PicIdx);
    Received before = bySequence.put(sequence, packet);
    if (before != null) {
      throw new AssertionError("number used twice: " + before + " and " + packet);
    }
    highestSequence = Math.max(highestSequence, sequence);
    newestTimestamp = Math.max(newestTimestamp, time);
    return sequence;
  }

  /** The packet with this unwrapped number. */
  Received inOrderAt(long sequence) {
    Received packet = bySequence.get(sequence);
    if (packet == null) {
      throw new AssertionError("not received: " + sequence);
    }
    return packet;
  }

  /** All packets in the order of their numbers. */
  List<Received> inOrder() {
    return new ArrayList<>(bySequence.values());
  }

  private static long nearest(long reference, long value, long circle) {
    if (reference < 0) {
      return circle + value;
    }
    long best = reference - reference % circle + value;
    for (long candidate : new long[] {best - circle, best + circle}) {
      if (Math.abs(candidate - reference) < Math.abs(best - reference)) {
        best = candidate;
      }
    }
    return best;
  }
}
