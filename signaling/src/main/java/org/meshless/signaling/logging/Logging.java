package org.meshless.signaling.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sets up java.util.logging, on which SLF4J and the libraries end. */
public final class Logging {
  private static final String OURS = "org.meshless";

  // Java forgets the levels of loggers that nobody holds.
  private static final Map<String, Logger> HELD = new ConcurrentHashMap<>();

  private Logging() {}

  /** To be called before anything else has made a logger. */
  public static void install() {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
  }

  /** Logs to stderr what is at least as severe as {@code level}; of libraries, warnings at most. */
  public static void start(Level level) {
    if (!(LogManager.getLogManager() instanceof LastingLogManager)) {
      throw new IllegalStateException("install() comes first");
    }
    Logger root = HELD.computeIfAbsent("", Logger::getLogger);
    Logger ours = HELD.computeIfAbsent(OURS, Logger::getLogger);
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler stderr = new ConsoleHandler();
    stderr.setFormatter(new CompactFormatter());
    stderr.setLevel(Level.ALL);
    root.addHandler(stderr);
    root.setLevel(higher(level, Level.WARNING));
    ours.setLevel(level);
  }

  private static Level higher(Level one, Level other) {
    return one.intValue() > other.intValue() ? one : other;
  }
}
