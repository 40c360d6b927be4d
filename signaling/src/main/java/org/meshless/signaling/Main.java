package org.meshless.signaling;

import java.io.PrintStream;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ConfigReader;

/** Starts the server. Exit code 0 after SIGTERM, 2 if it cannot be configured as asked. */
public final class Main {
  private static final int BAD_CONFIGURATION = 2;

  private Main() {}

  /**
   * Prints exactly one line on stdout, {@code Ready: <url>}, when people can come; the rest goes to
   * stderr.
   */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try {
      switch (ConfigReader.read(arguments, System.getenv())) {
        case ConfigReader.Print print -> out.print(print.text());
        case ConfigReader.Serve serve -> new Lifecycle(serve.config(), out, err).start();
      }
    } catch (ConfigException e) {
      err.println(e.sentence());
      System.exit(BAD_CONFIGURATION);
    }
  }
}
