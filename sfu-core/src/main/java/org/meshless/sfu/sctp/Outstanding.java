package org.meshless.sfu.sctp;

import org.jspecify.annotations.Nullable;

/**
 * The chunks sent and not acknowledged up to, by TSN: a ring that grows to what a window needs.
 * Confined to its association.
 */
final class Outstanding {
  /** At most so many; a few more for messages that were given up. */
  static final int LIMIT = 1 << 14;

  private static final int INITIAL = 16;

  private @Nullable OutboundChunk[] ring = new OutboundChunk[INITIAL];
  private long first;
  private long next;

  Outstanding(long initialTsn) {
    first = initialTsn;
    next = initialTsn;
  }

  /** The lowest TSN in here: one after the cumulative acknowledgement. */
  long first() {
    return first;
  }

  /** The TSN of the next chunk. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return first == next;
  }

  boolean isFull() {
    return next - first >= LIMIT;
  }

  /** The chunk with this TSN, which must be in here. */
  OutboundChunk get(long tsn) {
    OutboundChunk chunk = ring[(int) tsn & (ring.length - 1)];
    if (tsn < first || tsn >= next || chunk == null) {
      throw new IllegalStateException("TSN " + tsn + " is not in " + first + " … " + next);
    }
    return chunk;
  }

  /** Adds a chunk; its TSN is what {@link #next()} was. */
  void add(OutboundChunk chunk) {
    if (next - first == ring.length) {
      grow();
    }
    ring[(int) next & (ring.length - 1)] = chunk;
    next++;
  }

  OutboundChunk removeFirst() {
    OutboundChunk chunk = get(first);
    ring[(int) first & (ring.length - 1)] = null;
    first++;
    if (first == next && ring.length > INITIAL) {
      ring = new OutboundChunk[INITIAL];
    }
    return chunk;
  }

  private void grow() {
    @Nullable OutboundChunk[] old = ring;
    @Nullable OutboundChunk[] larger = new OutboundChunk[2 * old.length];
    for (long tsn = first; tsn < next; tsn++) {
      larger[(int) tsn & (larger.length - 1)] = old[(int) tsn & (old.length - 1)];
    }
    ring = larger;
  }
}
