package org.meshless.sfu.sctp;

/** Where an association is in its life (RFC 9260 §4). */
public enum SctpState {
  /** Nothing has come of the peer; answers an INIT. RFC 9260 calls it closed. */
  NEW,
  COOKIE_WAIT,
  COOKIE_ECHOED,
  ESTABLISHED,
  SHUTDOWN_PENDING,
  SHUTDOWN_SENT,
  SHUTDOWN_RECEIVED,
  SHUTDOWN_ACK_SENT,
  /** Over for good. */
  CLOSED;

  /** Whether messages can come. */
  boolean receives() {
    return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_SENT;
  }

  /** Whether what is queued still goes out. */
  boolean sends() {
    return this == ESTABLISHED || this == SHUTDOWN_PENDING || this == SHUTDOWN_RECEIVED;
  }
}
