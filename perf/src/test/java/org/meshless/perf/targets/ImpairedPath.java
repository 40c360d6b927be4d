package org.meshless.perf.targets;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A relay between one client and a server that does to the server's media what it was told: the
 * client believes that it is the server, and the server that it is the client. Retransmissions and
 * everything that is no media pass.
 */
final class ImpairedPath implements AutoCloseable {
  private static final int MAX_DATAGRAM = 2048;

  /**
   * What is done to media packets.
   *
   * @param dropEvery one of so many is lost; 0 for none
   * @param swapEvery one of so many changes places with the next; 0 for none
   * @param delayMs added to each
   */
  record Impairment(int dropEvery, int swapEvery, int delayMs) {
    static final Impairment NONE = new Impairment(0, 0, 0);
  }

  private record Held(DatagramPacket packet, long dueNs) {}

  private final Impairment impairment;
  private final int payloadType;
  private final InetSocketAddress server;
  private final DatagramSocket entrance;
  private final DatagramSocket exit;
  private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
  private volatile @Nullable InetSocketAddress client;

  /**
   * Opens it.
   *
   * @param payloadType that of media
   */
  ImpairedPath(InetSocketAddress server, int payloadType, Impairment impairment)
      throws IOException {
    this.server = server;
    this.payloadType = payloadType;
    this.impairment = impairment;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    entrance = new DatagramSocket(0, loopback);
    exit = new DatagramSocket(0, loopback);
    start("client to server", this::towardsServer);
    start("server to relay", this::fromServer);
    start("relay to client", this::towardsClient);
  }

  /** Where the client finds it. */
  InetSocketAddress address() {
    return (InetSocketAddress) entrance.getLocalSocketAddress();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(
            () -> {
              try {
                while (true) {
                  work.run();
                }
              } catch (IOException | InterruptedException e) {
                // Closed: it ends here.
              }
            });
  }

  private void towardsServer() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    entrance.receive(packet);
    client = (InetSocketAddress) packet.getSocketAddress();
    exit.send(new DatagramPacket(packet.getData(), packet.getLength(), server));
  }

  private int media;
  private @Nullable Held swapped;

  private void fromServer() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    exit.receive(packet);
    byte[] bytes = packet.getData();
    if ((bytes[0] & 0xc0) != 0x80 || (bytes[1] & 0x7f) != payloadType) {
      held.add(new Held(packet, 0));
      return;
    }
    media++;
    if (impairment.dropEvery > 0 && media % impairment.dropEvery == 0) {
      return;
    }
    Held now = new Held(packet, System.nanoTime() + impairment.delayMs * 1_000_000L);
    Held before = swapped;
    if (before == null && impairment.swapEvery > 0 && media % impairment.swapEvery == 0) {
      swapped = now;
      return;
    }
    held.add(now);
    if (before != null) {
      held.add(before);
      swapped = null;
    }
  }

  private void towardsClient() throws IOException, InterruptedException {
    Held next = held.take();
    while (next.dueNs > System.nanoTime()) {
      LockSupport.parkNanos(next.dueNs - System.nanoTime());
    }
    InetSocketAddress to = client;
    if (to != null) {
      entrance.send(new DatagramPacket(next.packet.getData(), next.packet.getLength(), to));
    }
  }

  @Override
  public void close() {
    entrance.close();
    exit.close();
  }
}
