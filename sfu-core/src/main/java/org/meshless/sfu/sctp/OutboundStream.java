package org.meshless.sfu.sctp;

import java.util.ArrayDeque;

/** What waits to be sent on one stream. Confined to its association. */
final class OutboundStream {
  /** What a queued message costs beside its bytes. */
  static final int MESSAGE_OVERHEAD = 64;

  final int id;
  final ArrayDeque<OutboundMessage> messages = new ArrayDeque<>(4);

  /** Bytes that wait; of a message partly sent, the rest. */
  long queuedBytes;

  /** Tell when no more than this waits. */
  long lowThreshold;

  /** Nothing more is accepted until the reset is done. */
  boolean resetting;

  /** In the queue's turn. */
  boolean ready;

  private long nextOrdered;
  private long nextUnordered;

  OutboundStream(int id) {
    this.id = id;
  }

  /** What all that waits costs in memory. */
  long cost() {
    return queuedBytes + (long) MESSAGE_OVERHEAD * messages.size();
  }

  /** The number of a message that begins: unordered DATA has none, unordered I-DATA its own. */
  long draw(boolean unordered) {
    return unordered ? nextUnordered++ : nextOrdered++;
  }

  /** Begins anew after a reset (RFC 6525 §5.2.2). */
  void reset() {
    resetting = false;
    lowThreshold = 0;
    nextOrdered = 0;
    nextUnordered = 0;
  }
}
