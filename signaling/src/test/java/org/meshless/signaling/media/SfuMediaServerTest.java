package org.meshless.signaling.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.room.Sfu;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.hall.MediaSeat;
import org.meshless.signaling.hall.MediaSeat.OfferVerdict;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;
import org.meshless.signaling.sdp.AnswerResult;

class SfuMediaServerTest {
  private final ExecutorService hallThread = Executors.newSingleThreadExecutor();
  private final Sfu sfu;
  private final MediaSeat seat;
  private final String offer;

  SfuMediaServerTest() throws IOException {
    sfu = Sfu.start(ListenAddress.of(List.of(InetAddress.getLoopbackAddress()), List.of()), 0, 1);
    SfuMediaServer server = new SfuMediaServer(sfu, hallThread, System::nanoTime);
    seat = server.join(new RoomName("r"), "ann", true, new Silence());
    try (InputStream file =
        AnswerResult.class.getResourceAsStream("offers/chromium-156-8-slots.sdp")) {
      offer = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void stop() {
    seat.leave();
    sfu.close();
    hallThread.close();
  }

  private OfferVerdict answer(String sdp, OfferedTrack... tracks) {
    CompletableFuture<OfferVerdict> verdict = new CompletableFuture<>();
    seat.answer(sdp, List.of(tracks), VideoCodec.VP8, verdict::complete);
    return verdict.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static OfferedTrack track(String mid, TrackSource source) {
    return new OfferedTrack(mid, source, false);
  }

  @Test
  void aBrowsersOfferIsAnsweredWithTheLoopsCandidates() {
    String answer =
        assertInstanceOf(
                MediaSeat.Answered.class,
                answer(offer, track("0", TrackSource.MICROPHONE), track("1", TrackSource.CAMERA)))
            .sdp();

    int port = sfu.loops().loops().getFirst().sockets().getFirst().port();
    assertTrue(answer.contains(" 127.0.0.1 " + port + " typ host"), answer);
    assertTrue(answer.contains("a=fingerprint:" + sfu.fingerprint().algorithm()), answer);
    assertTrue(answer.contains("a=ice-lite"), answer);
  }

  @Test
  void theNextOfferContinuesTheSession() {
    answer(offer);
    String again = assertInstanceOf(MediaSeat.Answered.class, answer(offer)).sdp();

    // RFC 8829 §5.3.2: the version counts up.
    assertTrue(again.lines().skip(1).findFirst().orElseThrow().matches("o=- \\d+ 2 .*"), again);
  }

  @Test
  void anOfferThatRestartsIceIsAnsweredWithNewCredentials() {
    String first = assertInstanceOf(MediaSeat.Answered.class, answer(offer)).sdp();
    String same = assertInstanceOf(MediaSeat.Answered.class, answer(offer)).sdp();
    String restarting =
        offer
            .replaceAll("a=ice-ufrag:\\S+", "a=ice-ufrag:anew")
            .replaceAll("a=ice-pwd:\\S+", "a=ice-pwd:anewanewanewanewanewanew");
    String restarted = assertInstanceOf(MediaSeat.Answered.class, answer(restarting)).sdp();
    String again = assertInstanceOf(MediaSeat.Answered.class, answer(restarting)).sdp();

    assertEquals(line(first, "a=ice-ufrag:"), line(same, "a=ice-ufrag:"));
    assertNotEquals(line(same, "a=ice-ufrag:"), line(restarted, "a=ice-ufrag:"));
    assertNotEquals(line(same, "a=ice-pwd:"), line(restarted, "a=ice-pwd:"));
    assertEquals(line(restarted, "a=ice-ufrag:"), line(again, "a=ice-ufrag:"));
  }

  private static String line(String sdp, String start) {
    return sdp.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void whatIsNoSdpIsRejectedAndTheSessionGoesOn() {
    assertInstanceOf(MediaSeat.Answered.class, answer(offer));
    assertInstanceOf(MediaSeat.Rejected.class, answer("hello"));
    assertInstanceOf(MediaSeat.Answered.class, answer(offer));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "99, CAMERA, `tracks names the m-line '99', which was not offered or not accepted.`",
        "0, CAMERA, tracks says 'camera' of an m-line of another kind.",
        "1, SCREEN_AUDIO, tracks says 'screen-audio' of an m-line of another kind.",
        "2, CAMERA, `tracks names the m-line '2', which only receives.`",
      })
  void aTrackThatIsNotOfTheOfferIsRejected(String mid, TrackSource source, String sentence) {
    assertEquals(new MediaSeat.Rejected(sentence), answer(offer, track(mid, source)));
  }

  @Test
  void whoLeavesFreesThePlace() {
    answer(offer);
    assertEquals(1, sfu.roomCount());

    seat.leave();

    // What runs on the loop after the leaving.
    CompletableFuture<Void> after = new CompletableFuture<>();
    sfu.loops().loops().getFirst().loop().execute(() -> after.complete(null));
    after.orTimeout(20, TimeUnit.SECONDS).join();
    assertEquals(0, sfu.roomCount());
  }

  private static final class Silence implements MediaEvents {
    @Override
    public void onChat(long nowNs, boolean reachable) {}

    @Override
    public void onPath(long nowNs, Path path) {}

    @Override
    public void onSlots(long nowNs, List<SlotInfo> slots) {}

    @Override
    public void onPaused(long nowNs, List<String> mids) {}

    @Override
    public void onSpeaker(long nowNs, @Nullable String participantId) {}

    @Override
    public void onSlotsWanted(long nowNs, int video, int audio) {}

    @Override
    public void onLayers(long nowNs, TrackSource source, List<String> rids) {}
  }
}
