package org.meshless.signaling;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopCounters;
import org.meshless.sfu.net.LoopSocket;
import org.meshless.sfu.net.NettyLoop;
import org.meshless.sfu.room.Sfu;
import org.meshless.sfu.sctp.SctpCounter;
import org.meshless.sfu.sctp.SctpCounters;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ServerConfig;

/**
 * The media server as the start sees it: its settings, what it can be reached by, what it counts.
 */
final class Media implements MeterBinder, AutoCloseable {
  private final Sfu sfu;

  private Media(Sfu sfu) {
    this.sfu = sfu;
  }

  /** Opens its sockets. */
  static Media start(ServerConfig config) throws ConfigException {
    int loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    if (config.udpPort() + loops - 1 > 65_535) {
      throw new ConfigException("--udp-port leaves no room below 65536 for " + loops + " loops.");
    }
    try {
      return new Media(
          Sfu.start(addresses(config), config.udpPort(), loops, config.peoplePerLoop()));
    } catch (IOException e) {
      throw new ConfigException(
          "The media loops cannot listen: " + e.getMessage() + "; see --udp-port and --listen.");
    }
  }

  private static List<ListenAddress> addresses(ServerConfig config) throws ConfigException {
    try {
      return config.listen().isEmpty()
          ? ListenAddress.ofThisMachine(config.announce())
          : ListenAddress.of(config.listen(), config.announce());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage() + " See --listen and --announce.");
    }
  }

  Sfu sfu() {
    return sfu;
  }

  /** Where browsers will be told to send media: of every loop, the port of every address. */
  List<InetSocketAddress> candidates() {
    return sfu.loops().loops().stream()
        .flatMap(loop -> sfu.loops().candidates(loop.loop(), false).stream())
        .map(candidate -> new InetSocketAddress(candidate.address(), candidate.port()))
        .toList();
  }

  /** Whether the kernel granted some socket less than {@link LoopSocket#WANTED_BUFFER_BYTES}. */
  boolean hasSmallBuffers() {
    return sfu.loops().loops().stream()
        .flatMap(loop -> loop.sockets().stream())
        .anyMatch(LoopSocket::hasSmallBuffers);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (NettyLoop loop : sfu.loops().loops()) {
      LoopCounters counters = loop.loop().counters();
      String index = Integer.toString(loop.loop().index());
      for (LoopCounter counter : LoopCounter.values()) {
        String name = "meshless.loop." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
        FunctionCounter.builder(name, counters, all -> all.get(counter))
            .tag("loop", index)
            .register(registry);
      }
      SctpCounters sctp = sfu.sctpCounters(loop.loop());
      for (SctpCounter counter : SctpCounter.values()) {
        String name = "meshless.sctp." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
        FunctionCounter.builder(name, sctp, all -> all.get(counter))
            .tag("loop", index)
            .register(registry);
      }
    }
  }

  @Override
  public void close() {
    sfu.close();
  }
}
