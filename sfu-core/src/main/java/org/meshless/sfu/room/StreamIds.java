package org.meshless.sfu.room;

/**
 * Numbers the inbound streams of a room, so that a subscriber's rewriter tells them apart.
 *
 * <p>Confined to its MediaLoop.
 */
final class StreamIds {
  private int last;

  int next() {
    return ++last;
  }
}
