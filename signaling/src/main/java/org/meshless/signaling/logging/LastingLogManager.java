package org.meshless.signaling.logging;

import java.util.logging.LogManager;

/**
 * Keeps its handlers when the process is told to end. Java's own drops them at once, and with them
 * whatever is logged while the server stops.
 */
public final class LastingLogManager extends LogManager {
  @Override
  public void reset() {
    // The handlers write to stderr without a buffer of their own: nothing is to be closed.
  }
}
