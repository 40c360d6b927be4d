package org.meshless.perf.client;

import java.util.random.RandomGenerator;

/** What an agent is known by for as long as ICE is not restarted (RFC 8445 §5.3). Immutable. */
public record IceCredentials(String ufrag, String pwd) {
  static IceCredentials random(RandomGenerator random) {
    return new IceCredentials(
        Long.toHexString(random.nextLong() | 1L << 40).substring(0, 8),
        Long.toHexString(random.nextLong() | 1L << 62)
            + Long.toHexString(random.nextLong() | 1L << 62));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
