package org.meshless.sfu.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Drives a {@link MediaLoop} in virtual time. Confined to its test's thread, except that work may
 * be submitted to the loop from any: it waits for {@link #runTasks}.
 */
public final class VirtualLoop {
  private final ConcurrentLinkedQueue<Runnable> submitted = new ConcurrentLinkedQueue<>();
  private final RecordingPort port = new RecordingPort();
  private final DatagramBatch batch = new DatagramBatch(64);
  private final MediaLoop loop = new MediaLoop(0, port, new LoopCounters(), submitted::add, 0);
  private long nowNs;

  public MediaLoop loop() {
    return loop;
  }

  public RecordingPort port() {
    return port;
  }

  public long nowNs() {
    return nowNs;
  }

  public long count(LoopCounter counter) {
    return loop.counters().get(counter);
  }

  /** A turn with one datagram. */
  public void receive(int socket, InetSocketAddress remote, byte[] datagram) {
    receive(socket, remote, List.of(datagram));
  }

  /** A turn with several datagrams. */
  public void receive(int socket, InetSocketAddress remote, List<byte[]> datagrams) {
    for (byte[] datagram : datagrams) {
      byte[] place = batch.add(socket, remote, datagram.length);
      System.arraycopy(datagram, 0, place, 0, datagram.length);
    }
    loop.onBatch(nowNs, batch);
    batch.clear();
  }

  /** A turn with what was submitted; returns whether there was anything. */
  public boolean runTasks() {
    List<Runnable> tasks = new ArrayList<>();
    for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
      tasks.add(task);
    }
    if (!tasks.isEmpty()) {
      loop.onTasks(nowNs, tasks);
    }
    return !tasks.isEmpty();
  }

  /** A turn with {@code task}. */
  public void run(Runnable task) {
    loop.onTasks(nowNs, List.of(task));
  }

  /** Lets time pass, with a turn for every deadline. */
  public void advanceTo(long nowNs) {
    while (loop.nextDeadlineNs() <= nowNs) {
      this.nowNs = Math.max(this.nowNs, loop.nextDeadlineNs());
      loop.onTimeout(this.nowNs);
    }
    this.nowNs = nowNs;
  }
}
