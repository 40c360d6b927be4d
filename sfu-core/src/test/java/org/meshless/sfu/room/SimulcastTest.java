package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.simulcast;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.room.RoomStage.Person;

/** A camera in three sizes and who receives which of them. */
class SimulcastTest {
  private static final long SECOND = 1_000 * MS;

  private final RoomStage stage = new RoomStage(1, 2);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Person ann = stage.join("ann", 0);
  private final CameraModel low = layer("l", 100, 1);
  private final CameraModel middle = layer("m", 200, 2);
  private final CameraModel high = layer("h", 300, 3);

  SimulcastTest() {
    ann.offer(simulcast("0", CHROMIUM_VIDEO));
    ann.connect();
  }

  private CameraModel layer(String rid, long ssrc, int mark) {
    CameraModel layer = new CameraModel(stage, ann, ssrc, mark, random.split());
    layer.rid = rid;
    return layer;
  }

  private Person subscriber(String id, int loop) {
    Person person = stage.join(id, loop);
    person.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)));
    person.connect();
    return person;
  }

  /** The layers received, in order, each as often as it was begun. */
  private static List<Integer> layers(Person person) {
    List<Integer> layers = new ArrayList<>();
    for (RtpPacket packet : person.receivedOn("5")) {
      int mark = CameraModel.markOf(packet.bytes(), packet.payloadOffset());
      if (layers.isEmpty() || layers.getLast() != mark) {
        layers.add(mark);
      }
    }
    return layers;
  }

  private static void assertEachLayerBeginsWithAKeyFrameAndNoNumberIsMissing(Person person) {
    RtpPacket before = null;
    for (RtpPacket packet : person.receivedOn("5")) {
      int mark = CameraModel.markOf(packet.bytes(), packet.payloadOffset());
      boolean begins =
          before == null || mark != CameraModel.markOf(before.bytes(), before.payloadOffset());
      boolean first = (packet.bytes()[packet.payloadOffset()] & 0x10) != 0;
      boolean key = first && (packet.bytes()[packet.payloadOffset() + 4] & 1) == 0;
      assertTrue(!begins || key, "layer " + mark + " begins amid a picture");
      if (before != null) {
        assertEquals((before.sequenceNumber() + 1) & 0xffff, packet.sequenceNumber());
        int ticks = (int) (packet.timestamp() - before.timestamp());
        assertTrue(ticks >= 0 && ticks < 90_000, ticks + " ticks between two packets");
      }
      before = packet;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theBestLayerIsReceivedAsSoonAsItFlows(int loop) {
    Person ben = subscriber("ben", loop);
    low.start();
    stage.advance(2 * SECOND);
    middle.start();
    stage.advance(2 * SECOND);
    high.start();
    stage.advance(2 * SECOND);

    assertEquals(List.of(1, 2, 3), layers(ben));
    assertEachLayerBeginsWithAKeyFrameAndNoNumberIsMissing(ben);
    assertEquals(0, stage.failures());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aLayerThatStopsIsLeftWithinASecondForTheNextBest(int loop) {
    Person ben = subscriber("ben", loop);
    low.start();
    middle.start();
    high.start();
    stage.advance(5 * SECOND);
    high.stop();
    int before = ben.receivedOn("5").size();
    stage.advance(SECOND);
    List<RtpPacket> since = ben.receivedOn("5").subList(before, ben.receivedOn("5").size());
    long middles =
        since.stream()
            .filter(packet -> CameraModel.markOf(packet.bytes(), packet.payloadOffset()) == 2)
            .count();

    assertTrue(middles > 5, middles + " packets of the next layer");
    assertEquals(2, layers(ben).getLast());
    assertEachLayerBeginsWithAKeyFrameAndNoNumberIsMissing(ben);
  }

  @Test
  void aLayerThatIsBackIsTakenUpAgain() {
    Person ben = subscriber("ben", 0);
    low.start();
    high.start();
    stage.advance(3 * SECOND);
    high.stop();
    stage.advance(3 * SECOND);
    high.start();
    stage.advance(3 * SECOND);

    assertEquals(3, layers(ben).getLast());
    assertEquals(1, layers(ben).get(layers(ben).size() - 2));
    assertEachLayerBeginsWithAKeyFrameAndNoNumberIsMissing(ben);
  }

  @Test
  void oneKeyFrameServesAllWhoWaitForIt() {
    List<Person> people = new ArrayList<>();
    low.start();
    high.start();
    stage.advance(2 * SECOND);
    int before = high.keyFrameRequests;
    for (int i = 0; i < 10; i++) {
      people.add(subscriber("p" + i, i % 2));
    }
    stage.advance(SECOND);

    assertTrue(low.keyFrameRequests <= 1, low.keyFrameRequests + " requests of what flowed first");
    assertTrue(high.keyFrameRequests - before <= 2, high.keyFrameRequests + " requests");
    for (Person person : people) {
      assertEquals(3, layers(person).getLast());
      assertEachLayerBeginsWithAKeyFrameAndNoNumberIsMissing(person);
    }
  }

  @Test
  void whatALayerLostIsRepairedByItsOwnRetransmissions() {
    Person ben = subscriber("ben", 0);
    low.start();
    high.start();
    low.loss = 0.05;
    high.loss = 0.05;
    stage.advance(10 * SECOND);
    int before = ben.receivedOn("5").size();
    stage.advance(10 * SECOND);

    List<RtpPacket> since = ben.receivedOn("5").subList(before, ben.receivedOn("5").size());
    int first = since.getFirst().sequenceNumber();
    int missing = ((since.getLast().sequenceNumber() - first) & 0xffff) + 1 - since.size();
    assertTrue(stage.loops.getFirst().count(LoopCounter.RECOVERED_PACKETS) > 20);
    assertTrue(missing <= 2, missing + " packets were never repaired");
    assertEquals(3, layers(ben).getLast());
  }
}
