package org.meshless.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Segmented sends over a network device whose offloads are off, from one network namespace to
 * another: whether the kernel segments in software, as since Linux 6.11, or refuses (EIO), and
 * where it must refuse because a segment exceeds the device's MTU, everything arrives once and in
 * order.
 */
class SegmentationTest {
  private static final long PID = ProcessHandle.current().pid();
  private static final String SENDER = "meshless-s" + PID;
  private static final String RECEIVER = "meshless-r" + PID;
  private static final String SENDER_ADDRESS = "10.78.0.1";
  private static final String RECEIVER_ADDRESS = "10.78.0.2";
  private static final int SEGMENT = 1_000;
  private static final int SEGMENTS = 8;

  @BeforeEach
  void makeNamespaces() throws Exception {
    ip("netns", "add", SENDER);
    ip("netns", "add", RECEIVER);
    ip("-n", SENDER, "link", "set", "lo", "up");
    ip("-n", SENDER, "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", RECEIVER);
    ip("-n", SENDER, "addr", "add", SENDER_ADDRESS + "/24", "dev", "v0");
    ip("-n", RECEIVER, "addr", "add", RECEIVER_ADDRESS + "/24", "dev", "v1");
    ip("-n", SENDER, "link", "set", "v0", "up");
    ip("-n", RECEIVER, "link", "set", "v1", "up");
  }

  @AfterEach
  void removeNamespaces() throws Exception {
    ip("netns", "del", SENDER);
    ip("netns", "del", RECEIVER);
  }

  @Test
  void withoutOffloadsEverythingArrives() throws Exception {
    Outcome outcome = sendTwice();
    assertEquals(inOrder(2), outcome.arrived());
    assertEquals("sent 16, refused 0", outcome.sent());
  }

  @Test
  void whatIsRefusedAsSegmentsArrivesAsSingles() throws Exception {
    ip("-n", SENDER, "link", "set", "v0", "mtu", "900"); // singles leave in fragments
    Outcome outcome = sendTwice();
    assertEquals(inOrder(2), outcome.arrived());
    assertEquals("sent 16, refused 0", outcome.sent());
    // The second run does not try again.
    assertEquals("segmented 1, failed 1", outcome.segmented());
  }

  private static List<String> inOrder(int runs) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < runs * SEGMENTS; i++) {
      all.add("arrived " + i % SEGMENTS + ", " + SEGMENT);
    }
    return all;
  }

  private record Outcome(List<String> arrived, String sent, String segmented) {}

  private static Outcome sendTwice() throws Exception {
    Process receiver = java(RECEIVER, "receive", String.valueOf(2 * SEGMENTS));
    try (BufferedReader heard = receiver.inputReader(UTF_8)) {
      String port = String.valueOf(heard.readLine());
      Process sender = java(SENDER, "send", port);
      List<String> said;
      try (BufferedReader output = sender.inputReader(UTF_8)) {
        said = output.lines().toList();
      }
      List<String> arrived = heard.lines().toList();
      assertEquals(2, said.size(), () -> String.join("\n", said));
      return new Outcome(arrived, said.getFirst(), said.getLast());
    } finally {
      receiver.destroyForcibly();
    }
  }

  /** What runs in the namespaces. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("send")) {
      send(Integer.parseInt(arguments[1]));
    } else {
      receive(Integer.parseInt(arguments[1]));
    }
  }

  private static void send(int port) throws Exception {
    switchOffloadsOff("v0");
    byte[] run = new byte[SEGMENTS * SEGMENT];
    for (int i = 0; i < run.length; i++) {
      run[i] = (byte) (i / SEGMENT);
    }
    InetSocketAddress remote = new InetSocketAddress(RECEIVER_ADDRESS, port);
    InetAddress local = InetAddress.getByName(SENDER_ADDRESS);
    try (NettyLoop netty = NettyLoop.start(0, List.of(local), 0, 0)) {
      MediaLoop loop = netty.loop();
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        loop.execute(
            () -> {
              loop.port().sendSegments(0, remote, run, 0, run.length, SEGMENT);
              loop.port().flush();
              sent.complete(null);
            });
        sent.get(20, TimeUnit.SECONDS);
      }
      LoopCounters counters = loop.counters();
      System.out.printf(
          "sent %d, refused %d%n",
          counters.get(LoopCounter.SENT_DATAGRAMS), counters.get(LoopCounter.SEND_REFUSED));
      System.out.printf(
          "segmented %d, failed %d%n",
          counters.get(LoopCounter.SEGMENTED_SENDS), counters.get(LoopCounter.SEGMENTED_FAILURES));
    }
  }

  private static void receive(int count) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(RECEIVER_ADDRESS))) {
      socket.setSoTimeout(30_000);
      System.out.println(socket.getLocalPort());
      DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
      for (int i = 0; i < count; i++) {
        socket.receive(packet);
        System.out.println("arrived " + packet.getData()[0] + ", " + packet.getLength());
      }
    }
  }

  /** What {@code ethtool -K DEVICE tx off sg off tso off gso off} does, by ioctl(2). */
  @SuppressWarnings("restricted") // functions of the C library, with their own types
  private static void switchOffloadsOff(String device) throws Exception {
    long ethtool = 0x8946;
    int[] switches = {0x17, 0x19, 0x1f, 0x24}; // set: checksums, scatter-gather, TSO, GSO
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("socket"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      int socket = (int) open.invoke(2, 2, 0);
      MemorySegment request = arena.allocate(40, 8);
      MemorySegment value = arena.allocate(8, 4);
      byte[] name = device.getBytes(US_ASCII);
      MemorySegment.copy(MemorySegment.ofArray(name), 0, request, 0, name.length);
      request.set(ADDRESS, 16, value);
      for (int command : switches) {
        value.set(JAVA_INT, 0, command);
        value.set(JAVA_INT, 4, 0);
        if ((int) ioctl.invoke(socket, ethtool, request) != 0) {
          throw new IOException("the device does not switch " + command + " off");
        }
      }
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  private static Process java(String namespace, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SegmentationTest.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said;
    try (BufferedReader output = process.inputReader(UTF_8)) {
      said = String.join("\n", output.lines().toList());
    }
    assertEquals(
        0,
        process.waitFor(),
        () ->
            said
                + "\nThis test makes network namespaces, which needs iproute2 and root: sudo mvn"
                + " verify, in a container docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN.");
  }
}
