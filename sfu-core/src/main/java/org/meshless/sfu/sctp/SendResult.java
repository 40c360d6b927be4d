package org.meshless.sfu.sctp;

/** What became of a message given to a {@link DataChannel}. */
public enum SendResult {
  /** It waits or is on its way; of an unreliable channel an older one may have made room for it. */
  QUEUED,
  /** It is longer than the peer takes. */
  TOO_LONG,
  /** Too much waits already: wait until the buffered amount is low. */
  FULL,
  /** The channel is closed or closing. */
  CLOSED
}
