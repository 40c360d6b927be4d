package org.meshless.signaling.hall;

/** Why the server closes a socket (RFC 6455 §7.4), as PROTOCOL.md lists them. */
public enum CloseCode {
  /** After {@code leave}. */
  NORMAL(1000, "left"),
  /** The server stops. */
  GOING_AWAY(1001, "closing"),
  /** Too many messages refused. */
  POLICY(1008, "too many messages"),
  /** The room failed. */
  INTERNAL(1011, "room failed"),
  /** The seat was taken up again over another socket. */
  DISPLACED(4001, "resumed elsewhere"),
  /**
   * The seat ended while the socket was open: its media path was lost for too long, or closed by
   * the peer.
   */
  SEAT_ENDED(4002, "seat ended"),
  /** Neither joined nor resumed in time. */
  NOT_JOINED(4003, "not joined in time");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** For people reading logs; at most 123 bytes. */
  public String reason() {
    return reason;
  }
}
