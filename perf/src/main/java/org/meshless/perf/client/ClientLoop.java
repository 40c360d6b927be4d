package org.meshless.perf.client;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.dtls.DtlsClient;
import org.meshless.perf.net.Epoll;
import org.meshless.perf.net.ReceiveBatch;
import org.meshless.perf.net.SendBatch;
import org.meshless.perf.net.UdpSocket;
import org.meshless.perf.net.WallClock;
import org.meshless.rtp.srtp.SrtpProvider;

/**
 * A thread that plays any number of clients: it sends when something is due, else it receives.
 *
 * <p>Thread-safe: what comes from outside goes through {@link #execute}.
 */
public final class ClientLoop implements AutoCloseable {
  /** Each client is looked after so often. */
  private static final long TICK_NS = 20_000_000;

  /** The longest sleep, which bounds how long a command waits. */
  private static final long LONGEST_SLEEP_NS = 1_000_000;

  /** A sleeping thread wakes late: the last of it is spent awake. */
  private static final long AWAKE_NS = 80_000;

  private final Tracks tracks;
  private final Window window;
  private final DtlsClient.Settings dtls;
  private final SrtpProvider provider;
  private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Epoll epoll;
  private final Thread thread;
  private final WallClock clock = new WallClock();
  private final long epochNs = new WallClock().nowNs();
  private final SendBatch sends = new SendBatch();
  private final ReceiveBatch receives = new ReceiveBatch();
  private final LoopCounters counters = new LoopCounters();
  private final byte[] head = new byte[96];
  private final byte[] ciphertext = new byte[2048];
  private final byte[] plaintext = new byte[2048];
  private final List<@Nullable Client> clients = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private long nextDueNs = Long.MAX_VALUE;
  private long nextTickNs;
  private int nextTicked;
  private volatile boolean stopped;
  private volatile long datagrams;

  public ClientLoop(
      String name, Tracks tracks, Window window, DtlsClient.Settings dtls, SrtpProvider provider)
      throws IOException {
    this.tracks = tracks;
    this.window = window;
    this.dtls = dtls;
    this.provider = provider;
    this.epoll = new Epoll();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A new client of this loop. */
  public Client open(Inet4Address local, RandomGenerator random) throws IOException {
    return Client.open(this, local, random);
  }

  /** Whether the caller is this loop. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Runs something on the loop, soon. */
  public void execute(Runnable command) {
    commands.add(command);
  }

  /** Everybody begins, or goes on, to publish. */
  public void startPublishing() {
    execute(
        () -> {
          long nowNs = clock.nowNs();
          publishers.forEach(publisher -> publisher.start(nowNs));
          schedule();
        });
  }

  public void stopPublishing() {
    execute(
        () -> {
          publishers.forEach(Publisher::stop);
          schedule();
        });
  }

  /** Forgets the delays of windows past. */
  public void resetWindow() {
    execute(counters::resetWindow);
  }

  /** A copy of what was counted, the window's part included. */
  public CompletableFuture<LoopCounters> snapshot() {
    CompletableFuture<LoopCounters> snapshot = new CompletableFuture<>();
    execute(
        () -> {
          LoopCounters copy = new LoopCounters();
          counters.refused = sends.refused();
          copy.add(counters);
          for (Client client : clients) {
            if (client != null) {
              client.addTo(copy);
            }
          }
          snapshot.complete(copy);
        });
    return snapshot;
  }

  /** Datagrams its clients have received, as of a moment ago. Any thread. */
  public long datagrams() {
    return datagrams;
  }

  private void run() {
    WallClock.hurryThisThread();
    long nowNs = clock.nowNs();
    while (!stopped) {
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        command.run();
      }
      fire();
      tick();
      nowNs = clock.nowNs();
      long sleepNs = Math.min(LONGEST_SLEEP_NS, nextDueNs - nowNs - AWAKE_NS);
      int readable = epoll.await(Math.max(0, sleepNs));
      if (readable > 0) {
        long wokenNs = clock.nowNs();
        receive(readable);
        datagrams = counters.datagrams;
        counters.busyNs += clock.nowNs() - wokenNs;
      }
    }
    epoll.close();
  }

  private void receive(int readable) {
    for (int i = 0; i < readable; i++) {
      Client client = clients.get(epoll.key(i));
      if (client != null) {
        client.onReadable(receives, head);
      }
      fire();
    }
  }

  private void fire() {
    long nowNs = clock.nowNs();
    if (nowNs < nextDueNs) {
      return;
    }
    for (int i = 0; i < publishers.size(); i++) {
      if (publishers.get(i).dueNs() <= nowNs) {
        publishers.get(i).fire(nowNs);
      }
    }
    schedule();
    counters.busyNs += clock.nowNs() - nowNs;
  }

  private void schedule() {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < publishers.size(); i++) {
      earliest = Math.min(earliest, publishers.get(i).dueNs());
    }
    nextDueNs = earliest;
  }

  /** Goes round all clients once per {@link #TICK_NS}, a few at a time. */
  private void tick() {
    long nowNs = clock.nowNs();
    if (nowNs < nextTickNs) {
      return;
    }
    int slices = 10;
    nextTickNs = nowNs + TICK_NS / slices;
    int count = (clients.size() + slices - 1) / slices;
    for (int i = 0; i < count; i++) {
      Client client = clients.get(nextTicked % clients.size());
      nextTicked = (nextTicked + 1) % clients.size();
      if (client != null) {
        client.onTick(nowNs);
      }
    }
    counters.busyNs += clock.nowNs() - nowNs;
  }

  void add(Client client) {
    clients.add(client);
    epoll.add(client.socket(), clients.size() - 1);
  }

  /** Watches another socket for a client. */
  void replace(Client client, UdpSocket former, UdpSocket next) {
    epoll.remove(former);
    epoll.add(next, clients.indexOf(client));
  }

  void remove(Client client) {
    int place = clients.indexOf(client);
    if (place >= 0) {
      clients.set(place, null);
      epoll.remove(client.socket());
    }
  }

  void addPublishers(List<Publisher> more) {
    publishers.addAll(more);
  }

  void removePublishers(List<Publisher> fewer) {
    publishers.removeAll(fewer);
    schedule();
  }

  LoopCounters counters() {
    return counters;
  }

  SendBatch sends() {
    return sends;
  }

  byte[] ciphertext() {
    return ciphertext;
  }

  byte[] plaintext() {
    return plaintext;
  }

  Tracks tracks() {
    return tracks;
  }

  Window window() {
    return window;
  }

  DtlsClient.Settings dtls() {
    return dtls;
  }

  SrtpProvider provider() {
    return provider;
  }

  long clockNs() {
    return clock.nowNs();
  }

  /** What times of recovery and reports are counted from. */
  long epochNs() {
    return epochNs;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
