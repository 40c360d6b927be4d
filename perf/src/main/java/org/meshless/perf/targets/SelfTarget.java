package org.meshless.perf.targets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.client.ClientLoop;

/** This project's server, started from the class path of this JVM. Thread-safe. */
public final class SelfTarget implements Target {
  private final ServerProcess process;
  private final MeshlessTarget meshless;
  private final Path gcLog;

  private SelfTarget(ServerProcess process, MeshlessTarget meshless, Path gcLog) {
    this.process = process;
    this.meshless = meshless;
    this.gcLog = gcLog;
  }

  /**
   * Starts the server.
   *
   * @param cores it is pinned to; null for all
   * @param loops media loops; 0 leaves it to the server
   * @param jvmOptions for its JVM, after its own
   * @param address it listens on and clients come from
   */
  public static SelfTarget start(
      @Nullable String cores,
      int loops,
      List<String> jvmOptions,
      Inet4Address address,
      String fingerprint,
      Path directory)
      throws IOException {
    Files.createDirectories(directory);
    Path gcLog = directory.resolve("gc.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseZGC"));
    command.add("-Xlog:gc*,safepoint:file=" + gcLog + ":uptimenanos,tags");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.meshless.signaling.Main");
    String host = address.getHostAddress();
    command.addAll(List.of("--host", host, "--port", "0", "--udp-port", "0", "--listen", host));
    command.addAll(List.of("--max-people", "5000"));
    command.addAll(List.of("--loops", String.valueOf(loops)));
    ServerProcess process =
        ServerProcess.start(command, cores, directory.resolve("server.log"), "Ready: ");
    URI url = URI.create(process.readyText());
    URI reachable = URI.create("http://" + host + ":" + url.getPort() + "/");
    return new SelfTarget(process, new MeshlessTarget(reachable, fingerprint, address), gcLog);
  }

  @Override
  public String name() {
    return "self";
  }

  @Override
  public Participant join(ClientLoop loop, Role role) throws IOException, InterruptedException {
    return meshless.join(loop, role);
  }

  @Override
  public Inet4Address clientAddress() {
    return meshless.clientAddress();
  }

  @Override
  public ServerProcess process() {
    return process;
  }

  /** Where its JVM tells of its pauses. */
  public Path gcLog() {
    return gcLog;
  }

  @Override
  public void describe(ObjectNode json) {
    ArrayNode command = json.putArray("command");
    List<String> words = process.command();
    for (int i = 0; i < words.size(); i++) {
      // The class path says where things lie, not how the server was set up.
      command.add(i > 0 && words.get(i - 1).equals("-cp") ? "…" : words.get(i));
    }
    json.put("startMs", process.startedAfterMs());
  }

  @Override
  public void close() {
    meshless.close();
    process.close();
  }
}
