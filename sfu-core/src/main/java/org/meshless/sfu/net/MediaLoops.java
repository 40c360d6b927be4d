package org.meshless.sfu.net;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.meshless.sfu.ice.IceAgent;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.ice.LocalCandidate;

/**
 * The media loops of a server, on consecutive UDP ports, and the choice among them. Thread-safe.
 */
public final class MediaLoops implements AutoCloseable {
  private final List<ListenAddress> addresses;
  private final List<NettyLoop> loops;

  private MediaLoops(List<ListenAddress> addresses, List<NettyLoop> loops) {
    this.addresses = addresses;
    this.loops = loops;
  }

  /**
   * Starts {@code count} loops, loop <i>i</i> on port {@code udpPort + i} of every address.
   *
   * @param addresses where to listen, see {@link ListenAddress}; at least one
   * @param udpPort the first port, or 0 for any free ones
   * @param count at least 1
   * @throws IOException when a port is taken or an address is not this machine's; nothing is left
   *     open then
   */
  public static MediaLoops start(List<ListenAddress> addresses, int udpPort, int count)
      throws IOException {
    if (addresses.isEmpty() || count < 1 || udpPort < 0 || udpPort + count - 1 > 65_535) {
      throw new IllegalArgumentException(
          count + " loops from port " + udpPort + " on " + addresses.size() + " addresses");
    }
    IceAgent.warmUp();
    List<InetAddress> binds = addresses.stream().map(ListenAddress::bind).toList();
    Instant now = Instant.now();
    long epochNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    long ntpOffsetNs = epochNs - System.nanoTime();
    MediaLoops started = new MediaLoops(List.copyOf(addresses), new ArrayList<>());
    try {
      for (int i = 0; i < count; i++) {
        int port = udpPort == 0 ? 0 : udpPort + i;
        started.loops.add(NettyLoop.start(i, binds, port, ntpOffsetNs));
      }
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /** The loops in order of their index. */
  public List<NettyLoop> loops() {
    return List.copyOf(loops);
  }

  /**
   * The loop for somebody new: of those where the crowd is smallest, the one that has the fewest
   * transports.
   *
   * @param crowd how many of those who belong together a loop has already
   */
  public MediaLoop place(ToIntFunction<MediaLoop> crowd) {
    return loops.stream()
        .map(NettyLoop::loop)
        .min(Comparator.comparingInt(crowd).thenComparingLong(MediaLoops::transports))
        .orElseThrow();
  }

  /**
   * What a loop offers: the candidates of an answer.
   *
   * @param fromLoopback whether the page came from this machine, so that loopback reaches it
   */
  public List<LocalCandidate> candidates(MediaLoop loop, boolean fromLoopback) {
    List<LoopSocket> sockets = loops.get(loop.index()).sockets();
    boolean onlyLoopback = addresses.stream().allMatch(ListenAddress::isLoopback);
    List<LocalCandidate> candidates = new ArrayList<>();
    for (int socket = 0; socket < sockets.size(); socket++) {
      ListenAddress address = addresses.get(socket);
      if (!address.isLoopback() || fromLoopback || onlyLoopback) {
        candidates.add(address.candidate(sockets.get(socket).port(), socket));
      }
    }
    return candidates;
  }

  /** Closes all of them. */
  @Override
  public void close() {
    loops.forEach(NettyLoop::close);
  }

  private static long transports(MediaLoop loop) {
    LoopCounters counters = loop.counters();
    return counters.get(LoopCounter.TRANSPORTS_OPENED)
        - counters.get(LoopCounter.TRANSPORTS_CLOSED);
  }
}
