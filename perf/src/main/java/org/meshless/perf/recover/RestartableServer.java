package org.meshless.perf.recover;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.meshless.perf.targets.ServerProcess;

/** The server on ports that it has again after a restart. Confined to a thread. */
final class RestartableServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final int port;
  private final int udpPort;
  private final Path log;
  private ServerProcess process;

  private RestartableServer(int port, int udpPort, Path log, ServerProcess process) {
    this.port = port;
    this.udpPort = udpPort;
    this.log = log;
    this.process = process;
  }

  static RestartableServer start(Path log) throws IOException {
    int port;
    int udpPort;
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = tcp.getLocalPort();
      udpPort = udp.getLocalPort();
    }
    return new RestartableServer(port, udpPort, log, start(port, udpPort, log));
  }

  private static ServerProcess start(int port, int udpPort, Path log) throws IOException {
    return ServerProcess.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseZGC",
            "-cp",
            System.getProperty("java.class.path"),
            "org.meshless.signaling.Main",
            "--host",
            HOST,
            "--port",
            String.valueOf(port),
            "--udp-port",
            String.valueOf(udpPort),
            "--loops",
            "1"),
        null,
        log,
        "Ready: ");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  URI url() {
    return URI.create("http://" + HOST + ":" + port + "/");
  }

  /**
   * Ends it as an operator does (SIGTERM) and starts it again.
   *
   * @return when it was ready, in milliseconds since 1970
   */
  double restart() throws IOException {
    process.close();
    process = start(port, udpPort, log);
    return System.currentTimeMillis();
  }

  @Override
  public void close() {
    process.close();
  }
}
