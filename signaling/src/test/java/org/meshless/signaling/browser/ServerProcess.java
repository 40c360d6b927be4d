package org.meshless.signaling.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real server as a child process on ports of its own, started and stopped as an operator does.
 */
public final class ServerProcess implements AutoCloseable {

  private static final String READY = "Ready: ";

  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts the server from this JVM's class path and returns once it is ready.
   *
   * @param log where everything it writes goes
   * @param jvmOptions for its JVM
   * @param options beside those that let it choose its ports
   */
  public static ServerProcess start(Path log, List<String> jvmOptions, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseZGC");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.meshless.signaling.Main");
    command.addAll(List.of("--host", "127.0.0.1", "--udp-port", "0"));
    if (!options.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    command.addAll(options);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("MESHLESS_"));
      Process process = builder.start();
      return new ServerProcess(process, awaitReady(process, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI awaitReady(Process process, Path log) throws IOException {
    Writer copy = Files.newBufferedWriter(log);
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      copy.write(line + "\n");
      if (line.startsWith(READY)) {
        Thread.ofVirtual().start(() -> drain(output, copy));
        return URI.create(line.substring(READY.length()).strip());
      }
    }
    copy.close();
    throw new IllegalStateException("the server ended before it was ready; see " + log);
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

  /** Where people are sent. */
  public URI url() {
    return url;
  }

  /** Where the signaling protocol is spoken. */
  public URI socketUrl() {
    return URI.create("ws" + url.resolve("/ws").toString().substring("http".length()));
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Ends it with SIGTERM.
   *
   * @throws IllegalStateException if it does not exit with 0 within the five seconds it promises
   */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server outlived SIGTERM by five seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("the server exited with " + process.exitValue());
    }
  }
}
