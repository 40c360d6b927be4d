package org.meshless.sfu.sctp;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one stream has received and not delivered: messages ahead of their turn and, where messages
 * interleave, parts of messages. Confined to its association.
 */
final class InboundStream {
  /** A whole message that waits for those before it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(int ppid, byte[] bytes) {
    long cost() {
      return bytes.length + (long) FragmentRun.OVERHEAD;
    }
  }

  /** The ordered message whose turn it is, its number unwrapped. */
  long next;

  /** By number. */
  final NavigableMap<Long, Held> held = new TreeMap<>();

  /** Parts by their message's number; interleaving only. */
  final NavigableMap<Long, FragmentRuns> ordered = new TreeMap<>();

  final NavigableMap<Long, FragmentRuns> unordered = new TreeMap<>();

  /** The newest unordered message seen, its number unwrapped; interleaving only. */
  long newestUnordered = -1;
}
