package org.meshless.perf.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the JVM stopped all its threads, by its own log ({@code -Xlog:safepoint}). Stateless.
 */
public final class GcPauses {
  private static final Pattern SAFEPOINT =
      Pattern.compile("^\\[(\\d+)ns\\].*Safepoint \"(\\w+)\".*Total:\\s*(\\d+) ns");

  private GcPauses() {}

  /** A stop of all threads; the time is from the JVM's start. */
  public record Pause(long atNs, String reason, long lengthNs) {}

  /** All pauses in a log, garbage collections and others; empty if there is no log. */
  public static List<Pause> in(Path log) {
    List<Pause> pauses = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(log)) {
        Matcher safepoint = SAFEPOINT.matcher(line);
        if (safepoint.find()) {
          pauses.add(
              new Pause(
                  Long.parseLong(safepoint.group(1)),
                  safepoint.group(2),
                  Long.parseLong(safepoint.group(3))));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return pauses;
  }
}
