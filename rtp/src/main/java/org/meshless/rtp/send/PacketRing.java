package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.packet.RtpPacket;

/**
 * The latest packets of an inbound stream, by reference, for retransmission to its subscribers.
 *
 * <p>Bounded by number and by age; starts small and grows with the stream's rate, so that a quiet
 * stream costs little. Each media loop with subscribers has its own ring of a stream.
 *
 * <p>Confined to its MediaLoop.
 */
public final class PacketRing {
  private static final int INITIAL_CAPACITY = 32;

  private final int maxPackets;
  private final long maxAgeNs;

  // Indexed by extendedSeq & (length - 1); slots between lowest and highest may be empty.
  private @Nullable RtpPacket[] packets = new @Nullable RtpPacket[INITIAL_CAPACITY];
  private long[] arrivalsNs = new long[INITIAL_CAPACITY];
  private long lowest;
  private long highest = -1;

  /**
   * An empty ring.
   *
   * @param maxPackets the widest range of sequence numbers kept; a power of two, at least 32
   * @param maxAgeNs how long after its arrival a packet is kept, in nanoseconds
   */
  public PacketRing(int maxPackets, long maxAgeNs) {
    if (maxPackets < INITIAL_CAPACITY || Integer.bitCount(maxPackets) != 1) {
      throw new IllegalArgumentException("not a power of two from 32 up: " + maxPackets);
    }
    this.maxPackets = maxPackets;
    this.maxAgeNs = maxAgeNs;
  }

  /**
   * Keeps a packet.
   *
   * @param nowNs its arrival, not before that of any packet already kept
   * @param extendedSeq its extended sequence number
   * @return false if a packet of this number is kept already or the number is too old to keep
   */
  public boolean put(long nowNs, long extendedSeq, RtpPacket packet) {
    trim(nowNs);
    if (highest < lowest) {
      lowest = extendedSeq;
      highest = extendedSeq;
    } else if (extendedSeq > highest) {
      raise(extendedSeq);
    } else if (highest - extendedSeq >= maxPackets) {
      return false;
    } else if (extendedSeq < lowest) {
      reserve(highest - extendedSeq + 1);
      lowest = extendedSeq;
    }
    int slot = slot(extendedSeq);
    if (packets[slot] != null) {
      return false;
    }
    packets[slot] = packet;
    arrivalsNs[slot] = nowNs;
    return true;
  }

  /** The packet of this extended sequence number, or null if it never came or is too old. */
  public @Nullable RtpPacket get(long nowNs, long extendedSeq) {
    if (extendedSeq < lowest || extendedSeq > highest) {
      return null;
    }
    int slot = slot(extendedSeq);
    return nowNs - arrivalsNs[slot] <= maxAgeNs ? packets[slot] : null;
  }

  /** Forgets packets that are too old; {@link #put} does so itself, a stream that stops cannot. */
  public void trim(long nowNs) {
    while (lowest <= highest) {
      int slot = slot(lowest);
      if (packets[slot] != null && nowNs - arrivalsNs[slot] <= maxAgeNs) {
        return;
      }
      packets[slot] = null;
      lowest++;
    }
  }

  private void raise(long extendedSeq) {
    long newLowest = Math.max(lowest, extendedSeq - maxPackets + 1);
    for (; lowest < newLowest && lowest <= highest; lowest++) {
      packets[slot(lowest)] = null;
    }
    lowest = newLowest;
    reserve(extendedSeq - lowest + 1);
    highest = extendedSeq;
  }

  /** Makes room for a range of {@code size} numbers that contains lowest to highest. */
  private void reserve(long size) {
    int capacity = packets.length;
    if (size <= capacity) {
      return;
    }
    @Nullable RtpPacket[] oldPackets = packets;
    long[] oldArrivalsNs = arrivalsNs;
    while (capacity < size) {
      capacity *= 2;
    }
    packets = new @Nullable RtpPacket[capacity];
    arrivalsNs = new long[capacity];
    for (long seq = lowest; seq <= highest; seq++) {
      int from = (int) seq & (oldPackets.length - 1);
      packets[slot(seq)] = oldPackets[from];
      arrivalsNs[slot(seq)] = oldArrivalsNs[from];
    }
  }

  private int slot(long extendedSeq) {
    return (int) extendedSeq & (packets.length - 1);
  }
}
