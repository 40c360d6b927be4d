package org.meshless.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.net.LoopSocket;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ServerConfig;
import org.meshless.signaling.config.Tls;
import org.meshless.signaling.hall.Hall;
import org.meshless.signaling.hall.HallCounters;
import org.meshless.signaling.hall.Identifiers;
import org.meshless.signaling.media.SfuMediaServer;
import org.meshless.signaling.web.HallThread;
import org.meshless.signaling.web.Metrics;
import org.meshless.signaling.web.MetricsListener;
import org.meshless.signaling.web.StaticFiles;
import org.meshless.signaling.web.TlsIdentity;
import org.meshless.signaling.web.WebCounters;
import org.meshless.signaling.web.WebServer;
import org.meshless.signaling.web.WebSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the server together, starts it and stops it. Its parts start side by side, since each loads
 * hundreds of classes of its own.
 */
final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final Duration PING_EVERY = Duration.ofSeconds(10);
  private static final Duration SILENT_AFTER = Duration.ofSeconds(25);
  private static final long RETRY_AFTER_MS = 1000;
  // Together less than the five seconds in which the process has to be gone.
  private static final Duration DRAIN_WITHIN = Duration.ofMillis(2500);
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(1500);

  private final ServerConfig config;
  private final PrintStream err;
  private final Vertx vertx;
  private final Media media;
  private final WebServer web;
  private final Metrics metrics;

  private Lifecycle(
      ServerConfig config,
      PrintStream err,
      Vertx vertx,
      Media media,
      WebServer web,
      Metrics metrics) {
    this.config = config;
    this.err = err;
    this.vertx = vertx;
    this.media = media;
    this.web = web;
    this.metrics = metrics;
  }

  /** Returns when the server is ready; it runs until the process is told to end. */
  static void start(ServerConfig config, PrintStream out, PrintStream err) throws ConfigException {
    FutureTask<Media> mediaStart = inBackground(() -> Media.start(config));
    FutureTask<Metrics> metricsStart = inBackground(Metrics::new);
    FutureTask<StaticFiles> filesStart = inBackground(StaticFiles::load);
    TlsIdentity tls = TlsSource.load(config);
    Vertx vertx = vertx();
    HallThread thread = new HallThread(vertx, System::nanoTime);
    HallCounters hallCounters = new HallCounters();
    WebCounters webCounters = new WebCounters();
    Media media = await(mediaStart);
    Hall hall =
        new Hall(
            config.hall(),
            new SfuMediaServer(media.sfu(), thread, thread::nowNs),
            new Identifiers(),
            InstantSource.system(),
            hallCounters);
    thread.serve(hall);
    WebServer web =
        new WebServer(vertx, settings(config, tls), await(filesStart), hall, thread, webCounters);
    Metrics metrics = await(metricsStart);
    metrics.add(hallCounters);
    metrics.add(webCounters);
    metrics.add(media);
    new Lifecycle(config, err, vertx, media, web, metrics).open(out);
  }

  private void open(PrintStream out) throws ConfigException {
    HttpServer page = listen(web.listen(), "port " + config.port(), "--port");
    HttpServer metricsPage = listenForMetrics();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    Announcement announcement =
        new Announcement(
            config.host(),
            page.actualPort(),
            !(config.tls() instanceof Tls.None),
            LocalAddresses.all(),
            media.candidates(),
            media.hasSmallBuffers(),
            LoopSocket.WANTED_BUFFER_BYTES);
    announcement.lines().forEach(err::println);
    err.println(
        "Metrics: http://" + MetricsListener.HOST + ":" + metricsPage.actualPort() + "/metrics");
    web.ready();
    out.println("Ready: " + announcement.url());
    out.flush();
  }

  private HttpServer listenForMetrics() throws ConfigException {
    MetricsListener listener = new MetricsListener(vertx, metrics);
    int port = config.metricsPort();
    if (config.metricsPortGiven() || port == 0) {
      return listen(listener.listen(port), "port " + port, "--metrics-port");
    }
    try {
      return listen(listener.listen(port), "port " + port, "--metrics-port");
    } catch (ConfigException e) {
      err.println("Warning: port " + port + " is taken, so metrics are found elsewhere.");
      return listen(listener.listen(0), "any port", "--metrics-port");
    }
  }

  /**
   * Runs when the process is told to end (SIGTERM, Ctrl-C), which Java answers with 143 unless it
   * is halted.
   */
  private void stop() {
    long startNs = System.nanoTime();
    await(web.drain(RETRY_AFTER_MS), DRAIN_WITHIN, "Some sockets did not close in time.");
    media.close();
    metrics.close();
    await(vertx.close(), CLOSE_WITHIN, "Not everything closed in time.");
    LOG.info("stopped in {} ms", (System.nanoTime() - startNs) / 1_000_000);
    Runtime.getRuntime().halt(0);
  }

  private static Vertx vertx() {
    FileSystemOptions noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(noFiles));
  }

  private static WebSettings settings(ServerConfig config, @Nullable TlsIdentity tls) {
    return new WebSettings(
        config.host(),
        config.port(),
        tls,
        config.origins(),
        config.maxSockets(),
        config.maxQueuedChars(),
        PING_EVERY,
        SILENT_AFTER);
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("start").start(task);
    return task;
  }

  private static <T> T await(java.util.concurrent.Future<T> started) throws ConfigException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConfigException configException) {
        throw configException;
      }
      throw new IllegalStateException("The server cannot start.", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while starting.", e);
    }
  }

  private static HttpServer listen(Future<HttpServer> listening, String what, String flag)
      throws ConfigException {
    try {
      return listening.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new ConfigException(
          cause instanceof BindException
              ? "Cannot listen on "
                  + what
                  + ", which is in use or not this machine's; see "
                  + flag
                  + "."
              : "Cannot listen on " + what + ": " + (cause == null ? e : cause).getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while starting.", e);
    }
  }

  private static void await(Future<?> closing, Duration limit, String otherwise) {
    CompletableFuture<?> closed = closing.toCompletionStage().toCompletableFuture();
    try {
      closed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{}", otherwise);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
