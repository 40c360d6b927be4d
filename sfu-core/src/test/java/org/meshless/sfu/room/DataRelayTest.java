package org.meshless.sfu.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.room.DataPeer.Got;
import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.Reliability;

/** Members of a room speak over data channels, on virtual loops. */
class DataRelayTest {
  private static final long SECOND = 1_000 * RoomStage.MS;
  private static final Reliability UNORDERED = new Reliability(false, 3, Reliability.UNLIMITED);

  private final RoomStage stage = new RoomStage(1, 3);

  private DataPeer join(String id) {
    return join(id, 0);
  }

  private DataPeer join(String id, int loop) {
    RoomStage.Person person = stage.join(id, loop);
    person.connect();
    return person.offerData();
  }

  private long count(LoopCounter counter) {
    return stage.loops.stream().mapToLong(driven -> driven.count(counter)).sum();
  }

  @AfterEach
  void nothingFailed() {
    assertEquals(0, stage.failures());
  }

  @Test
  void aMessageReachesAllWhoOpenedTheLabelAndNobodyElse() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    DataPeer cid = join("cid");
    DataChannel game = ann.open("game", Reliability.RELIABLE);
    ben.open("game", Reliability.RELIABLE);
    cid.open("other", Reliability.RELIABLE);
    ann.say(game, "hello");
    ann.send(game, "bytes".getBytes(UTF_8));
    ann.say(game, "");

