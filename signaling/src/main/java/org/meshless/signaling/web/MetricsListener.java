package org.meshless.signaling.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** {@code /metrics} on a port of its own that only this machine reaches. */
public final class MetricsListener {
  /** Where it listens. */
  public static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final Metrics metrics;

  public MetricsListener(Vertx vertx, Metrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any
   */
  public Future<HttpServer> listen(int port) {
    HttpServerOptions options =
        new HttpServerOptions().setHost(HOST).setPort(port).setIdleTimeout(60);
    return vertx.createHttpServer(options).requestHandler(this::answer).listen();
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) || !"/metrics".equals(request.path())) {
      request.response().setStatusCode(404).end("Metrics are at /metrics.\n");
      return;
    }
    // Collecting takes milliseconds, for which nobody in a room should wait.
    vertx
        .executeBlocking(metrics::scrape)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(_ -> request.response().setStatusCode(500).end("Collecting failed.\n"));
  }
}
