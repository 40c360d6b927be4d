package org.meshless.signaling;

import java.util.logging.Level;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ConfigReader;
import org.meshless.signaling.config.LogLevel;
import org.meshless.signaling.logging.Logging;

/** Starts the server. Exit code 0 after SIGTERM, 2 if it cannot run as it is configured. */
public final class Main {
  private static final int FAILED = 1;
  private static final int BAD_CONFIGURATION = 2;

  private Main() {}

  /**
   * Prints one line on stdout, {@code Ready: <url>}, when people can come; all else goes to stderr.
   */
  public static void main(String[] arguments) {
    Logging.install();
    try {
      switch (ConfigReader.read(arguments, System.getenv())) {
        case ConfigReader.Print print -> System.out.print(print.text());
        case ConfigReader.Serve serve -> {
          Logging.start(level(serve.config().log()));
          Lifecycle.start(serve.config(), System.out, System.err);
        }
      }
    } catch (ConfigException e) {
      System.err.println(e.sentence());
      System.exit(BAD_CONFIGURATION);
    } catch (RuntimeException e) {
      // Some threads may run already, and would keep the process alive.
      e.printStackTrace(System.err);
      System.exit(FAILED);
    }
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINEST;
    };
  }
}
