package org.meshless.signaling.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.meshless.signaling.hall.Hall;
import org.meshless.signaling.protocol.ProtocolJson;

/** The page, the WebSocket and the health checks on one port. */
public final class WebServer {
  // A connection over which nothing travels; WebSockets carry pings more often than that.
  private static final int IDLE_SECONDS = 60;
  private static final int CLOSING_SECONDS = 2;

  private final Vertx vertx;
  private final WebSettings settings;
  private final StaticFiles files;
  private final SocketRoute sockets;
  private final Hall hall;
  private final HallThread thread;
  private volatile boolean ready;

  /**
   * Listens nowhere yet.
   *
   * @param vertx with a single event loop, that of {@code thread}
   */
  public WebServer(
      Vertx vertx,
      WebSettings settings,
      StaticFiles files,
      Hall hall,
      HallThread thread,
      WebCounters counters) {
    this.vertx = vertx;
    this.settings = settings;
    this.files = files;
    this.hall = hall;
    this.thread = thread;
    this.sockets = new SocketRoute(hall, thread, settings, counters);
  }

  /** Begins to listen; the server knows the port then, and fails if it cannot have it. */
  public Future<HttpServer> listen() {
    sockets.watch(vertx);
    Router router = router();
    return vertx
        .createHttpServer(options())
        .requestHandler(request -> handle(request, router))
        .listen();
  }

  /** From now on people may be sent here. */
  public void ready() {
    ready = true;
  }

  /**
   * Takes in nobody any more and tells everybody to go; done when they are gone.
   *
   * @param retryAfterMs when they may come back
   */
  public Future<Void> drain(long retryAfterMs) {
    ready = false;
    Promise<Void> drained = Promise.promise();
    thread.execute(
        () -> {
          hall.close("shutting-down", retryAfterMs);
          sockets.drain().onComplete(drained);
        });
    return drained.future();
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            // Browsers speak HTTP/2 over TLS only.
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(ProtocolJson.HARD_LIMIT)
            .setMaxWebSocketMessageSize(ProtocolJson.HARD_LIMIT)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            // What is small on the wire must not be large in memory.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    TlsIdentity tls = settings.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertValue(Buffer.buffer(tls.certificatePem()))
                  .addKeyValue(Buffer.buffer(tls.keyPem())));
    }
    return options;
  }

  private void handle(HttpServerRequest request, Router router) {
    SecurityHeaders.add(request);
    if ("/ws".equals(request.path())) {
      // Not by the router, which wraps the socket so that it cannot be cut.
      sockets.handle(request);
    } else {
      router.handle(request);
    }
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(WebServer::onlyReading);
    router.get("/healthz").handler(context -> plain(context, 200, "ok"));
    router.get("/readyz").handler(this::readyz);
    router.route().handler(files::serve);
    router.route().handler(context -> plain(context, 404, "There is nothing here."));
    return router;
  }

  private static void onlyReading(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      context.next();
    } else {
      context.response().putHeader("Allow", "GET, HEAD");
      plain(context, 405, "Here one can only read.");
    }
  }

  private void readyz(RoutingContext context) {
    if (ready) {
      plain(context, 200, "ready");
    } else {
      plain(context, 503, "not ready");
    }
  }

  private static void plain(RoutingContext context, int status, String sentence) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store");
    context.end(sentence + "\n");
  }
}
