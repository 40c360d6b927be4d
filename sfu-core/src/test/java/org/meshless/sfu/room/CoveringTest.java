package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.room.RoomStage.Person;

/** A slot given to another waits for the page, which still shows the one before. */
class CoveringTest {
  private final RoomStage stage = new RoomStage(7);
  private final Person cid = stage.join("cid");
  private final CameraModel ben = camera("ben", 200, 2);

  CoveringTest() {
    camera("ann", 100, 1);
    cid.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)));
    cid.connect();
  }

  private CameraModel camera(String id, long ssrc, int mark) {
    Person person = stage.join(id);
    person.offer(published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)));
    person.connect();
    CameraModel camera = new CameraModel(stage, person, ssrc, mark, new SplittableRandom(mark));
    camera.start();
    return camera;
  }

  private void show(String publisher) {
    cid.show(publisher);
    stage.advance(500 * MS);
  }

  private int generation() {
    return cid.eventsOf(RoomEvent.SlotAssigned.class).getLast().generation();
  }

  private List<Integer> marks() {
    return cid.receivedOn("5").stream().map(CoveringTest::mark).distinct().toList();
  }

  private static int mark(RtpPacket packet) {
    return CameraModel.markOf(packet.bytes(), packet.payloadOffset());
  }

  @Test
  void thePictureOfTheNextIsSentOnceThatOfTheFormerIsCovered() {
    show("ann");
    cid.covered("5", generation());
    int asked = ben.keyFrameRequests;

    show("ben");

    assertEquals(List.of(1), marks());
    assertEquals(asked, ben.keyFrameRequests, "nobody could use it");
    cid.covered("5", generation());
    stage.advance(500 * MS);
    assertEquals(List.of(1, 2), marks());
    assertEquals(asked + 1, ben.keyFrameRequests);
  }

  @Test
  void whatIsCoveredOfAnEarlierAssignmentIsNotEnough() {
    show("ann");
    cid.covered("5", generation());
    int former = generation();
    show("ben");

    cid.covered("5", former);
    stage.advance(500 * MS);

    assertNotEquals(former, generation());
    assertEquals(List.of(1), marks());
  }

  @Test
  void aSlotThatWasFreeInBetweenWaitsAsWell() {
    show("ann");
    cid.covered("5", generation());
    cid.show();
    show("ben");

    assertEquals(List.of(1), marks());
  }

  @Test
  void aPageThatNeverTellsIsNotWaitedFor() {
    show("ann");
    show("ben");

    assertEquals(List.of(1, 2), marks());
  }
}
