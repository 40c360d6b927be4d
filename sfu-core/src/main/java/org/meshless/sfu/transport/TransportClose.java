package org.meshless.sfu.transport;

/** Why a {@link Transport} closed. */
public enum TransportClose {
  /** Our side closed it: the participant left or was removed. */
  LOCAL,
  /** The peer said close_notify. */
  CLOSE_NOTIFY,
  /** No connectivity check within 30 s of the last (RFC 7675 §5.1), or ever. */
  CONSENT_LOST,
  /** The DTLS handshake failed or did not finish in time. */
  HANDSHAKE_FAILED,
  /** The peer's certificate is not the one its SDP announced. */
  WRONG_FINGERPRINT,
  /** The peer ended an established DTLS association with a fatal alert. */
  DTLS_ALERT,
  /** One of our handlers threw. */
  INTERNAL_ERROR
}
