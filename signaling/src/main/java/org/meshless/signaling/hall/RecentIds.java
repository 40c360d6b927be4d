package org.meshless.signaling.hall;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.meshless.signaling.protocol.RequestId;

/** The last ids a socket used, so that a repeated request is not carried out twice. */
final class RecentIds {
  /** How many are remembered. */
  static final int CAPACITY = 1000;

  private final ArrayDeque<RequestId> order = new ArrayDeque<>();
  private final Set<RequestId> ids = new HashSet<>();

  /** Remembers {@code id}; false if it was used already. */
  boolean add(RequestId id) {
    if (!ids.add(id)) {
      return false;
    }
    order.add(id);
    if (order.size() > CAPACITY) {
      ids.remove(order.remove());
    }
    return true;
  }
}
