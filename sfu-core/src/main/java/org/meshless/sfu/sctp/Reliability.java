package org.meshless.sfu.sctp;

/**
 * How hard a channel tries (RFC 8831 §6.1). Immutable.
 *
 * @param ordered whether messages arrive in the order they were sent
 * @param maxRetransmits how often a message is sent again at most, 0 … 65535; {@link #UNLIMITED}
 *     for no limit
 * @param maxLifetimeMs how long a message is tried for at most, in milliseconds, 0 … 65535; {@link
 *     #UNLIMITED} for no limit. At most one of the two is limited
 */
public record Reliability(boolean ordered, int maxRetransmits, int maxLifetimeMs) {
  public static final int UNLIMITED = -1;

  /** In order, and as often as it takes. */
  public static final Reliability RELIABLE = new Reliability(true, UNLIMITED, UNLIMITED);

  private static final int MAX = 0xffff;

  public Reliability {
    if (maxRetransmits < UNLIMITED
        || maxRetransmits > MAX
        || maxLifetimeMs < UNLIMITED
        || maxLifetimeMs > MAX
        || (maxRetransmits != UNLIMITED && maxLifetimeMs != UNLIMITED)) {
      throw new IllegalArgumentException("no such reliability");
    }
  }

  /** Whether messages may be given up. */
  public boolean isPartial() {
    return maxRetransmits != UNLIMITED || maxLifetimeMs != UNLIMITED;
  }
}
