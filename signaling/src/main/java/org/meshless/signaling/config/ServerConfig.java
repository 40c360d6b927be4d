package org.meshless.signaling.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.meshless.signaling.hall.HallSettings;

/**
 * All settings, checked as far as they can be without trying them.
 *
 * @param host an address or a name
 * @param port 0 for any
 * @param udpPort 0 for any
 * @param loops 0 for one per core
 * @param peoplePerLoop of one room before it spreads to another loop
 * @param listen local addresses for media; empty for all
 * @param announce addresses to offer beside or instead of the local ones
 * @param metricsPort 0 for any
 * @param metricsPortGiven whether somebody asked for just this one; else another will do if it is
 *     taken
 * @param origins of further pages
 * @param maxQueuedChars per WebSocket
 */
public record ServerConfig(
    String host,
    int port,
    int udpPort,
    int loops,
    int peoplePerLoop,
    List<InetAddress> listen,
    List<InetAddress> announce,
    Tls tls,
    LogLevel log,
    int metricsPort,
    boolean metricsPortGiven,
    Set<String> origins,
    int maxSockets,
    int maxQueuedChars,
    HallSettings hall) {
  public ServerConfig {
    listen = List.copyOf(listen);
    announce = List.copyOf(announce);
    origins = Set.copyOf(origins);
  }
}
