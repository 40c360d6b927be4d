package org.meshless.sfu.room;

import org.meshless.rtp.send.PublisherClock;

/**
 * Somebody who publishes, as one loop of the room sees them: whose tracks belong together and what
 * the wall clock of their sender reports shows.
 *
 * <p>Confined to its MediaLoop.
 */
final class Publisher {
  private final String id;
  private final PublisherClock clock = new PublisherClock();

  Publisher(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  PublisherClock clock() {
    return clock;
  }
}
