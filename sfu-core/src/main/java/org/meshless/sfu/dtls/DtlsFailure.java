package org.meshless.sfu.dtls;

/** Why a handshake came to nothing. */
public enum DtlsFailure {
  /** The peer's certificate is not the one its SDP announced. */
  WRONG_FINGERPRINT,
  /** Anything else: nothing in common, forged or broken messages, an alert, too slow. */
  HANDSHAKE
}
