package org.meshless.rtp.netem;

/** Something that wants to be woken: how everything in virtual time takes part. */
public interface Timed {
  /** When {@link #onTimeout} is to be called; {@link Long#MAX_VALUE} for never. */
  long nextDeadlineNs();

  /** Does what is due at {@code nowNs}. Afterwards the next deadline must be later. */
  void onTimeout(long nowNs);
}
