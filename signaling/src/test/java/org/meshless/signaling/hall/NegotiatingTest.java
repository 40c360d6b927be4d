package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackInfo;
import org.meshless.signaling.protocol.TrackSource;

class NegotiatingTest {
  private static final List<OfferedTrack> CAMERA =
      List.of(new OfferedTrack("0", TrackSource.CAMERA, false));

  private final TestHall test = new TestHall();
  private final Client ann = test.join("r", "Ann");
  private final Client bo = test.join("r", "Bo");

  @BeforeEach
  void forgetTheJoining() {
    ann.news();
  }

  private RequestId offer(Client client, List<OfferedTrack> tracks) {
    RequestId id = client.nextId();
    client.send(new ClientMessage.Offer(id, "v=0 " + id, tracks));
    return id;
  }

  @Test
  void anOfferIsAnsweredAndTheOthersSeeTheTracks() {
    RequestId id = offer(ann, CAMERA);
    assertEquals(List.of(), ann.news());
    ann.media().conclude(new MediaSeat.Answered("v=0 answer", Set.of()));

    assertEquals(new ServerMessage.Answer(id, "v=0 answer"), ann.only(ServerMessage.Answer.class));
    ParticipantInfo changed = bo.only(ServerMessage.ParticipantChanged.class).participant();
    assertEquals(List.of(new TrackInfo(TrackSource.CAMERA, false)), changed.tracks());
  }

  @Test
  void anOfferThatChangesNoTrackIsNoNews() {
    offer(ann, CAMERA);
    ann.media().conclude(new MediaSeat.Answered("1", Set.of()));
    bo.news();

    offer(ann, CAMERA);
    ann.media().conclude(new MediaSeat.Answered("2", Set.of()));

    assertEquals(List.of(), bo.news());
  }

  @Test
  void aRejectedOfferIsTheOfferersOwnAffair() {
    RequestId id = offer(ann, CAMERA);
    ann.media().conclude(new MediaSeat.Rejected("Line 3 is no SDP."));

    assertEquals(
        new ServerMessage.Refusal(id, ErrorCode.BAD_SDP, "Line 3 is no SDP."),
        ann.only(ServerMessage.Refusal.class));
    assertEquals(List.of(), bo.news());
    offer(ann, CAMERA);
    assertEquals(2, ann.media().offers.size());
  }

  @Test
  void oneOfferAtATime() {
    offer(ann, CAMERA);
    offer(ann, CAMERA);

    assertEquals(ErrorCode.BAD_SDP, ann.refusal());
    assertEquals(1, ann.media().offers.size());
  }

  @Test
  void aRepeatedOfferGetsTheStoredAnswer() {
    RequestId id = offer(ann, CAMERA);
    ann.send(new ClientMessage.Offer(id, "v=0", CAMERA));
    assertEquals(List.of(), ann.news());
    ann.media().conclude(new MediaSeat.Answered("the answer", Set.of()));
    ann.news();

    ann.send(new ClientMessage.Offer(id, "v=0", CAMERA));

    assertEquals(new ServerMessage.Answer(id, "the answer"), ann.only(ServerMessage.Answer.class));
    assertEquals(1, ann.media().offers.size());
  }

  @Test
  void aRepeatedOfferGetsTheStoredAnswerOverANewSocketToo() {
    RequestId id = offer(ann, CAMERA);
    ann.lose(1006);
    ann.media().conclude(new MediaSeat.Answered("the answer", Set.of()));
    Client again = ann.resume(0);
    again.news();

    again.send(new ClientMessage.Offer(id, "v=0", CAMERA));

    assertEquals("the answer", again.only(ServerMessage.Answer.class).sdp());
    assertEquals(1, ann.media().offers.size());
  }

