package org.meshless.signaling.hall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meshless.signaling.hall.TestHall.Client;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;

class RoomCodecTest {
  private static final Set<VideoCodec> ALL = Set.of(VideoCodec.values());
  private static final Set<VideoCodec> VP8_ONLY = Set.of(VideoCodec.VP8);

  private final TestHall test = new TestHall();

  private Client join(String name, @Nullable VideoCodec codec) {
    Client client = test.connect();
    client.send(
        new ClientMessage.Join(client.nextId(), new RoomName("r"), new DisplayName(name), codec));
    client.joined = client.only(ServerMessage.Joined.class);
    return client;
  }

  private void offer(Client client, Set<VideoCodec> decodable) {
    client.send(
        new ClientMessage.Offer(
            client.nextId(), "v=0", List.of(new OfferedTrack("0", TrackSource.CAMERA, false))));
    client.media().conclude(new MediaSeat.Answered("v=0", decodable));
  }

  private static List<ServerMessage.CodecChanged> codecNews(Client client) {
    return client.news().stream()
        .filter(ServerMessage.CodecChanged.class::isInstance)
        .map(ServerMessage.CodecChanged.class::cast)
        .toList();
  }

  @Test
  void whoMakesTheRoomChoosesItsCodec() {
    Client ann = join("Ann", VideoCodec.AV1);
    Client bo = join("Bo", VideoCodec.H264);

    assertEquals(VideoCodec.AV1, ann.joined().codec());
    assertEquals(VideoCodec.AV1, bo.joined().codec());
  }

  @Test
  void aRoomWhoseMakerNamesNoneHasTheServersCodec() {
    assertEquals(VideoCodec.VP8, join("Ann", null).joined().codec());
  }

  @Test
  void theCodecInForceIsTheOneAnswersBeginWith() {
    Client ann = join("Ann", VideoCodec.VP9);

    offer(ann, ALL);

    assertEquals(List.of(VideoCodec.VP9), ann.media().codecs);
  }

  @Test
  void allFallBackToVp8WhenSomebodyCannotDecodeTheRoomsCodec() {
    Client ann = join("Ann", VideoCodec.AV1);
    offer(ann, ALL);
    Client bo = join("Bo", null);
    ann.news();

    offer(bo, VP8_ONLY);

    for (Client each : List.of(ann, bo)) {
      ServerMessage.CodecChanged change = codecNews(each).getFirst();
      assertEquals(VideoCodec.VP8, change.codec());
      assertEquals(bo.id(), change.because());
    }
    assertEquals(VideoCodec.VP8, join("Cy", null).joined().codec());
  }

  @Test
  void theRoomsCodecIsInForceAgainWhenTheLastOfThemIsGone() {
    Client ann = join("Ann", VideoCodec.AV1);
    offer(ann, ALL);
    Client bo = join("Bo", null);
    Client cy = join("Cy", null);
    offer(bo, VP8_ONLY);
    offer(cy, VP8_ONLY);
    ann.news();

    bo.send(new ClientMessage.Leave(bo.nextId()));
    assertEquals(List.of(), codecNews(ann));
    cy.send(new ClientMessage.Leave(cy.nextId()));

    ServerMessage.CodecChanged change = codecNews(ann).getFirst();
    assertEquals(VideoCodec.AV1, change.codec());
    assertNull(change.because());
  }

  @Test
  void oneWhoReceivesNoVideoHoldsNobodyBack() {
    Client ann = join("Ann", VideoCodec.AV1);
    offer(ann, ALL);
    Client bo = join("Bo", null);
    ann.news();

    offer(bo, Set.of());

    assertEquals(List.of(), codecNews(ann));
  }
}
