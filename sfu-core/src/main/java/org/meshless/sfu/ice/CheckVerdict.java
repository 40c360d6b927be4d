package org.meshless.sfu.ice;

/** What became of a connectivity check. */
public enum CheckVerdict {
  /** Genuine, and answered. */
  ANSWERED,
  /** Not for credentials now valid, or its integrity does not hold. */
  NOT_GENUINE,
  /** Genuine, but seen before from another address. */
  REPLAYED,
  /** Genuine, but over a path that is somebody else's. */
  PATH_TAKEN,
  /** Genuine, but not to be understood. */
  MALFORMED
}
