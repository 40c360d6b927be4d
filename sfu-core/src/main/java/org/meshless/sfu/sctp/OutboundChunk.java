package org.meshless.sfu.sctp;

/** A fragment that was sent and is not acknowledged up to. Confined to its association. */
final class OutboundChunk {
  final OutboundMessage message;
  final int fragment;
  final int offset;
  final int size;
  final int flags;

  /** The number of the packet that last carried it, of our own counting. */
  long packet;

  int sentCount;

  /** Acknowledged in a gap block: may be revoked. */
  boolean acked;

  /** Neither acknowledged nor on its way: to be sent again. */
  boolean lost;

  /** Its message was given up. */
  boolean abandoned;

  OutboundChunk(OutboundMessage message, int fragment, int offset, int size, int flags) {
    this.message = message;
    this.fragment = fragment;
    this.offset = offset;
    this.size = size;
    this.flags = flags;
  }

  boolean isInFlight() {
    return !acked && !lost && !abandoned;
  }
}