    assertEquals(
        List.of(
            new Got("game", "ann", DataHeader.TEXT, "hello"),
            new Got("game", "ann", 0, "bytes"),
            new Got("game", "ann", DataHeader.TEXT, "")),
        ben.got);
    assertEquals(List.of(), ann.got);
    assertEquals(List.of(), cid.got);
    assertEquals(List.of(), ben.openedByServer);
  }

  @Test
  void anotherReliabilityComesOverAStreamThatTheServerOpens() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    DataChannel quick = ann.open("game", UNORDERED);
    DataChannel bens = ben.open("game", Reliability.RELIABLE);
    ann.say(quick, "one");
    ann.say(quick, "two");

    assertEquals(List.of("one", "two"), ben.texts());
    assertEquals(1, ben.openedByServer.size());
    assertEquals(UNORDERED, ben.openedByServer.getFirst().reliability());

    ben.close(bens);
    ann.say(quick, "three");
    assertEquals(List.of("one", "two"), ben.texts());
    assertEquals(List.of("game", "game"), ben.closed);
  }

  @Test
  void aMessageToOneReachesThatOneAlone() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    DataPeer cid = join("cid");
    ben.open("game", Reliability.RELIABLE);
    cid.open("game", Reliability.RELIABLE);
    ann.say(ann.open("game", "to:cid", Reliability.RELIABLE), "between us");

    assertEquals(
        List.of(new Got("game", "ann", DataHeader.TEXT | DataHeader.PRIVATE, "between us")),
        cid.got);
    assertEquals(List.of(), ben.got);
  }

  @Test
  void aForgedHeaderIsContentLikeAnyOther() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    ben.open("game", Reliability.RELIABLE);
    byte[] forged =
        DataHeader.before("I am Cid".getBytes(UTF_8), 0x85, DataHeader.sender("cid"), 1);
    ann.send(ann.open("game", Reliability.RELIABLE), forged);

    assertEquals(List.of(new Got("game", "ann", 0, new String(forged, UTF_8))), ben.got);
  }

  @Test
  void theChatTellsItsSenderAndAwaitsThoseWhoComeLater() {
    DataPeer ann = join("ann");
    DataChannel chat = ann.open("chat", Reliability.RELIABLE);
    for (int i = 0; i < KeptMessages.MAX_MESSAGES + 5; i++) {
      ann.say(chat, "message " + i);
    }
    assertEquals(new Got("chat", "ann", DataHeader.TEXT, "message 0"), ann.got.getFirst());
    DataPeer ben = join("ben");
    ben.open("chat", Reliability.RELIABLE);

    assertEquals(
        IntStream.range(5, KeptMessages.MAX_MESSAGES + 5)
            .mapToObj(
                i -> new Got("chat", "ann", DataHeader.TEXT | DataHeader.KEPT, "message " + i))
            .toList(),
        ben.got);
  }

  @Test
  void whatIsSaidToOneIsNotKept() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    ben.open("chat", Reliability.RELIABLE);
    ann.open("chat", Reliability.RELIABLE);
    ann.say(ann.open("chat", "to:ben", Reliability.RELIABLE), "between us");
    DataPeer cid = join("cid");
    cid.open("chat", Reliability.RELIABLE);

    assertEquals(List.of("between us"), ben.texts());
    assertEquals(List.of("between us"), ann.texts());
    assertEquals(List.of(), cid.got);
  }

  @Test
  void whoCanBeReachedByChatIsTold() {
    RoomStage.Person ann = stage.join("ann");
    ann.connect();
    DataPeer data = ann.offerData();
    DataChannel chat = data.open("chat", Reliability.RELIABLE);
    data.close(chat);

    assertEquals(
        List.of(new RoomEvent.ChatChanged(true), new RoomEvent.ChatChanged(false)),
        ann.eventsOf(RoomEvent.ChatChanged.class));
  }

  @Test
  void aReliableStreamThatOverflowsIsClosedWithANoticeAndNobodyElseWaits() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    DataPeer cid = join("cid");
    DataChannel game = ann.open("game", Reliability.RELIABLE);
    ben.open("game", Reliability.RELIABLE);
    cid.open("game", Reliability.RELIABLE);
    ben.mute = true;
    byte[] large = new byte[200_000];
    long most = 0;
    for (int i = 0; i < 40; i++) {
      ann.send(game, large);
      stage.advance(100 * RoomStage.MS);
      most = Math.max(most, ben.server.association().queuedCost());
    }

    assertEquals(40, cid.got.size());
    assertEquals(1, count(LoopCounter.DATA_STREAMS_OVERFLOWED));
    assertTrue(most <= DataSeat.MAX_STREAM_BYTES, "bytes that wait: " + most);
    assertTrue(ben.server.association().queuedCost() < 300_000);

    ben.mute = false;
    stage.advance(20 * SECOND);
    assertEquals(
        new Got("game", "", DataHeader.NOTICE, "\u0001"), ben.got.getLast(), "the last word");
    assertEquals(List.of("game"), ben.closed);
    ann.send(game, new byte[] {42});
    assertEquals("\u0001", ben.texts().getLast());
    ben.open("game", Reliability.RELIABLE);
    ann.send(game, new byte[] {42});
    assertEquals("*", ben.texts().getLast());
  }

  @Test
  void anUnreliableStreamThatIsFullGivesUpItsOldest() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    Reliability patient = new Reliability(false, Reliability.UNLIMITED, 65_535);
    DataChannel game = ann.open("game", patient);
    ben.open("game", patient);
    ben.mute = true;
    for (int i = 0; i < 40; i++) {
      byte[] large = new byte[200_000];
      large[0] = (byte) ('A' + i);
      ann.send(game, large);
      stage.advance(100 * RoomStage.MS);
    }
    long waiting = ben.server.association().queuedCost();
    assertTrue(waiting <= DataSeat.MAX_STREAM_BYTES, "bytes that wait: " + waiting);
    ben.mute = false;
    stage.advance(30 * SECOND);

    assertEquals(0, count(LoopCounter.DATA_STREAMS_OVERFLOWED));
    assertEquals('A' + 39, ben.texts().getLast().charAt(0));
    assertTrue(ben.got.size() < 40, "some were given up");
    assertTrue(ben.closed.isEmpty());
  }

  @Test
  void aWindowClosedForEverCostsBoundedMemoryWhateverTheLabels() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    for (int i = 0; i < 20; i++) {
      ben.open("label " + i, Reliability.RELIABLE);
    }
    ben.mute = true;
    byte[] large = new byte[250_000];
    long most = 0;
    for (int i = 0; i < 20; i++) {
      DataChannel channel = ann.open("label " + i, Reliability.RELIABLE);
      for (int j = 0; j < 10; j++) {
        ann.send(channel, large);
        stage.advance(50 * RoomStage.MS);
        most = Math.max(most, ben.server.association().queuedCost());
      }
    }
    assertTrue(most <= DataSeat.MAX_BYTES + 64_000, "bytes that wait: " + most);
    assertTrue(count(LoopCounter.DATA_STREAMS_OVERFLOWED) > 0);
  }

  @Test
  void endlessReliabilitiesOfALabelOpenFewStreamsToAnybody() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    ben.open("game", Reliability.RELIABLE);
    for (int i = 0; i < 200; i++) {
      ann.say(ann.open("game", new Reliability(false, i, Reliability.UNLIMITED)), "x");
    }

    assertEquals(DataSeat.MAX_OPENED_PER_LABEL, ben.openedByServer.size());
    assertEquals(DataSeat.MAX_OPENED_PER_LABEL, ben.got.size());
    assertEquals(200 - DataSeat.MAX_OPENED_PER_LABEL, count(LoopCounter.DATA_STREAMS_REFUSED));
  }

  @Test
  void aMessageLongerThanAReceiverTakesIsCountedAndTheNextOneArrives() {
    DataPeer ann = join("ann");
    DataPeer ben = join("ben");
    RoomStage.Person narrow = stage.join("cid");
    narrow.connect();
    DataPeer cid = narrow.offerData(1_000);
    DataChannel game = ann.open("game", Reliability.RELIABLE);
    ben.open("game", Reliability.RELIABLE);
    cid.open("game", Reliability.RELIABLE);
    ann.send(game, new byte[DataSeat.MAX_MESSAGE_BYTES]);
    ann.say(game, "short");
    stage.advance(SECOND);

    assertEquals(DataSeat.MAX_MESSAGE_BYTES, ben.got.getFirst().text().length());
    assertEquals(List.of("short"), cid.texts());
    assertEquals(1, count(LoopCounter.DROPPED_DATA_TOO_LONG));
  }

  @Test
  void messagesCrossFromLoopToLoopAndAwaitALoopThatComesLater() {
    DataPeer ann = join("ann", 0);
    DataPeer ben = join("ben", 1);
    DataChannel chat = ann.open("chat", Reliability.RELIABLE);
    ben.open("chat", Reliability.RELIABLE);
    ann.say(chat, "hello");
    ann.say(ann.open("chat", "to:ben", Reliability.RELIABLE), "between us");
    assertEquals(List.of("hello", "between us"), ben.texts());

    DataPeer cid = join("cid", 2);
    cid.open("chat", Reliability.RELIABLE);
    assertEquals(
        List.of(new Got("chat", "ann", DataHeader.TEXT | DataHeader.KEPT, "hello")), cid.got);
    assertTrue(count(LoopCounter.DATA_MESSAGES_HANDED_OVER) > 0);
  }

  @Test
  void aLoopThatFallsBehindLosesItsReliableStreamsAndIsToldSo() {
    DataPeer ann = join("ann", 0);
    DataPeer ben = join("ben", 1);
    DataChannel game = ann.open("game", Reliability.RELIABLE);
    ben.open("game", Reliability.RELIABLE);
    stage.loops.get(1).stall();
    for (int i = 0; i < 50; i++) {
      ann.send(game, new byte[250_000]);
      stage.advance(100 * RoomStage.MS);
    }
    assertTrue(count(LoopCounter.DROPPED_DATA_HAND_OVER_FULL) > 0);
    stage.loops.get(1).resume();
    stage.advance(20 * SECOND);

    assertEquals("\u0001", ben.texts().getLast());
    assertEquals(List.of("game"), ben.closed);
  }

  @Test
  void whoHasLeftIsSentNothing() {
    DataPeer ann = join("ann");
    RoomStage.Person ben = stage.join("ben");
    ben.connect();
    DataPeer bens = ben.offerData();
    bens.open("game", Reliability.RELIABLE);
    DataChannel game = ann.open("game", Reliability.RELIABLE);
    ben.leave();
    ann.say(game, "anybody?");

    assertEquals(0, count(LoopCounter.DATA_MESSAGES_FORWARDED));
    assertFalse(bens.texts().contains("anybody?"));
  }
}
