package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.signaling.hall.MediaEvents.Path;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.ParticipantInfo.State;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;

class ComingBackTest {
  private static final Duration MS = Duration.ofMillis(1);

  private final TestHall test = new TestHall();
  private final Client ann = test.join("r", "Ann");
  private final Client bo = test.join("r", "Bo");

  @BeforeEach
  void forgetTheJoining() {
    ann.news();
  }

  private void path(Client client, Path path) {
    client.media().events.onPath(test.nowNs, path);
  }

  private State stateSeen(Client viewer) {
    return viewer.only(ServerMessage.ParticipantChanged.class).participant().state();
  }

  private void assertLostAfter(Duration time) {
    bo.news();
    test.pass(time.minus(MS));
    assertEquals(List.of(), bo.news());
    test.pass(MS);
    assertEquals(
        ServerMessage.LeaveReason.LOST, bo.only(ServerMessage.ParticipantLeft.class).reason());
    assertTrue(ann.media().left);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001})
  void anOrderlyCloseEndsTheSeatAtOnce(int code) {
    ann.lose(code);

    assertEquals(
        ServerMessage.LeaveReason.LEFT, bo.only(ServerMessage.ParticipantLeft.class).reason());
    assertTrue(ann.media().left);
  }

  @ParameterizedTest
  @ValueSource(ints = {1005, 1006, 1002, 1011, 3000})
  void anyOtherLossKeepsTheSeat(int code) {
    ann.lose(code);

    assertEquals(State.RECONNECTING, stateSeen(bo));
    assertFalse(ann.media().left);
  }

  @Test
  void aSeatIsKeptThirtySecondsWhileItsPathLives() {
    path(ann, Path.CONNECTED);
    ann.lose(1006);

    assertLostAfter(Duration.ofSeconds(30));
  }

  @Test
  void aSeatIsKeptTenSecondsWhenItNeverHadAPath() {
    ann.lose(1006);

    assertLostAfter(Duration.ofSeconds(10));
  }

  @Test
  void whenThePathGoesSilentAfterTheSocketTenSecondsAreLeft() {
    path(ann, Path.CONNECTED);
    ann.lose(1006);
    test.pass(Duration.ofSeconds(5));
    path(ann, Path.SILENT);

    assertLostAfter(Duration.ofSeconds(10));
  }

  @Test
  void aSilentPathNeverProlongsTheWait() {
    path(ann, Path.CONNECTED);
    ann.lose(1006);
    test.pass(Duration.ofSeconds(25));
    path(ann, Path.SILENT);

    assertLostAfter(Duration.ofSeconds(5));
  }

  @Test
  void aPathThatComesBackProlongsTheWait() {
    path(ann, Path.CONNECTED);
    path(ann, Path.SILENT);
    test.pass(Duration.ofMinutes(1));
    ann.lose(1006);
    test.pass(Duration.ofSeconds(5));
    path(ann, Path.CONNECTED);

    assertLostAfter(Duration.ofSeconds(25));
  }

  @Test
  void aLostPathEndsASeatWithAnOpenSocketAfterTenSeconds() {
    path(ann, Path.CONNECTED);
    path(ann, Path.LOST);

    assertLostAfter(Duration.ofSeconds(10));
    assertEquals(CloseCode.SEAT_ENDED, ann.closed);
  }

  @ParameterizedTest
  @CsvSource({"CONNECTING", "LOST"})
  void whoNeverHadAPathMayStayAndChat(Path path) {
    path(ann, path);
    test.pass(Duration.ofHours(1));

    assertNull(ann.closed);
    assertEquals(List.of(), bo.news());
  }

  @Test
  void aSilentPathIsSeenAndItsEndToo() {
    path(ann, Path.CONNECTED);
    assertEquals(State.CONNECTED, stateSeen(bo));
    path(ann, Path.SILENT);
    assertEquals(State.RECONNECTING, stateSeen(bo));
    path(ann, Path.CONNECTED);
    assertEquals(State.CONNECTED, stateSeen(bo));
  }

  @Test
  void whatWasMissedIsReplayedInOrderUnderItsOwnNumbers() {
    bo.send(new ClientMessage.Chat(bo.nextId(), "seen", null));
    ann.lose(1006);
    bo.send(new ClientMessage.Chat(bo.nextId(), "missed", null));
    test.join("r", "Cy");
    bo.send(new ClientMessage.Chat(bo.nextId(), "too", ann.id()));
    bo.news();

    Client again = ann.resume(2);

    List<ServerMessage> news = again.news();
    assertEquals(4, news.size());
    assertEquals(5, ((ServerMessage.Resumed) news.get(0)).n());
    assertNull(((ServerMessage.Resumed) news.get(0)).snapshot());
    assertEquals("missed", ((ServerMessage.Chat) news.get(1)).text());
    assertEquals(3, ((ServerMessage.Chat) news.get(1)).n());
    assertEquals(4, ((ServerMessage.ParticipantJoined) news.get(2)).n());
    assertEquals("too", ((ServerMessage.Chat) news.get(3)).text());
    assertEquals(State.CONNECTING, stateSeen(bo));
  }

  @Test
  void aResumedSeatIsKeptAndGoesOn() {
    ann.lose(1006);
    test.pass(Duration.ofSeconds(9));
    Client again = ann.resume(1);
    test.pass(Duration.ofHours(1));
    List.of(again, bo).forEach(Client::news);

    again.send(new ClientMessage.Chat(again.nextId(), "back", null));

    assertEquals("back", bo.only(ServerMessage.Chat.class).text());
    assertNull(again.closed);
  }

  @Test
  void whoMissedTooMuchGetsASnapshot() {
    SlotInfo first = new SlotInfo("4", 1, bo.id(), TrackSource.CAMERA, 7L, 1000L);
    SlotInfo cleared = new SlotInfo("4", 2, null, null, null, null);
    SlotInfo other = new SlotInfo("5", 1, bo.id(), TrackSource.MICROPHONE, 8L, 2000L);
    ann.media().events.onSlots(test.nowNs, List.of(first));
    ann.media().events.onSlots(test.nowNs, List.of(cleared, other));
    ann.media().events.onSpeaker(test.nowNs, ann.id());
    ann.lose(1006);
    ann.media().events.onSpeaker(test.nowNs, bo.id());
    ann.media().events.onPaused(test.nowNs, List.of("4"));
    for (int i = 0; i <= HallSettings.DEFAULT.eventLogLength(); i++) {
      test.pass(MS.multipliedBy(15));
      bo.send(new ClientMessage.Chat(bo.nextId(), "x", null));
    }

    Client again = ann.resume(3);

    ServerMessage.Resumed resumed = again.only(ServerMessage.Resumed.class);
    assertEquals(
        new ServerMessage.Snapshot(
            List.of(
                new ParticipantInfo(bo.id(), new DisplayName("Bo"), State.CONNECTING, List.of())),
            List.of(cleared, other),
            VideoCodec.VP8,
            bo.id(),
            List.of("4")),
        resumed.snapshot());
    assertEquals(6 + HallSettings.DEFAULT.eventLogLength() + 1, resumed.n());
  }

  @Test
  void whoGetsASnapshotIsToldAgainWhichLayersAreWatched() {
    ann.media().events.onLayers(0, TrackSource.CAMERA, List.of("l"));
    ann.lose(1006);

    List<ServerMessage> news = ann.resume(99).news();

    assertEquals(2, news.size());
    assertEquals(
        new ServerMessage.Layers(
            ((ServerMessage.Resumed) news.get(0)).n() + 1, TrackSource.CAMERA, List.of("l")),
        news.get(1));
  }

  @Test
  void whoMissedExactlyWhatIsKeptGetsAllOfIt() {
    ann.lose(1006);
    for (int i = 0; i < HallSettings.DEFAULT.eventLogLength(); i++) {
      test.pass(MS.multipliedBy(15));
      bo.send(new ClientMessage.Chat(bo.nextId(), "x", null));
    }

    assertEquals(1 + HallSettings.DEFAULT.eventLogLength(), ann.resume(1).news().size());
  }

  @Test
  void largeMessagesAreForgottenSooner() {
    ann.lose(1006);
    String large = "{\"type\":\"app\",\"kind\":\"k\",\"data\":\"" + "x".repeat(60_000) + "\"}";
    for (int i = 0; i < 3; i++) {
      bo.send(large);
    }

    Client again = ann.resume(1);

    assertEquals(1, again.news().size());
  }

  @Test
  void aNumberThatNeverWasGetsASnapshot() {
    ann.lose(1006);

    assertTrue(ann.resume(99).only(ServerMessage.Resumed.class).snapshot() != null);
  }

  @Test
  void aSecondSocketDisplacesTheFirst() {
    Client again = ann.resume(1);

    assertEquals(CloseCode.DISPLACED, ann.closed);
    assertEquals(1, again.news().size());
    ann.lose(1006);
    ann.lose(1001);
    assertEquals(List.of(), bo.news());
    bo.send(new ClientMessage.Chat(bo.nextId(), "hello", null));
    assertEquals(1, again.news().size());
    assertEquals(List.of(), ann.news());
  }

  @Test
  void aSeatOpensToItsSecretOnly() {
    ann.lose(1006);
    Client thief = test.connect();
    String seat = ann.joined().seat().id();
    String secret = ann.joined().seat().secret();

    thief.send(new ClientMessage.Resume(thief.nextId(), seat, secret.substring(1), 0));
    assertEquals(ErrorCode.UNKNOWN_SEAT, thief.refusal());
    thief.send(new ClientMessage.Resume(thief.nextId(), seat, "é" + secret.substring(1), 0));
    assertEquals(ErrorCode.UNKNOWN_SEAT, thief.refusal());
    thief.send(new ClientMessage.Resume(thief.nextId(), "nowhere", secret, 0));
    assertEquals(ErrorCode.UNKNOWN_SEAT, thief.refusal());
    thief.send(new ClientMessage.Resume(thief.nextId(), seat, secret, 0));
    assertEquals(2, thief.news().size());
  }

  @Test
  void aSeatThatEndedCannotBeResumed() {
    ann.lose(1001);

    assertEquals(ErrorCode.UNKNOWN_SEAT, ann.resume(0).refusal());
  }
}
