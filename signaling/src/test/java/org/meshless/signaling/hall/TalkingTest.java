package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.RawJson;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.Sender;
import org.meshless.signaling.protocol.ServerMessage;

class TalkingTest {
  private final TestHall test = new TestHall();
  private final Client ann = test.join("r", "Ann");
  private final Client bo = test.join("r", "Bo");
  private final Client cy = test.join("r", "Cy");

  @BeforeEach
  void forgetTheJoining() {
    List.of(ann, bo, cy).forEach(Client::news);
  }

  @Test
  void chatReachesEverybodyElse() {
    ann.send(new ClientMessage.Chat(ann.nextId(), "Hello!", null));

    Sender from = new Sender(ann.id(), new DisplayName("Ann"));
    assertEquals(TestHall.WALL_MS, ann.only(ServerMessage.Ok.class).at());
    assertEquals(
        new ServerMessage.Chat(2, from, null, "Hello!", TestHall.WALL_MS),
        bo.only(ServerMessage.Chat.class));
    assertEquals(
        new ServerMessage.Chat(1, from, null, "Hello!", TestHall.WALL_MS),
        cy.only(ServerMessage.Chat.class));
  }

  @Test
  void aPrivateMessageReachesNobodyElse() {
    ann.send(new ClientMessage.Chat(ann.nextId(), "Between us.", cy.id()));

    assertEquals(cy.id(), cy.only(ServerMessage.Chat.class).to());
    assertEquals(List.of(), bo.news());
  }

  @Test
  void whoIsNotInTheRoomCannotBeReached() {
    Client elsewhere = test.join("s", "Dee");

    ann.send(new ClientMessage.Chat(ann.nextId(), "Hello?", elsewhere.id()));

    assertEquals(ErrorCode.UNKNOWN_PARTICIPANT, ann.refusal());
    assertEquals(List.of(), elsewhere.news());
    ann.send(new ClientMessage.App(null, "k", "nobody", RawJson.NULL));
    assertEquals(ErrorCode.UNKNOWN_PARTICIPANT, ann.refusal());
  }

  @Test
  void anApplicationsMessageIsPassedOnUnreadUnderTheSendersName() {
    ann.send(
        "{\"type\":\"app\",\"kind\":\"hand\",\"from\":{\"id\":\"x\",\"name\":\"Bo\"},\"data\":["
            + " 1.50 ]}");

    assertEquals(List.of(), ann.news());
    ServerMessage.App app = bo.only(ServerMessage.App.class);
    assertEquals(new Sender(ann.id(), new DisplayName("Ann")), app.from());
    assertEquals("[ 1.50 ]", app.data().text());
    assertEquals("hand", app.kind());
  }

  @Test
  void anApplicationsMessageWithAnIdIsAcknowledged() {
    ann.send(new ClientMessage.App(RequestId.of("a"), "k", bo.id(), RawJson.NULL));

    assertEquals(new ServerMessage.Ok(RequestId.of("a"), null), ann.only(ServerMessage.Ok.class));
    assertEquals(1, bo.news().size());
    assertEquals(List.of(), cy.news());
  }

  @Test
  void aRepeatedIdIsNotCarriedOutAgain() {
    ann.send(new ClientMessage.Chat(RequestId.of("once"), "Hello!", null));
    ann.send(new ClientMessage.Chat(RequestId.of("once"), "Hello!", null));

    assertEquals(1, bo.news().size());
    assertEquals(ErrorCode.DUPLICATE_ID, ((ServerMessage.Refusal) ann.news().getLast()).code());
  }

  @Test
  void anIdMayComeAgainAfterAThousandOthers() {
    ann.send(new ClientMessage.Chat(RequestId.of("again"), "1", null));
    for (int i = 0; i < RecentIds.CAPACITY; i++) {
      test.pass(Duration.ofSeconds(1));
      ann.send(new ClientMessage.Chat(ann.nextId(), "x", null));
    }
    bo.news();

    ann.send(new ClientMessage.Chat(RequestId.of("again"), "2", null));

    assertEquals("2", bo.only(ServerMessage.Chat.class).text());
  }

  @Test
  void tooManyMessagesAreRefusedUntilTimeHasPassed() {
    int burst = HallSettings.DEFAULT.messageBurst(); // of which joining took one
    for (int i = 1; i < burst; i++) {
      ann.send(new ClientMessage.Chat(ann.nextId(), "x", null));
    }
    assertEquals(burst - 1, bo.news().size());
    ann.news();

    ann.send(new ClientMessage.Chat(RequestId.of("late"), "x", null));
    assertEquals(RequestId.of("late"), ann.only(ServerMessage.Refusal.class).re());
    assertEquals(List.of(), bo.news());

    test.pass(Duration.ofMillis(20));
    ann.send(new ClientMessage.Chat(RequestId.of("late"), "x", null));
    assertEquals(1, bo.news().size());
  }

  @Test
  void whoDoesNotStopIsClosedAndKeptAsLost() {
    for (int i = 0; i < HallSettings.DEFAULT.messageBurst() + 101; i++) {
      ann.send("x");
    }

    assertEquals(CloseCode.POLICY, ann.closed);
    assertEquals(1, bo.news().size());
    test.pass(Duration.ofSeconds(10));
    assertEquals(
        ServerMessage.LeaveReason.LOST, bo.only(ServerMessage.ParticipantLeft.class).reason());
  }

  @Test
  void aLargeMessageCountsAsMany() {
    String large =
        "{\"type\":\"offer\",\"id\":0,\"tracks\":[],\"x\":\"" + "x".repeat(1_000_000) + "\"}";

    ann.send(large);
    assertEquals(ErrorCode.TOO_LARGE, ann.refusal());
    ann.send(large);

    assertEquals(ErrorCode.RATE_LIMITED, ann.refusal());
  }

  @Test
  void leavingIsConfirmedTheSocketClosedAndTheOthersTold() {
    ann.send(new ClientMessage.Leave(RequestId.of("bye")));

    assertEquals(new ServerMessage.Ok(RequestId.of("bye"), null), ann.only(ServerMessage.Ok.class));
    assertEquals(CloseCode.NORMAL, ann.closed);
    assertTrue(ann.media().left);
    assertEquals(
        new ServerMessage.ParticipantLeft(2, ann.id(), ServerMessage.LeaveReason.LEFT),
        bo.only(ServerMessage.ParticipantLeft.class));
  }

  @Test
  void whatComesAfterTheEndIsIgnored() {
    ann.send(new ClientMessage.Leave(ann.nextId()));
    List.of(ann, bo).forEach(Client::news);

    ann.send(new ClientMessage.Chat(ann.nextId(), "ghost", null));
    ann.lose(1006);

    assertEquals(List.of(), ann.news());
    assertEquals(List.of(), bo.news());
    assertNull(bo.closed);
  }

  @Test
  void aBinaryMessageIsRefused() {
    TestHall.Client dee = test.join("s", "Dee");
    test.hall.enter(test.nowNs, dee, false).onBinary(test.nowNs);

    assertEquals(ErrorCode.BAD_JSON, dee.refusal());
  }
}
