package org.meshless.sfu.net;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.ice.BindingRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media loop without its thread: it knows who owns a username fragment or a path, and in which
 * order a turn goes. Confined to one thread, except {@link #execute}, {@link #index} and reading
 * {@link #counters}.
 *
 * <p>A turn: its driver hands over a batch (or a due timeout, or submitted work) → every datagram
 * goes to its endpoint → tasks that asked for it are told that the turn ends → one flush. The
 * driver is a {@link NettyLoop} with an epoll thread and a clock, or a simulation with neither.
 */
public final class MediaLoop {
  private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);

  /**
   * What one source address may send in connectivity checks: an office of a hundred behind one
   * address that joins at once, each of them at 20 checks a second (RFC 8445 §14.2).
   */
  private static final int STUN_PER_SECOND = 2_000;

  private static final int STUN_BURST = 4_000;

  private final int index;
  private final DatagramPort port;
  private final Executor executor;
  private final long ntpOffsetNs;
  private final LoopCounters counters;
  private final BindingRequest request = new BindingRequest();
  private final SourceRate stunRate;
  private final TimerQueue timers = new TimerQueue();
  private final Map<String, LoopEndpoint> byUfrag = new HashMap<>();
  private final List<Map<InetSocketAddress, LoopEndpoint>> byPath = new ArrayList<>();
  private List<LoopTask> turnEnd = new ArrayList<>();
  private List<LoopTask> turnEnding = new ArrayList<>();
  private long nowNs;

  /**
   * @param index number of the loop in this server, from 0; its username fragments carry it
   * @param port where its datagrams leave
   * @param counters what it counts into, along with its port
   * @param executor runs what it is given on the loop's thread, each time as (part of) a turn
   *     through {@link #onTasks}
   * @param ntpOffsetNs what to add to the loop's {@code nowNs} to get nanoseconds since 1970; fixed
   *     for the server's life, so that sender reports never jump
   */
  public MediaLoop(
      int index, DatagramPort port, LoopCounters counters, Executor executor, long ntpOffsetNs) {
    this.index = index;
    this.port = port;
    this.counters = counters;
    this.executor = executor;
    this.ntpOffsetNs = ntpOffsetNs;
    stunRate = new SourceRate(STUN_PER_SECOND, STUN_BURST, new SecureRandom().nextLong());
  }

  // --- for its driver ---------------------------------------------------------------------------

  /** One turn: what the sockets had. The batch is the driver's again afterwards. */
  public void onBatch(long nowNs, DatagramBatch batch) {
    this.nowNs = nowNs;
    for (int i = 0, n = batch.size(); i < n; i++) {
      onDatagram(nowNs, batch.socket(i), batch.remote(i), batch.bytes(i), batch.length(i));
    }
    endTurn(nowNs);
  }

  /** One turn: every deadline that has passed. Call it at {@link #nextDeadlineNs} or later. */
  public void onTimeout(long nowNs) {
    this.nowNs = nowNs;
    for (LoopTimer due = timers.poll(nowNs); due != null; due = timers.poll(nowNs)) {
      try {
        due.task.onTimeout(nowNs);
      } catch (RuntimeException e) {
        failed(nowNs, due.task, e);
      }
    }
    endTurn(nowNs);
  }

  /** One turn: work submitted by {@link #execute}. */
  public void onTasks(long nowNs, Iterable<Runnable> tasks) {
    this.nowNs = nowNs;
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        counters.increment(LoopCounter.HANDLER_FAILURES);
        log.error("loop={} submitted work failed", index, e);
      }
    }
    endTurn(nowNs);
  }

  /** When {@link #onTimeout} is next due, {@link LoopTimer#NEVER} when nothing waits. */
  public long nextDeadlineNs() {
    return timers.nextDeadlineNs();
  }

  // --- for those who live on it -----------------------------------------------------------------

  /** Runs {@code task} on the loop's thread, as part of a turn. From any thread. */
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /**
   * Runs {@code task} on the loop's thread on behalf of {@code owner}, who hears of it when it
   * throws. From any thread.
   */
  public void execute(LoopTask owner, Runnable task) {
    executor.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            failed(nowNs, owner, e);
          }
        });
  }

  /** The time of the turn now running. */
  public long nowNs() {
    return nowNs;
  }

  /**
   * The server's wall clock at a time of this loop, as an NTP timestamp (RFC 3550 §4): seconds
   * since 1900 in the upper 32 bits, the fraction in the lower.
   */
  public long ntpAt(long nowNs) {
    long sinceEpochNs = nowNs + ntpOffsetNs;
    long seconds = Math.floorDiv(sinceEpochNs, 1_000_000_000L);
    long fraction = (Math.floorMod(sinceEpochNs, 1_000_000_000L) << 32) / 1_000_000_000L;
    return ((seconds + 2_208_988_800L) << 32) | fraction;
  }

  /**
   * Has {@code task} told when this turn ends, after everything received was handed out and before
   * the flush. Once per call: a caller asks at most once per turn. A task that asks again from
   * within {@link LoopTask#onTurnEnd} is told again in the same turn's end.
   */
  public void atTurnEnd(LoopTask task) {
    turnEnd.add(task);
  }

  /** A timer for {@code task}, unset. */
  public LoopTimer newTimer(LoopTask task) {
    return timers.newTimer(task);
  }

  public int index() {
    return index;
  }

  public DatagramPort port() {
    return port;
  }

  public LoopCounters counters() {
    return counters;
  }

  // --- for transports ---------------------------------------------------------------------------

  /** Hands STUN for this username fragment of ours to {@code endpoint}. */
  public void addUfrag(String ufrag, LoopEndpoint endpoint) {
    if (byUfrag.putIfAbsent(ufrag, endpoint) != null) {
      throw new IllegalStateException("a username fragment is taken twice");
    }
  }

  public void removeUfrag(String ufrag) {
    byUfrag.remove(ufrag);
  }

  /**
   * Hands what comes from {@code remote} to {@code endpoint}: it has just passed a check there.
   *
   * @return false when the path is another endpoint's, who keeps it: whoever takes part in a room
   *     and can forge source addresses would else take it away
   */
  public boolean addPath(int socket, InetSocketAddress remote, LoopEndpoint endpoint) {
    while (byPath.size() <= socket) {
      byPath.add(new HashMap<>());
    }
    LoopEndpoint owner = byPath.get(socket).putIfAbsent(remote, endpoint);
    return owner == null || owner == endpoint;
  }

  /** Forgets a path of {@code endpoint}. */
  public void removePath(int socket, InetSocketAddress remote, LoopEndpoint endpoint) {
    if (socket < byPath.size()) {
      byPath.get(socket).remove(remote, endpoint);
    }
  }

  // ----------------------------------------------------------------------------------------------

  private void onDatagram(
      long nowNs, int socket, InetSocketAddress remote, byte[] bytes, int length) {
    counters.increment(LoopCounter.RECEIVED_DATAGRAMS);
    counters.add(LoopCounter.RECEIVED_BYTES, length);
    PacketKind kind = PacketKind.of(bytes, length);
    LoopEndpoint endpoint =
        switch (kind) {
          case STUN -> stunEndpoint(nowNs, remote, bytes, length);
          case DTLS, RTP, RTCP -> pathEndpoint(socket, remote);
          case UNKNOWN -> drop(LoopCounter.DROPPED_UNKNOWN_KIND);
        };
    if (endpoint == null) {
      return;
    }
    try {
      switch (kind) {
        case STUN -> endpoint.onCheck(nowNs, socket, remote, request);
        case DTLS -> endpoint.onDtls(nowNs, socket, remote, bytes, length);
        case RTP -> endpoint.onSrtp(nowNs, bytes, length);
        case RTCP -> endpoint.onSrtcp(nowNs, bytes, length);
        case UNKNOWN -> throw new IllegalStateException();
      }
    } catch (RuntimeException e) {
      counters.increment(LoopCounter.HANDLER_FAILURES);
      log.error("loop={} a transport's handler failed; closing that transport", index, e);
      closeFailed(nowNs, endpoint, e);
    }
  }

  private @Nullable LoopEndpoint stunEndpoint(
      long nowNs, InetSocketAddress remote, byte[] bytes, int length) {
    if (!stunRate.admits(nowNs, remote.getAddress())) {
      return drop(LoopCounter.DROPPED_STUN_RATE);
    }
    if (!request.wrap(bytes, length)) {
      return drop(LoopCounter.DROPPED_STUN_MALFORMED);
    }
    LoopEndpoint endpoint = byUfrag.get(request.localUfrag());
    return endpoint == null ? drop(LoopCounter.DROPPED_STUN_UNKNOWN_USER) : endpoint;
  }

  private @Nullable LoopEndpoint pathEndpoint(int socket, InetSocketAddress remote) {
    LoopEndpoint endpoint = socket < byPath.size() ? byPath.get(socket).get(remote) : null;
    return endpoint == null ? drop(LoopCounter.DROPPED_UNKNOWN_PATH) : endpoint;
  }

  private @Nullable LoopEndpoint drop(LoopCounter why) {
    counters.increment(why);
    return null;
  }

  private void closeFailed(long nowNs, LoopEndpoint endpoint, RuntimeException failure) {
    try {
      endpoint.onFailure(nowNs, failure);
    } catch (RuntimeException e) {
      log.error("loop={} a transport failed to close", index, e);
    }
  }

  private void endTurn(long nowNs) {
    while (!turnEnd.isEmpty()) {
      List<LoopTask> ending = turnEnd;
      turnEnd = turnEnding;
      turnEnding = ending;
      for (int i = 0; i < ending.size(); i++) {
        LoopTask task = ending.get(i);
        try {
          task.onTurnEnd(nowNs);
        } catch (RuntimeException e) {
          failed(nowNs, task, e);
        }
      }
      ending.clear();
    }
    port.flush();
  }

  private void failed(long nowNs, LoopTask task, RuntimeException failure) {
    counters.increment(LoopCounter.HANDLER_FAILURES);
    log.error("loop={} a task failed; closing that task", index, failure);
    try {
      task.onFailure(nowNs, failure);
    } catch (RuntimeException e) {
      log.error("loop={} a task failed to close", index, e);
    }
  }
}
