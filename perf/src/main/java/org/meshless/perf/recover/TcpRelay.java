package org.meshless.perf.recover;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between pages and a server, so that their connections can be cut as a network does it: no
 * goodbye. Thread-safe.
 */
final class TcpRelay implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TcpRelay(ServerSocket listener, InetSocketAddress server) {
    this.listener = listener;
    this.server = server;
  }

  /** Relays from a free port of this machine. */
  static TcpRelay to(InetSocketAddress server) throws IOException {
    TcpRelay relay =
        new TcpRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts all connections; new ones are taken. */
  void cut() {
    // All of them first: one that is closed has its other half closed too, and that as well must
    // be a reset, of which nobody has been told before.
    for (Socket socket : open) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It has ended by itself.
      }
    }
    open.forEach(TcpRelay::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (Socket upstream = new Socket()) {
      upstream.connect(server);
      open.add(upstream);
      Thread back = Thread.ofVirtual().start(() -> pump(upstream, client));
      pump(client, upstream);
      back.join();
      open.remove(upstream);
    } catch (IOException e) {
      close(client); // the server is not there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      close(client);
    }
  }

  /** Until either end is closed, and then both. */
  private static void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        to.getOutputStream().write(chunk, 0, length);
      }
    } catch (IOException e) {
      // Cut, or gone.
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