  @Test
  void mutingReachesMediaAndTheOthersOnce() {
    offer(ann, CAMERA);
    ann.media().conclude(new MediaSeat.Answered("1", Set.of()));
    List.of(ann, bo).forEach(Client::news);

    RequestId id = ann.nextId();
    ann.send(new ClientMessage.Track(id, TrackSource.CAMERA, true));
    ann.send(new ClientMessage.Track(ann.nextId(), TrackSource.CAMERA, true));

    assertEquals(new ServerMessage.Ok(id, null), ann.news().getFirst());
    assertEquals(List.of("CAMERA true"), ann.media().mutes);
    assertEquals(
        List.of(new TrackInfo(TrackSource.CAMERA, true)),
        bo.only(ServerMessage.ParticipantChanged.class).participant().tracks());
  }

  @Test
  void aTrackThatWasNotOfferedCannotBeMuted() {
    ann.send(new ClientMessage.Track(ann.nextId(), TrackSource.SCREEN, true));

    assertEquals(ErrorCode.BAD_MESSAGE, ann.refusal());
    assertEquals(List.of(), bo.news());
  }

  @Test
  void connectingIsToldToOneselfAndToTheOthers() {
    ann.media().events.onPath(test.nowNs, MediaEvents.Path.CONNECTED);

    assertEquals(
        new ServerMessage.Connection(2, ServerMessage.MediaState.CONNECTED),
        ann.only(ServerMessage.Connection.class));
    assertEquals(
        ParticipantInfo.State.CONNECTED,
        bo.only(ServerMessage.ParticipantChanged.class).participant().state());
  }

  @Test
  void slotsAreToldToTheirOwnerOnly() {
    SlotInfo slot = new SlotInfo("4", 1, ann.id(), TrackSource.CAMERA, 7L, 1000L);

    bo.media().events.onSlots(test.nowNs, List.of(slot));
    bo.media().events.onSlotsWanted(test.nowNs, 16, 8);

    assertEquals(
        List.of(new ServerMessage.Slots(1, List.of(slot)), new ServerMessage.SlotsWanted(2, 16, 8)),
        bo.news());
    assertEquals(List.of(), ann.news());
  }

  @Test
  void closeNotifyEndsTheSeatAtOnce() {
    ann.media().events.onPath(test.nowNs, MediaEvents.Path.CONNECTED);
    bo.news();

    ann.media().events.onPath(test.nowNs, MediaEvents.Path.CLOSED_BY_PEER);

    assertEquals(CloseCode.SEAT_ENDED, ann.closed);
    assertEquals(
        ServerMessage.LeaveReason.LEFT, bo.only(ServerMessage.ParticipantLeft.class).reason());
  }

  @Test
  void afterALostPathTheNextOfferBeginsAnew() {
    ann.media().events.onPath(test.nowNs, MediaEvents.Path.CONNECTED);
    ann.media().events.onPath(test.nowNs, MediaEvents.Path.LOST);
    FakeMediaServer.FakeSeat lost = ann.media();
    ann.news();

    offer(ann, CAMERA);

    assertTrue(lost.left);
    assertFalse(ann.media().left);
    assertEquals(List.of(), lost.offers);
    assertEquals(1, ann.media().offers.size());
    ann.media().conclude(new MediaSeat.Answered("anew", Set.of()));
    assertEquals("anew", ann.only(ServerMessage.Answer.class).sdp());
    test.pass(Duration.ofMinutes(1));
    assertNull(ann.closed);
  }

  @Test
  void anAnswerForSomebodyWhoLeftMeanwhileGoesNowhere() {
    offer(ann, CAMERA);
    FakeMediaServer.FakeSeat media = ann.media();
    ann.lose(1001);
    bo.news();

    media.conclude(new MediaSeat.Answered("late", Set.of()));

    assertEquals(List.of(), bo.news());
  }

  @Test
  void whatFailsWhileAnsweringEndsTheRoomOnly() {
    Client witness = test.join("s", "Witness");
    ann.media().failing = true;

    offer(ann, CAMERA);

    assertEquals(CloseCode.INTERNAL, ann.closed);
    assertEquals(CloseCode.INTERNAL, bo.closed);
    assertNull(witness.closed);
  }
}
