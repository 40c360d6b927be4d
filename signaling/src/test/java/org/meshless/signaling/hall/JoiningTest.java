package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;

class JoiningTest {
  private final TestHall test = new TestHall();

  private static HallSettings limits(int maxRooms, int maxPeople) {
    HallSettings standard = HallSettings.DEFAULT;
    return new HallSettings(
        maxRooms,
        maxPeople,
        standard.messagesPerSecond(),
        standard.messageBurst(),
        standard.eventLogLength(),
        standard.eventLogBytes(),
        standard.joinWithin(),
        standard.patienceWithPath(),
        standard.patienceWithoutPath(),
        standard.slots(),
        standard.codec());
  }

  private static ErrorCode tryToJoin(Client client, String room) {
    client.send(
        new ClientMessage.Join(client.nextId(), new RoomName(room), new DisplayName("X"), null));
    return client.refusal();
  }

  @Test
  void theJoinerIsShownTheOthersAndTheyTheJoiner() {
    Client ann = test.join("r", "Ann");
    Client bo = test.connect();

    ServerMessage.Joined joined = bo.join("r", "Bo");

    assertEquals(
        List.of(
            new ParticipantInfo(
                ann.id(), new DisplayName("Ann"), ParticipantInfo.State.CONNECTING, List.of())),
        joined.participants());
    assertEquals(0, joined.n());
    assertFalse(joined.you().renamed());
    assertEquals(
        new ServerMessage.ParticipantJoined(
            1,
            new ParticipantInfo(
                joined.you().id(),
                new DisplayName("Bo"),
                ParticipantInfo.State.CONNECTING,
                List.of())),
        ann.only(ServerMessage.ParticipantJoined.class));
  }

  @Test
  void aTakenNameGetsANumberAndTheJoinerIsTold() {
    test.join("r", "Ann");

    ServerMessage.Joined second = test.connect().join("r", "ａｎｎ");
    ServerMessage.Joined third = test.connect().join("r", "ANN");

    assertEquals(new DisplayName("ａｎｎ 2"), second.you().name());
    assertTrue(second.you().renamed());
    assertEquals(new DisplayName("ANN 3"), third.you().name());
  }

  @Test
  void aNumberSomebodyChoseIsSkipped() {
    test.join("r", "Ann 2");
    test.join("r", "Ann");

    assertEquals(new DisplayName("Ann 3"), test.connect().join("r", "Ann").you().name());
  }

  @Test
  void aNameIsFreeAgainWhenItsBearerIsGone() {
    Client ann = test.join("r", "Ann");
    test.join("r", "Bo");
    ann.lose(1001);

    assertFalse(test.connect().join("r", "Ann").you().renamed());
  }

  @Test
  void roomsKnowNothingOfEachOther() {
    Client ann = test.join("a", "Ann");
    Client other = test.connect();

    ServerMessage.Joined joined = other.join("b", "Ann");

    assertFalse(joined.you().renamed());
    assertEquals(List.of(), joined.participants());
    assertEquals(List.of(), ann.news());
  }

  @Test
  void idsAndSecretsAreDifferentForEverySeat() {
    ServerMessage.Joined one = test.connect().join("r", "Ann");
    ServerMessage.Joined other = test.connect().join("r", "Bo");

    assertNotEquals(one.you().id(), other.you().id());
    assertNotEquals(one.seat().id(), other.seat().id());
    assertNotEquals(one.seat().secret(), other.seat().secret());
    assertEquals(43, one.seat().secret().length());
  }

  @Test
  void aSocketHasOneSeat() {
    Client ann = test.join("r", "Ann");

    assertEquals(ErrorCode.ALREADY_JOINED, tryToJoin(ann, "s"));
  }

  @Test
  void nothingButJoiningIsPossibleWithoutASeat() {
    Client stranger = test.connect();

    stranger.send(new ClientMessage.Chat(stranger.nextId(), "hello", null));
    assertEquals(ErrorCode.NOT_JOINED, stranger.refusal());
    stranger.send(new ClientMessage.Leave(stranger.nextId()));
    assertEquals(ErrorCode.NOT_JOINED, stranger.refusal());
    assertNull(stranger.closed);
  }

