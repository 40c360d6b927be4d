package org.meshless.perf.client;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.meshless.perf.net.SendBatch;
import org.meshless.perf.net.UdpSocket;

/**
 * Somebody who floods a server with forged connectivity checks: well-formed, half of them in the
 * name of a participant, half in nobody's, none with a password that is right. They come from many
 * addresses where the server is on this machine, lest a limit per source be all that is tried.
 *
 * <p>A thread of its own; thread-safe.
 */
public final class StunFlood implements AutoCloseable {
  private static final int SOURCES = 64;
  private static final int VARIANTS = 64;
  private static final int AT_ONCE = 64;
  private static final int BUFFER_BYTES = 1 << 20;

  private final double perSecond;
  private final InetSocketAddress server;
  private final List<UdpSocket> sockets = new ArrayList<>();
  private final List<byte[]> checks = new ArrayList<>();
  private final SendBatch batch = new SendBatch();
  private final long startNs = System.nanoTime();
  private final Thread thread;
  private volatile long sent;
  private volatile long endNs;

  /**
   * Begins.
   *
   * @param named of whom the server knows
   */
  public StunFlood(RemotePeer named, Inet4Address local, double perSecond, RandomGenerator random)
      throws IOException {
    this.perSecond = perSecond;
    this.server = named.address();
    for (int i = 0; i < SOURCES; i++) {
      sockets.add(UdpSocket.open(source(local, i), BUFFER_BYTES));
    }
    for (int i = 0; i < VARIANTS; i++) {
      IceCredentials forged = IceCredentials.random(random);
      String user = i % 2 == 0 ? named.ufrag() : IceCredentials.random(random).ufrag();
      ConnectivityCheck check =
          new ConnectivityCheck(forged.ufrag(), user, forged.pwd(), random.nextLong());
      int length = check.write(random.nextLong());
      checks.add(Arrays.copyOf(check.bytes(), length));
    }
    thread = new Thread(this::run, "stun-flood");
    thread.setDaemon(true);
    thread.start();
  }

  private static Inet4Address source(Inet4Address local, int i) throws IOException {
    return local.isLoopbackAddress()
        ? (Inet4Address) InetAddress.getByAddress(new byte[] {127, 66, 1, (byte) (1 + i)})
        : local;
  }

  private void run() {
    int next = 0;
    long asked = 0;
    while (endNs == 0) {
      long due = (long) ((System.nanoTime() - startNs) / 1e9 * perSecond);
      if (due - asked < AT_ONCE) {
        LockSupport.parkNanos(200_000);
        continue;
      }
      for (int i = 0; i < AT_ONCE; i++) {
        byte[] check = checks.get(i % VARIANTS);
        batch.add(server, check, 0, check.length);
      }
      batch.flush(sockets.get(next++ % SOURCES));
      asked += AT_ONCE;
      sent = asked - batch.refused();
    }
    sockets.forEach(UdpSocket::close);
  }

  /** Checks sent so far. */
  public long sent() {
    return sent;
  }

  /** Checks sent per second, over all its time. */
  public double sentPerSecond() {
    return sent() * 1e9 / ((endNs == 0 ? System.nanoTime() : endNs) - startNs);
  }

  @Override
  public void close() {
    endNs = System.nanoTime();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
