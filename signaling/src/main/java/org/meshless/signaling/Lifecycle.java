package org.meshless.signaling;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.room.Sfu;
import org.meshless.signaling.config.ConfigException;
import org.meshless.signaling.config.ServerConfig;
import org.meshless.signaling.hall.Hall;
import org.meshless.signaling.hall.HallCounters;
import org.meshless.signaling.hall.Identifiers;
import org.meshless.signaling.media.SfuMediaServer;
import org.meshless.signaling.sdp.CodecPolicy;
import org.meshless.signaling.web.HallThread;
import org.meshless.signaling.web.Readiness;
import org.meshless.signaling.web.WebCounters;
import org.meshless.signaling.web.WebServer;
import org.meshless.signaling.web.WebSettings;

/** Puts the server together, starts it and stops it. */
final class Lifecycle {
  private static final Duration PING_EVERY = Duration.ofSeconds(10);
  private static final Duration SILENT_AFTER = Duration.ofSeconds(25);
  private static final long RETRY_AFTER_MS = 1000;
  private static final long STOP_WITHIN_MS = 4000;

  private final ServerConfig config;
  private final PrintStream out;
  private final PrintStream err;
  private final Readiness readiness = new Readiness();

  Lifecycle(ServerConfig config, PrintStream out, PrintStream err) {
    this.config = config;
    this.out = out;
    this.err = err;
  }

  /** Returns when the server is ready; it runs until the process is told to end. */
  void start() throws ConfigException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    HallThread thread = new HallThread(vertx, System::nanoTime);
    Sfu sfu = media(config);
    Hall hall =
        new Hall(
            config.hall(),
            new SfuMediaServer(sfu, CodecPolicy.DEFAULT, thread, thread::nowNs),
            new Identifiers(),
            InstantSource.system(),
            new HallCounters());
    thread.serve(hall);
    WebSettings settings =
        new WebSettings(
            config.host(),
            config.port(),
            null,
            config.origins(),
            config.maxSockets(),
            config.maxQueuedChars(),
            PING_EVERY,
            SILENT_AFTER);
    HttpServer server;
    try {
      server =
          new WebServer(vertx, settings, hall, thread, new WebCounters(), readiness)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new ConfigException("cannot listen: " + e.getCause());
    }
    readiness.set(true);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  thread.execute(() -> hall.close("shutting-down", RETRY_AFTER_MS));
                  try {
                    vertx
                        .close()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(STOP_WITHIN_MS, TimeUnit.MILLISECONDS);
                  } catch (ExecutionException | InterruptedException | TimeoutException e) {
                    err.println("stopped in a hurry");
                  }
                  Runtime.getRuntime().halt(0);
                }));
    out.println("Ready: http://localhost:" + server.actualPort() + "/");
    out.flush();
  }

  private static Sfu media(ServerConfig config) throws ConfigException {
    List<ListenAddress> addresses =
        config.listen().isEmpty()
            ? ListenAddress.ofThisMachine(config.announce())
            : ListenAddress.of(config.listen(), config.announce());
    int loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    try {
      return Sfu.start(addresses, config.udpPort(), loops);
    } catch (IOException e) {
      throw new ConfigException(e.getMessage() + "; choose others with --udp-port or --listen.");
    }
  }
}
