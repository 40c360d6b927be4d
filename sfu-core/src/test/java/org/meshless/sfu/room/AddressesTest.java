package org.meshless.sfu.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.net.LoopSocket;

/**
 * A server with several addresses on one interface, in a network namespace of its own: whichever of
 * them a check came to, the answer leaves by it. A socket bound to a wildcard would leave the
 * choice to the kernel, which takes the first.
 */
class AddressesTest {
  private static final String NAMESPACE = "meshless-" + ProcessHandle.current().pid();
  private static final List<String> SERVER =
      List.of("10.77.0.1", "10.77.0.2", "fd77::1", "fd77::2");
  private static final String CLIENT_IPV4 = "10.77.0.9";
  private static final String CLIENT_IPV6 = "fd77::9";
  private static final String ANNOUNCED = "203.0.113.7";

  @BeforeEach
  void makeNamespace() throws Exception {
    ip("netns", "add", NAMESPACE);
    ip("-n", NAMESPACE, "link", "set", "lo", "up");
    ip("-n", NAMESPACE, "link", "add", "v0", "type", "veth", "peer", "name", "v1");
    for (String address : SERVER) {
      add(address, "v0");
    }
    add(CLIENT_IPV4, "v1");
    add(CLIENT_IPV6, "v1");
    ip("-n", NAMESPACE, "link", "set", "v0", "up");
    ip("-n", NAMESPACE, "link", "set", "v1", "up");
  }

  private static void add(String address, String device) throws Exception {
    if (address.contains(":")) {
      ip("-n", NAMESPACE, "addr", "add", address + "/64", "dev", device, "nodad");
    } else {
      ip("-n", NAMESPACE, "addr", "add", address + "/24", "dev", device);
    }
  }

  @AfterEach
  void removeNamespace() throws Exception {
    ip("netns", "del", NAMESPACE);
  }

  @Test
  void anAnswerLeavesByTheAddressTheCheckCameTo() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < SERVER.size(); i++) {
      String address = InetAddress.getByName(SERVER.get(i)).getHostAddress();
      String offered = i == 0 ? ANNOUNCED : address;
      expected.add("offered " + offered + ", checked " + address + ", answered " + address);
    }

    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> said =
        run(
            "ip",
            "netns",
            "exec",
            NAMESPACE,
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AddressesTest.class.getName());

    assertEquals(expected, said.stream().filter(line -> line.startsWith("offered")).toList());
  }

  /** What runs in the namespace: a server, and a client that checks each of its addresses. */
  public static void main(String[] arguments) throws Exception {
    List<InetAddress> listen = new ArrayList<>();
    for (String address : SERVER) {
      listen.add(InetAddress.getByName(address));
    }
    List<ListenAddress> addresses =
        ListenAddress.of(listen, List.of(InetAddress.getByName(ANNOUNCED)));
    try (Sfu sfu = Sfu.start(addresses, 0, 1);
        SocketPeer four = new SocketPeer(InetAddress.getByName(CLIENT_IPV4));
        SocketPeer six = new SocketPeer(InetAddress.getByName(CLIENT_IPV6))) {
      Participant participant =
          sfu.join("room", "ann", false, event -> {})
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      participant
          .apply(new NegotiatedSession(List.of(), null, four.remote()), Map.of())
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
      List<LoopSocket> sockets = sfu.loops().loops().getFirst().sockets();
      for (int i = 0; i < SERVER.size(); i++) {
        LoopSocket socket = sockets.get(i);
        SocketPeer client = SERVER.get(i).contains(":") ? six : four;
        SocketPeer.Arrived answer =
            client.check(new InetSocketAddress(socket.address(), socket.port()), participant.ice());
        System.out.println(
            "offered "
                + participant.candidates().get(i).address().getHostAddress()
                + ", checked "
                + socket.address().getHostAddress()
                + ", answered "
                + answer.from().getAddress().getHostAddress());
      }
    }
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    run(command.toArray(new String[0]));
  }

  private static List<String> run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(
          "This test makes a network namespace with ip. Install it: apt-get install iproute2", e);
    }
    List<String> said;
    try (var output = process.inputReader(UTF_8)) {
      said = output.lines().toList();
    }
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command)
              + "\n"
              + String.join("\n", said)
              + "\n"
              + "This test makes a network namespace, which needs root: sudo mvn verify, in a"
              + " container docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN.");
    }
    return said;
  }
}
