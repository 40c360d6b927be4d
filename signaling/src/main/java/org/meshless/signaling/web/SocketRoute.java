package org.meshless.signaling.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meshless.signaling.hall.Hall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /ws}: lets browsers' sockets in and asks after them. Confined to the event loop. */
final class SocketRoute {
  private static final Logger LOG = LoggerFactory.getLogger(SocketRoute.class);

  private final Hall hall;
  private final HallThread thread;
  private final WebSettings settings;
  private final WebCounters counters;
  private final Origins origins;
  private final Set<SocketConnection> connections = new LinkedHashSet<>();

  SocketRoute(Hall hall, HallThread thread, WebSettings settings, WebCounters counters) {
    this.hall = hall;
    this.thread = thread;
    this.settings = settings;
    this.counters = counters;
    this.origins = new Origins(settings.extraOrigins());
  }

  /** Begins to ask all sockets for signs of life. */
  void watch(Vertx vertx) {
    vertx.setPeriodic(
        settings.pingEvery().toMillis(),
        _ -> List.copyOf(connections).forEach(SocketConnection::ping));
  }

  void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.canUpgradeToWebSocket()) {
      context.response().setStatusCode(426).putHeader("Upgrade", "websocket");
      context.end("Here is a WebSocket.\n");
    } else if (!origins.allows(request.getHeader("Origin"), request.authority())) {
      counters.foreignOrigins.incrementAndGet();
      context.response().setStatusCode(403);
      context.end("This page is not from here.\n");
    } else if (connections.size() >= settings.maxSockets()) {
      counters.socketsRefused.incrementAndGet();
      context.response().setStatusCode(503).putHeader("Retry-After", "10");
      context.end("There are too many connections.\n");
    } else {
      boolean fromLoopback = Loopback.isWhere(request);
      request
          .toWebSocket()
          .onSuccess(socket -> open(socket, fromLoopback))
          .onFailure(failure -> LOG.debug("a WebSocket handshake failed: {}", failure.toString()));
    }
  }

  private void open(ServerWebSocket socket, boolean fromLoopback) {
    SocketConnection connection = new SocketConnection(socket, thread, settings, counters);
    connections.add(connection);
    socket.closeHandler(
        _ -> {
          connections.remove(connection);
          connection.onClosed();
        });
    thread.run(() -> connection.attach(hall.enter(thread.nowNs(), connection, fromLoopback)));
  }
}
