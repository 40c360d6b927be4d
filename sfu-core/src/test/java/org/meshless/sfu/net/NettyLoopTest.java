package org.meshless.sfu.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.sfu.ice.BindingRequest;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.ice.LocalCandidate;

/** With real sockets on loopback. */
class NettyLoopTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void datagramsComeInAndGoOut(boolean epoll) throws Exception {
    Assumptions.assumeTrue(!epoll || Epoll.isAvailable());
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0, epoll);
        DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
      Echo echo = new Echo(netty.loop(), client);
      validate(netty.loop(), client, echo);
      byte[] packet = packet(1_200, 7);
      client.send(new DatagramPacket(packet, packet.length, address(netty)));
      assertArrayEquals(packet, receive(client));
      assertTrue(echo.thread.get(10, TimeUnit.SECONDS).startsWith("media-0"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSegmentedSendArrivesAsItsSegments(boolean epoll) throws Exception {
    Assumptions.assumeTrue(!epoll || Epoll.isAvailable());
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0, epoll);
        DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
      InetSocketAddress remote = (InetSocketAddress) client.getLocalSocketAddress();
      byte[] run = new byte[3_500];
      for (int i = 0; i < run.length; i++) {
        run[i] = (byte) (i / 1_000);
      }
      netty.loop().execute(() -> netty.loop().port().sendSegments(0, remote, run, 0, 3_500, 1_000));
      for (int i = 0; i < 4; i++) {
        byte[] segment = receive(client);
        assertArrayEquals(
            Arrays.copyOfRange(run, i * 1_000, Math.min(3_500, i * 1_000 + 1_000)), segment);
      }
      CompletableFuture<Long> sent = new CompletableFuture<>();
      netty
          .loop()
          .execute(() -> sent.complete(netty.loop().counters().get(LoopCounter.SENT_DATAGRAMS)));
      assertEquals(4, sent.get(10, TimeUnit.SECONDS));
      boolean segmented = epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
      LoopCounters counters = netty.loop().counters();
      assertEquals(segmented ? 1 : 0, counters.get(LoopCounter.SEGMENTED_SENDS));
      assertEquals(0, counters.get(LoopCounter.SEGMENTED_FAILURES));
    }
  }

  @Test
  void anOversizedDatagramIsDroppedAndCounted() throws Exception {
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0);
        DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
      validate(netty.loop(), client, new Echo(netty.loop(), client));
      for (int size : new int[] {2_048, 9_000, 60_000, 500}) {
        byte[] packet = packet(size, 1);
        client.send(new DatagramPacket(packet, size, address(netty)));
      }
      assertEquals(500, receive(client).length);
      assertEquals(3, netty.loop().counters().get(LoopCounter.DROPPED_OVERSIZED));
    }
  }

  @Test
  void timersFireWithoutTraffic() throws Exception {
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0)) {
      BlockingQueue<String> said = new LinkedBlockingQueue<>();
      MediaLoop loop = netty.loop();
      loop.execute(
          () -> {
            loop.newTimer(new Alarm(said, "late")).set(loop.nowNs() + 40_000_000);
            loop.newTimer(new Alarm(said, "early")).set(loop.nowNs() + 10_000_000);
          });
      assertEquals("early", said.poll(10, TimeUnit.SECONDS));
      assertEquals("late", said.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void workIsDoneInOrderOnTheLoopsThread() throws Exception {
    try (NettyLoop netty = NettyLoop.start(3, List.of(LOOPBACK), 0, 0)) {
      BlockingQueue<String> said = new LinkedBlockingQueue<>();
      for (int i = 0; i < 1_000; i++) {
        String what = Integer.toString(i);
        netty.loop().execute(() -> said.add(what));
      }
      netty.loop().execute(() -> said.add(Thread.currentThread().getName()));
      for (int i = 0; i < 1_000; i++) {
        assertEquals(Integer.toString(i), said.poll(10, TimeUnit.SECONDS));
      }
      assertEquals("media-3", said.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void socketsTellWhatTheKernelGranted() throws Exception {
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0)) {
      LoopSocket socket = netty.sockets().getFirst();
      assertEquals(LOOPBACK, socket.address());
      assertTrue(socket.port() > 0);
      assertTrue(socket.receiveBufferBytes() > 0);
      assertTrue(socket.sendBufferBytes() > 0);
    }
    assertTrue(new LoopSocket(LOOPBACK, 1, 200_000, 1 << 30).hasSmallBuffers());
    assertFalse(new LoopSocket(LOOPBACK, 1, 4 << 20, 4 << 20).hasSmallBuffers());
  }

  @Test
  void aWildcardIsMisuse() {
    List<InetAddress> wildcard = List.of(new InetSocketAddress(0).getAddress());
    assertThrows(IllegalArgumentException.class, () -> NettyLoop.start(0, wildcard, 0, 0));
  }

  @Test
  void aPortThatIsTakenIsToldByName() throws Exception {
    try (NettyLoop netty = NettyLoop.start(0, List.of(LOOPBACK), 0, 0)) {
      int port = netty.sockets().getFirst().port();
      IOException failure =
          assertThrows(
              IOException.class, () -> NettyLoop.start(1, List.of(LOOPBACK), port, 0).close());
      assertTrue(String.valueOf(failure.getMessage()).contains(Integer.toString(port)));
    }
  }

  @Test
  void loopsHaveConsecutivePortsAndTheirOwnCandidates() throws Exception {
    List<ListenAddress> addresses = ListenAddress.of(List.of(LOOPBACK), List.of());
    int first = freePorts();
    try (MediaLoops loops = MediaLoops.start(addresses, first, 2)) {
      assertEquals(2, loops.loops().size());
      for (int i = 0; i < 2; i++) {
        List<LocalCandidate> candidates = loops.candidates(loops.loops().get(i).loop(), false);
        assertEquals(1, candidates.size()); // nothing but loopback: offered to everybody
        assertEquals(first + i, candidates.getFirst().port());
      }
    }
  }

  @Test
  void loopbackIsOfferedToThoseWhoComeFromThere() throws Exception {
    List<ListenAddress> addresses = ListenAddress.ofThisMachine(List.of());
    Assumptions.assumeTrue(addresses.size() > 1);
    try (MediaLoops loops = MediaLoops.start(addresses, 0, 1)) {
      MediaLoop loop = loops.place(of -> 0);
      assertEquals(addresses.size(), loops.candidates(loop, true).size());
      List<LocalCandidate> others = loops.candidates(loop, false);
      assertEquals(addresses.size() - 1, others.size());
      assertTrue(others.stream().noneMatch(c -> c.address().isLoopbackAddress()));
    }
  }

  @Test
  void aRoomIsPlacedWhereTheFewestAre() throws Exception {
    List<ListenAddress> addresses = ListenAddress.of(List.of(LOOPBACK), List.of());
    try (MediaLoops loops = MediaLoops.start(addresses, 0, 2)) {
      MediaLoop first = loops.loops().getFirst().loop();
      CompletableFuture<Void> opened = new CompletableFuture<>();
      first.execute(
          () -> {
            first.counters().increment(LoopCounter.TRANSPORTS_OPENED);
            opened.complete(null);
          });
      opened.get(10, TimeUnit.SECONDS);
      assertEquals(1, loops.place(of -> 0).index());
      assertEquals(0, loops.place(of -> of == first ? 3 : 4).index());
    }
  }

  /** Two ports in a row that were free a moment ago. */
  private static int freePorts() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (DatagramSocket one = new DatagramSocket(0, LOOPBACK)) {
        int port = one.getLocalPort();
        try (DatagramSocket two = new DatagramSocket(port + 1, LOOPBACK)) {
          return two.getLocalPort() - 1;
        } catch (IOException e) {
          // The next one may have both.
        }
      }
    }
    throw new IOException("no two ports in a row are free");
  }

  private static void validate(MediaLoop loop, DatagramSocket client, LoopEndpoint endpoint)
      throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.addPath(0, (InetSocketAddress) client.getLocalSocketAddress(), endpoint);
          done.complete(null);
        });
    done.get(10, TimeUnit.SECONDS);
  }

  private static InetSocketAddress address(NettyLoop netty) {
    return new InetSocketAddress(LOOPBACK, netty.sockets().getFirst().port());
  }

  private static byte[] packet(int size, int content) {
    byte[] packet = new byte[size];
    Arrays.fill(packet, (byte) content);
    packet[0] = (byte) 128;
    packet[1] = 96;
    return packet;
  }

  private static byte[] receive(DatagramSocket client) throws IOException {
    client.setSoTimeout(10_000);
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private record Alarm(BlockingQueue<String> said, String name) implements LoopTask {
    @Override
    public void onTurnEnd(long nowNs) {}

    @Override
    public void onTimeout(long nowNs) {
      said.add(name);
    }

    @Override
    public void onFailure(long nowNs, RuntimeException failure) {}
  }

  /** Sends back what it gets. */
  private static final class Echo implements LoopEndpoint {
    final CompletableFuture<String> thread = new CompletableFuture<>();
    private final MediaLoop loop;
    private final InetSocketAddress remote;

    Echo(MediaLoop loop, DatagramSocket client) {
      this.loop = loop;
      this.remote = (InetSocketAddress) client.getLocalSocketAddress();
    }

    @Override
    public void onCheck(long nowNs, int socket, InetSocketAddress remote, BindingRequest request) {}

    @Override
    public void onDtls(
        long nowNs, int socket, InetSocketAddress remote, byte[] bytes, int length) {}

    @Override
    public void onSrtp(long nowNs, byte[] bytes, int length) {
      thread.complete(Thread.currentThread().getName());
      loop.port().send(0, remote, bytes, 0, length);
    }

    @Override
    public void onSrtcp(long nowNs, byte[] bytes, int length) {}

    @Override
    public void onFailure(long nowNs, RuntimeException failure) {}
  }
}
