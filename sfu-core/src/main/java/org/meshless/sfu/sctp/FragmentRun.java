package org.meshless.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Neighbouring fragments of one message. Confined to its association. */
final class FragmentRun {
  /** What a fragment costs beside its bytes. */
  static final int OVERHEAD = 256;

  final int streamId;
  final boolean unordered;
  final int sequence;
  long firstKey;
  long lastKey;
  boolean begins;
  boolean ends;
  int ppid;
  int size;
  private final ArrayDeque<byte[]> fragments = new ArrayDeque<>(4);

  FragmentRun(long key, DataChunk chunk) {
    streamId = chunk.streamId();
    unordered = chunk.unordered();
    sequence = chunk.sequence();
    firstKey = key;
    lastKey = key;
    begins = chunk.begins();
    ends = chunk.ends();
    ppid = chunk.ppid();
    size = chunk.size();
    fragments.add(copy(chunk));
  }

  static byte[] copy(DataChunk chunk) {
    return Arrays.copyOfRange(chunk.bytes(), chunk.offset(), chunk.offset() + chunk.size());
  }

  boolean isComplete() {
    return begins && ends;
  }

  long cost() {
    return size + (long) OVERHEAD * fragments.size();
  }

  /** Whether {@code next} goes on where this ends. */
  boolean isContinuedBy(FragmentRun next) {
    return lastKey + 1 == next.firstKey
        && !ends
        && !next.begins
        && streamId == next.streamId
        && unordered == next.unordered
        && (sequence == next.sequence || unordered);
  }

  /** Joined with the run that goes on where this ends; the longer one takes in the shorter. */
  FragmentRun join(FragmentRun next) {
    if (fragments.size() >= next.fragments.size()) {
      fragments.addAll(next.fragments);
      lastKey = next.lastKey;
      ends = next.ends;
      size += next.size;
      return this;
    }
    while (!fragments.isEmpty()) {
      next.fragments.addFirst(fragments.removeLast());
    }
    next.firstKey = firstKey;
    next.begins = begins;
    next.ppid = ppid;
    next.size += size;
    return next;
  }

  /** All bytes, in a new array. */
  byte[] bytes() {
    byte[] bytes = new byte[size];
    int at = 0;
    for (byte[] fragment : fragments) {
      System.arraycopy(fragment, 0, bytes, at, fragment.length);
      at += fragment.length;
    }
    return bytes;
  }
}
