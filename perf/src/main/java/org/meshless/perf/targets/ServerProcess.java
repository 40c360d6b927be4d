package org.meshless.perf.targets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server as a child process, pinned to its cores. Thread-safe. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final List<String> command;
  private final Path log;
  private final String firstMatch;
  private final long startedAfterMs;

  private ServerProcess(
      Process process, List<String> command, Path log, String firstMatch, long startedAfterMs) {
    this.process = process;
    this.command = List.copyOf(command);
    this.log = log;
    this.firstMatch = firstMatch;
    this.startedAfterMs = startedAfterMs;
  }

  /**
   * Starts a server and returns once it says that it is ready.
   *
   * @param cores as {@code taskset -c} takes them; null for all
   * @param ready what begins the line that says so; what follows is {@link #readyText()}
   */
  public static ServerProcess start(
      List<String> command, @Nullable String cores, Path log, String ready) throws IOException {
    List<String> pinned = new ArrayList<>();
    if (cores != null) {
      pinned.addAll(List.of("taskset", "-c", cores));
    }
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MESHLESS_"));
    long startNs = System.nanoTime();
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    Writer copy = Files.newBufferedWriter(log);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      copy.write(line + "\n");
      int at = line.indexOf(ready);
      if (at >= 0) {
        long afterMs = (System.nanoTime() - startNs) / 1_000_000;
        Thread.ofVirtual().start(() -> drain(output, copy));
        return new ServerProcess(
            process, pinned, log, line.substring(at + ready.length()).strip(), afterMs);
      }
    }
    copy.close();
    throw new IOException("the server ended before it was ready; see " + log);
  }

  private static void drain(BufferedReader output, Writer copy) {
    try (copy) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.write(line + "\n");
        copy.flush();
      }
    } catch (IOException e) {
      // The server is gone and its pipe with it.
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What followed the sign of readiness on its line. */
  public String readyText() {
    return firstMatch;
  }

  /** From the start of the process until it was ready, in milliseconds. */
  public long startedAfterMs() {
    return startedAfterMs;
  }

  public List<String> command() {
    return command;
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(6, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
