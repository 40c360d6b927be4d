package org.meshless.sfu.sctp;

/** Why an association is over. */
public enum SctpClose {
  /** Both sides have sent all and said so. */
  SHUTDOWN,
  /** We ended it. */
  LOCAL,
  /** The peer ended it. */
  ABORTED_BY_PEER,
  /** The peer never finished its part of the handshake. */
  HANDSHAKE_FAILED,
  /** The peer has answered nothing for too long. */
  UNREACHABLE,
  /** The peer broke the protocol. */
  PROTOCOL_VIOLATION,
  /** The peer sent a longer message than it was told to. */
  MESSAGE_TOO_LONG,
  /** The peer filled the receive buffer with what can never be delivered. */
  OUT_OF_ROOM
}