  @Test
  void aFullRoomRefusesAndTakesInAgainWhenSomebodyLeft() {
    TestHall small = new TestHall(limits(10, 2));
    Client ann = small.join("r", "Ann");
    small.join("r", "Bo");
    Client late = small.connect();

    assertEquals(ErrorCode.ROOM_FULL, tryToJoin(late, "r"));
    ann.lose(1000);

    assertEquals(1, late.join("r", "Cy").participants().size());
    assertEquals(1, small.counters.refusals(ErrorCode.ROOM_FULL).get());
  }

  @Test
  void aFullServerTakesPeopleIntoTheRoomsThereAre() {
    TestHall small = new TestHall(limits(1, 10));
    small.join("r", "Ann");
    Client late = small.connect();

    assertEquals(ErrorCode.SERVER_FULL, tryToJoin(late, "s"));
    assertEquals(1, late.join("r", "Bo").participants().size());
  }

  @Test
  void aRoomIsGoneWithItsLastMember() {
    Client ann = test.join("r", "Ann");
    Client bo = test.join("r", "Bo");
    assertEquals(1, test.counters.rooms.get());

    ann.lose(1001);
    bo.lose(1001);

    assertEquals(0, test.counters.rooms.get());
    assertEquals(0, test.counters.seats.get());
    assertEquals(0, test.counters.sockets.get());
    assertEquals(Long.MAX_VALUE, test.hall.nextDeadlineNs());
  }

  @Test
  void aSocketWithoutASeatIsClosedAfterTenSeconds() {
    Client idle = test.connect();
    Client busy = test.join("r", "Ann");

    test.pass(Duration.ofMillis(9_999));
    assertNull(idle.closed);
    test.pass(Duration.ofMillis(1));

    assertEquals(CloseCode.NOT_JOINED, idle.closed);
    assertNull(busy.closed);
  }

  @Test
  void whenMediaFailsTheJoinerIsRefusedAndNobodyElseNotices() {
    Client ann = test.join("r", "Ann");
    test.media.failing = true;
    Client bo = test.connect();

    bo.send(new ClientMessage.Join(bo.nextId(), new RoomName("r"), new DisplayName("Bo"), null));

    assertEquals(ErrorCode.INTERNAL, bo.refusal());
    assertEquals(List.of(), ann.news());
    assertEquals(1, test.counters.seats.get());
  }

  @Test
  void onClosingEverybodyIsToldAndNobodyComesIn() {
    Client ann = test.join("r", "Ann");
    Client stranger = test.connect();

    test.hall.close("shutting-down", 1000);

    assertEquals(
        new ServerMessage.Closing(1, "shutting-down", 1000), ann.only(ServerMessage.Closing.class));
    assertEquals(CloseCode.GOING_AWAY, ann.closed);
    assertTrue(ann.media().left);
    assertEquals(CloseCode.GOING_AWAY, stranger.closed);
    assertEquals(CloseCode.GOING_AWAY, test.connect().closed);
    assertEquals(0, test.counters.sockets.get());
  }

  @Test
  void anErrorInARoomEndsThatRoomOnly() {
    Client ann = test.join("r", "Ann");
    Client bo = test.join("r", "Bo");
    Client witness = test.join("s", "Witness");
    ann.news();
    ann.failing = true;

    bo.send(new ClientMessage.Chat(bo.nextId(), "hello", null));

    assertEquals(CloseCode.INTERNAL, bo.closed);
    assertEquals("room-failed", bo.only(ServerMessage.Closing.class).reason());
    assertTrue(bo.media().left);
    assertEquals(1, test.counters.roomFailures.get());
    assertEquals(1, test.counters.rooms.get());
    assertNull(witness.closed);
    witness.send(new ClientMessage.Chat(witness.nextId(), "still here", null));
    assertEquals(1, witness.news().size());
  }

  @Test
  void anErrorWhileSomebodyJoinsEndsTheRoomWithTheJoiner() {
    Client ann = test.join("r", "Ann");
    ann.failing = true;
    Client bo = test.connect();

    bo.send(new ClientMessage.Join(bo.nextId(), new RoomName("r"), new DisplayName("Bo"), null));

    assertEquals(CloseCode.INTERNAL, bo.closed);
    assertEquals(0, test.counters.rooms.get());
    assertEquals(0, test.counters.seats.get());
  }

  @Test
  void aHundredPeopleAreAllToldOfEachOther() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(test.join("r", "P"));
    }

    for (int i = 0; i < 100; i++) {
      assertEquals(i, clients.get(i).joined().participants().size());
      assertEquals(99 - i, clients.get(i).news().size());
    }
    assertEquals(new DisplayName("P 100"), clients.getLast().joined().you().name());
  }
}
