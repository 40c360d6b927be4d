package org.meshless.signaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as a child process, stdout and stderr apart. */
final class MainProcess implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> stdout = new ArrayList<>();
  private final Path stderr;

  MainProcess(Path folder, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(options));
    try {
      stderr = Files.createTempFile(folder, "stderr", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("MESHLESS_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of the line that says so. */
  URI awaitReady() {
    try {
      // Ends with the process if nothing is printed.
      String line = process.inputReader().readLine();
      if (line == null || !line.startsWith("Ready: ")) {
        throw new AssertionError("not ready but: " + line + "\n" + String.join("\n", stderr()));
      }
      stdout.add(line);
      return URI.create(line.substring("Ready: ".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an operator does: SIGTERM. */
  void terminate() {
    // By its handle, since Process.destroy() drops what it has printed.
    boolean asked = process.toHandle().destroy();
    if (!asked) {
      throw new AssertionError("cannot be terminated");
    }
  }

  /** The exit code, which comes within {@code limit}. */
  int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All lines so far; everything after the process has ended. */
  List<String> stdout() {
    stdout.addAll(process.inputReader().lines().toList());
    return stdout;
  }

  List<String> stderr() {
    try {
      return Files.readAllLines(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit(DEADLINE);
  }
}
