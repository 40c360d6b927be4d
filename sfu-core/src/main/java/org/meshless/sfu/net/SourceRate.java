package org.meshless.sfu.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A rate per source address in a fixed table: nothing a stranger sends makes it grow. Confined to
 * its media loop. IPv6 sources count by their /64, the least that one customer gets.
 *
 * <p>Each place is a leaky bucket kept as one time (the generic cell rate algorithm, ITU-T I.371):
 * when the bucket will be empty. Sources that share a place share its rate; which ones do depends
 * on a random seed, so that nobody can aim at somebody else's place.
 */
final class SourceRate {
  private static final int PLACES = 1 << 12;

  private final long[] emptyAtNs = new long[PLACES];
  private final long intervalNs;
  private final long burstNs;
  private final long seed;

  /**
   * @param perSecond datagrams a second admitted for good
   * @param burst how many may come at once
   */
  SourceRate(int perSecond, int burst, long seed) {
    intervalNs = 1_000_000_000L / perSecond;
    burstNs = burst * intervalNs;
    this.seed = seed;
    Arrays.fill(emptyAtNs, Long.MIN_VALUE);
  }

  /** Whether a datagram from {@code source} keeps to the rate; counts it if so. */
  boolean admits(long nowNs, InetAddress source) {
    int place = place(source);
    long emptyAt = Math.max(emptyAtNs[place], nowNs);
    if (emptyAt - nowNs + intervalNs > burstNs) {
      return false;
    }
    emptyAtNs[place] = emptyAt + intervalNs;
    return true;
  }

  private int place(InetAddress source) {
    long key;
    if (source instanceof Inet4Address) {
      key = source.hashCode(); // the address itself
    } else {
      byte[] address = source.getAddress();
      key = 0;
      for (int i = 0; i < 8; i++) {
        key = key << 8 | (address[i] & 0xff);
      }
    }
    long mixed = (key ^ seed) * 0x9E3779B97F4A7C15L; // Fibonacci hashing, then folded
    mixed ^= mixed >>> 32;
    mixed *= 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 52);
  }
}
