package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.CoveredSlot;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.SlotReason;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.ViewTile;

class ViewingTest {
  private static final List<OfferedTrack> TRACKS =
      List.of(
          new OfferedTrack("0", TrackSource.CAMERA, false),
          new OfferedTrack("1", TrackSource.MICROPHONE, false));
  private static final List<ViewTile> VIEW =
      List.of(new ViewTile("somebody", TrackSource.CAMERA, 640, 360, true));

  private final TestHall test = new TestHall();

  private Client publisher(String name) {
    Client client = test.join("r", name);
    client.send(new ClientMessage.Offer(client.nextId(), "v=0", TRACKS));
    client.media().conclude(new MediaSeat.Answered("v=0", Set.of()));
    return client;
  }

  @Test
  void whatThePageShowsReachesItsMedia() {
    Client ann = test.join("r", "Ann");
    var id = ann.nextId();

    ann.send(new ClientMessage.View(id, VIEW));

    assertEquals(new ServerMessage.Ok(id, null), ann.only(ServerMessage.Ok.class));
    assertEquals(List.of(VIEW), ann.media().views);
  }

  @Test
  void aViewWithoutAnIdIsNotAnswered() {
    Client ann = test.join("r", "Ann");

    ann.send(new ClientMessage.View(null, List.of()));

    assertEquals(List.of(), ann.news());
    assertEquals(List.of(List.of()), ann.media().views);
  }

  @Test
  void whatThePageHasCoveredReachesItsMedia() {
    Client ann = test.join("r", "Ann");
    List<CoveredSlot> slots = List.of(new CoveredSlot("4", 2), new CoveredSlot("5", 1));

    ann.send(new ClientMessage.Covered(null, slots));

    assertEquals(List.of(), ann.news());
    assertEquals(slots, ann.media().covered);
  }

  @Test
  void whatIsSentIsExplainedToWhoeverAsks() {
    Client ann = test.join("r", "Ann");
    var id = ann.nextId();

    ann.send(new ClientMessage.Explain(id));

    assertEquals(
        new ServerMessage.Explained(id, 410_000L, List.of(new SlotReason("4", 3, "small"))),
        ann.only(ServerMessage.Explained.class));
  }

  @Test
  void aNewPeerConnectionIsSentWhatTheOldOneWasAskedFor() {
    Client ann = publisher("Ann");
    ann.send(new ClientMessage.View(null, VIEW));
    ann.media().events.onPath(test.nowNs, MediaEvents.Path.LOST);

    ann.send(new ClientMessage.Offer(ann.nextId(), "v=0 anew", TRACKS));

    assertEquals(List.of(VIEW), ann.media().views);
  }

  @Test
  void whoHasNoSeatHasNoView() {
    Client stranger = test.connect();

    stranger.send(new ClientMessage.View(stranger.nextId(), VIEW));

    assertEquals(ErrorCode.NOT_JOINED, stranger.refusal());
  }

  @ParameterizedTest
  @CsvSource({"0, 8, 8", "8, 8, 8", "9, 16, 10", "16, 16, 10", "17, 27, 10", "40, 27, 10"})
  void aNewcomerOffersEnoughSlotsForThoseWhoAreThere(int publishers, int video, int audio) {
    List<Client> others = new ArrayList<>();
    for (int i = 0; i < publishers; i++) {
      others.add(publisher("P" + i));
    }
    assertEquals(publishers, others.size());

    assertEquals(
        new ServerMessage.SlotCounts(video, audio), test.join("r", "Late").joined().slots());
  }
}
