package org.meshless.perf.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A path between one client and a server: the client believes that it is the server, and the server
 * that it is the client.
 */
final class UdpRelay implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  private final DatagramSocket entrance;
  private final DatagramSocket exit;
  private final Link up;
  private final Link down;
  private volatile @Nullable InetSocketAddress client;
  private volatile @Nullable InetSocketAddress server;

  UdpRelay(Link.Conditions up, Link.Conditions down, long seed) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    entrance = new DatagramSocket(0, loopback);
    exit = new DatagramSocket(0, loopback);
    this.up = new Link("relay up", up, seed, bytes -> deliver(exit, bytes, server));
    this.down = new Link("relay down", down, seed + 1, bytes -> deliver(entrance, bytes, client));
    start("client to relay", () -> client = pass(entrance, this.up));
    start("server to relay", () -> pass(exit, this.down));
  }

  /** Where the client finds it, on 127.0.0.1. */
  int port() {
    return entrance.getLocalPort();
  }

  /** Where the server is; until this is called what the client sends is lost. */
  void server(int port) {
    server = new InetSocketAddress(entrance.getLocalAddress(), port);
  }

  void set(Link.Conditions up, Link.Conditions down) {
    this.up.set(up);
    this.down.set(down);
  }

  private interface Work {
    void run() throws IOException;
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
              } catch (IOException e) {
                // Closed: it ends here.
              }
            });
  }

  private static InetSocketAddress pass(DatagramSocket from, Link through) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    from.receive(packet);
    through.send(packet.getData(), packet.getLength());
    return (InetSocketAddress) packet.getSocketAddress();
  }

  private static void deliver(DatagramSocket from, byte[] bytes, @Nullable InetSocketAddress to) {
    if (to == null || from.isClosed()) {
      return;
    }
    try {
      from.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      if (!from.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    entrance.close();
    exit.close();
  }
}
