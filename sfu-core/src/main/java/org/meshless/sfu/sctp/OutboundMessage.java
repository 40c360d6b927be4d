package org.meshless.sfu.sctp;

/** A message on its way out. Confined to its association. */
final class OutboundMessage {
  static final int UNLIMITED = -1;
  static final long NO_EXPIRY = Long.MAX_VALUE;

  private static final byte[] NOTHING = {};

  final OutboundStream stream;
  final int ppid;
  final boolean unordered;

  /** How often one of its fragments is sent again at most; {@link #UNLIMITED} for ever. */
  final int maxRetransmits;

  /** From when on it is of no use to anybody. */
  final long expiresNs;

  /** Shared and never written. */
  byte[] bytes;

  /** Bytes sent at least once. */
  int sent;

  /** SSN or MID; drawn with the first fragment. */
  long sequence;

  /** Of the next fragment. */
  int fragment;

  /** Of the first and the newest fragment sent. */
  long firstTsn;

  long lastTsn;
  boolean abandoned;

  OutboundMessage(
      OutboundStream stream,
      int ppid,
      byte[] bytes,
      boolean unordered,
      int maxRetransmits,
      long expiresNs) {
    this.stream = stream;
    this.ppid = ppid;
    this.bytes = bytes;
    this.unordered = unordered;
    this.maxRetransmits = maxRetransmits;
    this.expiresNs = expiresNs;
  }

  boolean isBegun() {
    return sent > 0;
  }

  boolean isSent() {
    return sent == bytes.length;
  }

  boolean isExpired(long nowNs) {
    return expiresNs <= nowNs;
  }

  /** Gives up its bytes: others may still hold the message itself. */
  void abandon() {
    abandoned = true;
    bytes = NOTHING;
  }
}
