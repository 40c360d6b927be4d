package org.meshless.signaling.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
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

  private final Promise<Void> emptied = Promise.promise();
  private boolean draining;

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

  /** Lets nobody in any more; done when the last one is out. */
  Future<Void> drain() {
    draining = true;
    if (connections.isEmpty()) {
      emptied.tryComplete();
    }
    return emptied.future();
  }

  void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!request.canUpgradeToWebSocket()) {
      response.putHeader("Upgrade", "websocket");
      refuse(response, 426, "Here is a WebSocket.");
    } else if (!origins.allows(request.getHeader("Origin"), request.authority())) {
      counters.foreignOrigins.incrementAndGet();
      refuse(response, 403, "This page is not from here.");
    } else if (draining || connections.size() >= settings.maxSockets()) {
      counters.socketsRefused.incrementAndGet();
      response.putHeader("Retry-After", "10");
      refuse(response, 503, "There are too many connections.");
    } else {
      boolean fromLoopback = Loopback.isWhere(request);
      request
          .toWebSocket()
          .onSuccess(socket -> open(socket, fromLoopback))
          .onFailure(failure -> LOG.debug("a WebSocket handshake failed: {}", failure.toString()));
    }
  }

  private static void refuse(HttpServerResponse response, int status, String sentence) {
    response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(sentence + "\n");
  }

  private void open(ServerWebSocket socket, boolean fromLoopback) {
    SocketConnection connection = new SocketConnection(socket, thread, settings, counters);
    connections.add(connection);
    socket.closeHandler(
        _ -> {
          connections.remove(connection);
          connection.onClosed();
          if (connections.isEmpty()) {
            emptied.tryComplete();
          }
        });
    thread.run(() -> connection.attach(hall.enter(thread.nowNs(), connection, fromLoopback)));
  }
}
