package org.meshless.perf.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.meshless.perf.client.Client;
import org.meshless.perf.client.DataEnd;
import org.meshless.perf.measure.ProcFile;

/** Messages from the first of some clients to all others. For one thread. */
final class DataLoad {
  /** Messages that leave in one go, where they may share packets. */
  private static final int BUNDLE = 10;

  private static final long DRAIN_MS = 500;
  private static final int WITHIN_S = 30;

  private final List<Client> clients;
  private final List<DataEnd> ends = new ArrayList<>();
  private final long server;
  private final int bytes;
  private final int bundle;
  private int labels;

  /** Opens everybody's data channels. */
  DataLoad(List<Client> clients, long server, int bytes, boolean bundled)
      throws IOException, InterruptedException {
    this.clients = clients;
    this.server = server;
    this.bytes = bytes;
    this.bundle = bundled ? BUNDLE : 1;
    List<CompletableFuture<DataEnd>> opening = new ArrayList<>();
    clients.forEach(client -> opening.add(client.openData()));
    for (CompletableFuture<DataEnd> end : opening) {
      ends.add(await(end));
    }
  }

  /**
   * What came of one rate.
   *
   * @param messagesPerSecond sent
   * @param datagramBytes on average, of those that brought messages and others
   */
  record Step(
      double messagesPerSecond,
      double deliveredPerSecond,
      double serverCores,
      double messagesPerDatagram,
      int datagramBytes,
      double p50Us,
      double p99Us,
      boolean isComplete) {
    /** Beyond, a queue grows that would be longer the longer one waits. */
    private static final double LONG_US = 50_000;

    boolean isSustained() {
      return isComplete && p99Us < LONG_US;
    }

    double serverCpuUsPerMessage() {
      return serverCores * 1e6 / deliveredPerSecond;
    }

    double deliveredPerSecondPerCore() {
      return deliveredPerSecond / serverCores;
    }
  }

  /** Sends at a rate for a while, on a channel of its own. */
  Step run(double messagesPerSecond, double seconds) throws IOException, InterruptedException {
    String label = "load " + labels++;
    for (int i = 0; i < clients.size(); i++) {
      DataEnd end = ends.get(i);
      clients.get(i).loop().execute(() -> end.open(label));
    }
    Thread.sleep(DRAIN_MS);
    take();
    long cpuNs = ProcFile.cpuNs(server);
    long startNs = System.nanoTime();
    long sent = send(messagesPerSecond, startNs, (long) (seconds * 1e9));
    long usedNs = ProcFile.cpuNs(server) - cpuNs;
    double lengthS = (System.nanoTime() - startNs) / 1e9;
    Thread.sleep(DRAIN_MS);
    DataEnd.Arrivals arrived = take();
    Histogram delays = arrived.delaysUs();
    return new Step(
        sent / lengthS,
        arrived.messages() / lengthS,
        usedNs / 1e9 / lengthS,
        (double) arrived.messages() / Math.max(1, arrived.datagrams()),
        (int) (arrived.datagramBytes() / Math.max(1, arrived.datagrams())),
        delays.getValueAtPercentile(50),
        delays.getValueAtPercentile(99),
        arrived.messages() == sent * (clients.size() - 1));
  }

  private long send(double perSecond, long startNs, long lengthNs) {
    Client sender = clients.getFirst();
    DataEnd end = ends.getFirst();
    AtomicLong taken = new AtomicLong();
    long everyNs = (long) (1e9 * bundle / perSecond);
    for (long dueNs = startNs; dueNs < startNs + lengthNs; dueNs += everyNs) {
      LockSupport.parkNanos(dueNs - System.nanoTime());
      sender.loop().execute(() -> taken.addAndGet(end.send(bundle, bytes)));
    }
    return barrier(sender, taken);
  }

  private static long barrier(Client sender, AtomicLong taken) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    sender.loop().execute(() -> done.complete(taken.get()));
    return done.join();
  }

  /** What has arrived at all but the first since the last time. */
  private DataEnd.Arrivals take() throws IOException, InterruptedException {
    long messages = 0;
    long datagrams = 0;
    long datagramBytes = 0;
    long closed = 0;
    Histogram delays = new Histogram(60_000_000, 3);
    for (int i = 1; i < clients.size(); i++) {
      DataEnd end = ends.get(i);
      CompletableFuture<DataEnd.Arrivals> taken = new CompletableFuture<>();
      clients.get(i).loop().execute(() -> taken.complete(end.takeArrivals()));
      DataEnd.Arrivals arrivals = await(taken);
      messages += arrivals.messages();
      datagrams += arrivals.datagrams();
      datagramBytes += arrivals.datagramBytes();
      closed += arrivals.closed();
      delays.add(arrivals.delaysUs());
    }
    return new DataEnd.Arrivals(messages, datagrams, datagramBytes, closed, delays);
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(WITHIN_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("data channels: " + e, e);
    }
  }
}
