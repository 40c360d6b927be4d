package org.meshless.sfu.ice;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The latest genuine checks, so that one that was overheard and sent again from elsewhere does not
 * move the path there. A peer may repeat a check itself (Firefox does), but over the same path.
 * Confined to its media loop.
 */
final class CheckHistory {
  private static final int SIZE = 32;

  private final long[] transactions = new long[SIZE];
  private final int[] sockets = new int[SIZE];
  private final @Nullable InetSocketAddress[] remotes = new @Nullable InetSocketAddress[SIZE];
  private int next;

  /** Whether a genuine check is new, or came over this path before; remembers it. */
  boolean admits(long transaction, int socket, InetSocketAddress remote) {
    for (int i = 0; i < SIZE; i++) {
      InetSocketAddress seenFrom = remotes[i];
      if (seenFrom != null && transactions[i] == transaction) {
        return sockets[i] == socket && seenFrom.equals(remote);
      }
    }
    transactions[next] = transaction;
    sockets[next] = socket;
    remotes[next] = remote;
    next = (next + 1) % SIZE;
    return true;
  }
}
