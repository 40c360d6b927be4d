package org.meshless.perf.network;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a network path: datagrams leave one after the other at its rate, from a queue
 * that is as long as it takes to send for a while and drops what comes when it is full; some are
 * lost; all arrive later. In real time.
 *
 * <p>{@link #send} is for one thread; conditions may be set by any.
 */
final class Link {
  /** Beside the payload, for IPv4 and UDP. */
  private static final int OVERHEAD = 28;

  /**
   * What it does.
   *
   * @param bitsPerSecond headers included
   * @param queueMs how long what waits takes to be sent, at most
   * @param delayMs one way, beside waiting
   * @param loss 0 to 1
   */
  record Conditions(long bitsPerSecond, int queueMs, int delayMs, double loss) {}

  /** Where datagrams arrive. */
  interface Far {
    void deliver(byte[] datagram);
  }

  private static final class OnItsWay {
    final byte[] datagram;
    final long dueNs;

    OnItsWay(byte[] datagram, long dueNs) {
      this.datagram = datagram;
      this.dueNs = dueNs;
    }
  }

  private final BlockingQueue<OnItsWay> onTheirWay = new LinkedBlockingQueue<>();
  private final SplittableRandom random;
  private volatile Conditions conditions;
  private long freeNs;

  Link(String name, Conditions conditions, long seed, Far far) {
    this.conditions = conditions;
    this.random = new SplittableRandom(seed);
    Thread.ofPlatform().name(name).daemon().start(() -> carry(far));
  }

  void set(Conditions conditions) {
    this.conditions = conditions;
  }

  /** A datagram enters. */
  void send(byte[] bytes, int length) {
    Conditions now = conditions;
    long nowNs = System.nanoTime();
    long begunNs = Math.max(nowNs, freeNs);
    if (begunNs - nowNs > now.queueMs * 1_000_000L || random.nextDouble() < now.loss) {
      return;
    }
    freeNs = begunNs + (length + OVERHEAD) * 8L * 1_000_000_000L / now.bitsPerSecond;
    onTheirWay.add(new OnItsWay(Arrays.copyOf(bytes, length), freeNs + now.delayMs * 1_000_000L));
  }

  private void carry(Far far) {
    try {
      while (true) {
        OnItsWay next = onTheirWay.take();
        for (long left = next.dueNs - System.nanoTime();
            left > 0;
            left = next.dueNs - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        far.deliver(next.datagram);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
