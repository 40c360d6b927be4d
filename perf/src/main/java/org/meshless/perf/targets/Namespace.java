package org.meshless.perf.targets;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with one address that is not a loopback one, in which this program runs
 * again: some servers refuse loopback. Packets take the same way through the kernel as on loopback,
 * since both ends are in it. Stateless.
 */
public final class Namespace {
  /** The interface that has {@link #ADDRESS}. */
  public static final String INTERFACE = "v0";

  public static final Inet4Address ADDRESS = address();

  private static final String ENTERED = "MESHLESS_PERF_NAMESPACE";

  private Namespace() {}

  private static Inet4Address address() {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 99, 0, 1});
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Whether this process runs in one. */
  public static boolean entered() {
    return System.getenv(ENTERED) != null;
  }

  /** Runs the same command line in a namespace of its own; returns its exit code. */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    String name = "meshless-perf-" + ProcessHandle.current().pid();
    try {
      ip(List.of("netns", "add", name));
      ip(List.of("-n", name, "link", "set", "lo", "up"));
      ip(List.of("-n", name, "link", "add", INTERFACE, "type", "veth", "peer", "name", "v1"));
      String address = ADDRESS.getHostAddress() + "/24";
      ip(List.of("-n", name, "addr", "add", address, "dev", INTERFACE));
      ip(List.of("-n", name, "link", "set", INTERFACE, "up"));
      ip(List.of("-n", name, "link", "set", "v1", "up"));
      return again(name, arguments);
    } finally {
      Process delete =
          new ProcessBuilder("ip", "netns", "delete", name)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int _ = delete.waitFor();
    }
  }

  private static int again(String name, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.meshless.perf.PerfMain");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(ENTERED, name);
    Process process = builder.start();
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    return process.waitFor();
  }

  private static void ip(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("network namespaces need: apt-get install iproute2", e);
    }
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "a network namespace cannot be made (are you root?): "
              + String.join(" ", command)
              + ": "
              + output.strip());
    }
  }
}
