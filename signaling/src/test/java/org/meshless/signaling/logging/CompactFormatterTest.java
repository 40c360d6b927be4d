package org.meshless.signaling.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactFormatterTest {
  private static LogRecord entry(Level level, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setInstant(Instant.parse("2026-11-20T12:00:00.007Z"));
    entry.setLoggerName("org.meshless.signaling.hall.Hall");
    return entry;
  }

  private static String format(LogRecord entry) {
    return new CompactFormatter().format(entry);
  }

  @Test
  void anEventIsOneLineWithTheTimeTheLevelAndTheClass() {
    assertEquals(
        "2026-11-20T12:00:00.007Z INFO  Hall: room=clinic joined\n",
        format(entry(Level.INFO, "room=clinic joined")));
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE, ERROR",
    "WARNING, WARN",
    "INFO, INFO",
    "CONFIG, DEBUG",
    "FINE, DEBUG",
    "FINEST, TRACE"
  })
  void levelsHaveTheNamesOfTheFlag(String level, String shown) {
    String line = format(entry(Level.parse(level), "x"));

    assertEquals(shown, line.substring(25, 30).strip());
  }

  @Test
  void whateverAMessageQuotesItStaysInItsLine() {
    assertEquals(
        "2026-11-20T12:00:00.007Z WARN  Hall: a  2026 ERROR forged [31m\n",
        format(entry(Level.WARNING, "a\r\n2026 ERROR forged\u001b[31m")));
  }

  @Test
  void aFailureIsFollowedByItsTrace() {
    LogRecord entry = entry(Level.SEVERE, "failed");
    entry.setThrown(new IllegalStateException("why"));

    String text = format(entry);

    assertTrue(text.contains("failed\njava.lang.IllegalStateException: why\n\tat "), text);
  }
}
