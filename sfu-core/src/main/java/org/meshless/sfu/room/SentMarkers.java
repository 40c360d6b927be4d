package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;

/**
 * Which of a slot's packets were sent with an RTP marker that they did not come with: the last ones
 * of pictures whose higher layers were left out. Sent again, they bear it again.
 *
 * <p>Confined to its MediaLoop. Empty, and without cost, for slots that never leave out such a
 * layer.
 */
final class SentMarkers {
  private static final int NUMBERS = 1 << 16;

  private long @Nullable [] added;

  /** A packet was sent under this number, with an added marker or without. */
  void onSent(int sequenceNumber, boolean addedMarker) {
    if (added == null && !addedMarker) {
      return;
    }
    if (added == null) {
      added = new long[NUMBERS / Long.SIZE];
    }
    long bit = 1L << (sequenceNumber & (Long.SIZE - 1));
    int word = sequenceNumber / Long.SIZE;
    added[word] = addedMarker ? added[word] | bit : added[word] & ~bit;
  }

  /** Whether the packet last sent under this number had a marker added. */
  boolean wasAdded(int sequenceNumber) {
    long[] all = added;
    return all != null
        && (all[sequenceNumber / Long.SIZE] & 1L << (sequenceNumber & (Long.SIZE - 1))) != 0;
  }
}
