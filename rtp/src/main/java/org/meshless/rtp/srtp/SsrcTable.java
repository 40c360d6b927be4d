package org.meshless.rtp.srtp;

import org.jspecify.annotations.Nullable;

/**
 * What is kept per SSRC, found without boxing: open addressing, bounded, entries are never removed.
 */
final class SsrcTable<T> {
  private static final int INITIAL_CAPACITY = 8;

  private final int limit;
  private int size;
  private int[] ssrcs = new int[INITIAL_CAPACITY];
  private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];

  SsrcTable(int limit) {
    this.limit = limit;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == limit;
  }

  @SuppressWarnings("unchecked") // put is the only writer
  @Nullable T get(long ssrc) {
    return (T) values[slot((int) ssrc)];
  }

  /** Adds an entry. There must be none for {@code ssrc}, and the table must not be full. */
  void put(long ssrc, T value) {
    if (isFull()) {
      throw new IllegalStateException("full");
    }
    if (2 * ++size > ssrcs.length) {
      grow();
    }
    insert((int) ssrc, value);
  }

  private void insert(int ssrc, Object value) {
    int slot = slot(ssrc);
    ssrcs[slot] = ssrc;
    values[slot] = value;
  }

  /** Where {@code ssrc} is, or the empty place where it belongs. */
  private int slot(int ssrc) {
    int mask = ssrcs.length - 1;
    int slot = ((ssrc * 0x9E3779B9) >>> 16) & mask;
    while (values[slot] != null && ssrcs[slot] != ssrc) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldSsrcs = ssrcs;
    @Nullable Object[] oldValues = values;
    ssrcs = new int[2 * oldSsrcs.length];
    values = new @Nullable Object[2 * oldValues.length];
    for (int i = 0; i < oldSsrcs.length; i++) {
      Object value = oldValues[i];
      if (value != null) {
        insert(oldSsrcs[i], value);
      }
    }
  }
}
