package org.meshless.signaling.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.meshless.signaling.hall.Hall;
import org.meshless.signaling.hall.HallCounters;
import org.meshless.signaling.hall.HallSettings;
import org.meshless.signaling.hall.Identifiers;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.hall.MediaSeat;
import org.meshless.signaling.hall.MediaServer;
import org.meshless.signaling.protocol.CoveredSlot;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;
import org.meshless.signaling.protocol.ViewTile;

/** The web side on a free port of the loopback interface, with a hall behind it. */
final class TestServer implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long DEADLINE_S = 20;

  final HallCounters hallCounters = new HallCounters();
  final WebCounters webCounters = new WebCounters();
  final WebServer web;
  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final int port;

  TestServer() {
    this(100, 1 << 20, LONG, LONG);
  }

  TestServer(int maxSockets, int maxQueuedChars, Duration pingEvery, Duration silentAfter) {
    this(HallSettings.DEFAULT, maxSockets, maxQueuedChars, pingEvery, silentAfter);
  }

  TestServer(
      HallSettings hallSettings,
      int maxSockets,
      int maxQueuedChars,
      Duration pingEvery,
      Duration silentAfter) {
    HallThread thread = new HallThread(vertx, System::nanoTime);
    Hall hall =
        new Hall(
            hallSettings,
            new EchoingMedia(),
            new Identifiers(),
            InstantSource.system(),
            hallCounters);
    thread.serve(hall);
    WebSettings settings =
        new WebSettings(
            "127.0.0.1",
            0,
            null,
            Set.of("https://friend.example"),
            maxSockets,
            maxQueuedChars,
            pingEvery,
            silentAfter);
    web = new WebServer(vertx, settings, StaticFiles.load(), hall, thread, webCounters);
    port = await(web.listen()).actualPort();
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  SocketClient connect() {
    return new SocketClient(URI.create("ws://127.0.0.1:" + port + "/ws"), null);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(DEADLINE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  /** Answers every offer with itself. */
  private static final class EchoingMedia implements MediaServer {
    @Override
    public MediaSeat join(
        RoomName room, String participantId, boolean fromLoopback, MediaEvents events) {
      return new MediaSeat() {
        @Override
        public void answer(
            String offer,
            List<OfferedTrack> tracks,
            VideoCodec codec,
            Consumer<OfferVerdict> done) {
          done.accept(new Answered(offer, Set.of()));
        }

        @Override
        public void show(List<ViewTile> tiles) {}

        @Override
        public void covered(List<CoveredSlot> slots) {}

        @Override
        public void explain(Consumer<Explanation> done) {}

        @Override
        public void setMuted(TrackSource source, boolean muted) {}

        @Override
        public void leave() {}
      };
    }
  }
}
