package org.meshless.rtp.session;

/** Which way media flows on an m-line (RFC 8866 §6.7), seen from whoever wrote the description. */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** Whether the writer of the description sends. */
  public boolean sends() {
    return sends;
  }

  /** Whether the writer of the description receives. */
  public boolean receives() {
    return receives;
  }

  /** The same flow seen from the other side. */
  public Direction reversed() {
    return switch (this) {
      case SENDONLY -> RECVONLY;
      case RECVONLY -> SENDONLY;
      case SENDRECV, INACTIVE -> this;
    };
  }
}
