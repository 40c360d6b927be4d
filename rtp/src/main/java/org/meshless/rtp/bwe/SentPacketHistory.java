package org.meshless.rtp.bwe;

/**
 * What was sent under each transport-wide sequence number, until the receiver has told of it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 *
 * <p>Grows with the number of packets on the way, to {@link #MAX_PACKETS}; what is older then is
 * forgotten. Confined to its MediaLoop.
 */
public final class SentPacketHistory {
  /** The most packets remembered; a power of two, and far from half the circle of numbers. */
  public static final int MAX_PACKETS = 1 << 14;

  /** {@link #find} of a number that was not sent, or too long ago. */
  public static final int UNKNOWN = -1;

  private static final int INITIAL_PACKETS = 256;

  /** Older packets may be forgotten before more room is made. */
  private static final long USEFUL_NS = 3_000_000_000L;

  private static final byte ON_THE_WAY = 0;
  private static final byte LOST = 1;
  private static final byte ANSWERED = 2;

  private long[] sentNs = new long[INITIAL_PACKETS];
  private int[] sizesBytes = new int[INITIAL_PACKETS];
  private int[] probes = new int[INITIAL_PACKETS];
  private byte[] fates = new byte[INITIAL_PACKETS];
  private long next = 1L << 16; // extended, so that no number is negative
  private long oldest = next;
  private boolean begun;
  private long unansweredBytes;

  /** A history of nothing. */
  public SentPacketHistory() {}

  /**
   * A packet is sent. Numbers are given one after the other, without a gap.
   *
   * @param sequenceNumber transport-wide, 16 bits
   * @param sizeBytes as counted against the path: with all headers
   * @param probe the probe it is part of, 0 for none
   */
  public void onSent(long nowNs, int sequenceNumber, int sizeBytes, int probe) {
    if (!begun) {
      begun = true;
      next = (1L << 16) + (sequenceNumber & 0xffff);
      oldest = next;
    }
    if (next - oldest == sentNs.length) {
      makeRoom(nowNs);
    }
    int at = slot(next);
    sentNs[at] = nowNs;
    sizesBytes[at] = sizeBytes;
    probes[at] = probe;
    fates[at] = ON_THE_WAY;
    unansweredBytes += sizeBytes;
    next++;
  }

  /** Where a packet stands, for the other methods until the next is sent; or {@link #UNKNOWN}. */
  public int find(int sequenceNumber) {
    long extended = extended(sequenceNumber);
    return extended < oldest || extended >= next ? UNKNOWN : slot(extended);
  }

  /** The number without wrap, nearest to the last one sent. */
  public long extended(int sequenceNumber) {
    long newest = next - 1;
    return newest + (short) (sequenceNumber - (int) newest);
  }

  /** When the packet left. */
  public long sentNs(int at) {
    return sentNs[at];
  }

  /** Its size. */
  public int sizeBytes(int at) {
    return sizesBytes[at];
  }

  /** The probe it was part of, 0 for none. */
  public int probe(int at) {
    return probes[at];
  }

  /** The packet has arrived; false if that is known. */
  public boolean answer(int at) {
    if (fates[at] == ANSWERED) {
      return false;
    }
    settle(at, ANSWERED);
    return true;
  }

  /** The packet is missed; false if its fate is known. */
  public boolean lose(int at) {
    if (fates[at] != ON_THE_WAY) {
      return false;
    }
    settle(at, LOST);
    return true;
  }

  /** Whether nothing has been heard of the packet. */
  public boolean isOnTheWay(int at) {
    return fates[at] == ON_THE_WAY;
  }

  /** Bytes of the packets of which nothing has been heard. */
  public long unansweredBytes() {
    return unansweredBytes;
  }

  private void settle(int at, byte fate) {
    if (fates[at] == ON_THE_WAY) {
      unansweredBytes -= sizesBytes[at];
    }
    fates[at] = fate;
  }

  private void makeRoom(long nowNs) {
    int capacity = sentNs.length;
    int first = slot(oldest);
    boolean told = fates[first] != ON_THE_WAY;
    if (told || nowNs - sentNs[first] > USEFUL_NS || capacity == MAX_PACKETS) {
      settle(first, LOST);
      oldest++;
      return;
    }
    long[] oldSentNs = sentNs;
    int[] oldSizesBytes = sizesBytes;
    int[] oldProbes = probes;
    byte[] oldFates = fates;
    sentNs = new long[2 * capacity];
    sizesBytes = new int[2 * capacity];
    probes = new int[2 * capacity];
    fates = new byte[2 * capacity];
    for (long each = oldest; each < next; each++) {
      int from = (int) each & (capacity - 1);
      int to = slot(each);
      sentNs[to] = oldSentNs[from];
      sizesBytes[to] = oldSizesBytes[from];
      probes[to] = oldProbes[from];
      fates[to] = oldFates[from];
    }
  }

  private int slot(long extended) {
    return (int) extended & (sentNs.length - 1);
  }
}
