package org.meshless.sfu.transport;

/** How far a {@link Transport} has come. */
public enum TransportState {
  /** No connectivity check has arrived yet. */
  NEW,
  /** A path is known, keys are not. */
  CONNECTING,
  /** SRTP flows. */
  CONNECTED,
  /** Was connected, but nothing genuine has arrived for 10 s. */
  SILENT,
  CLOSED
}
