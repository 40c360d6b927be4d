package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.FIREFOX_AUDIO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.rtp;
import static org.meshless.sfu.room.RoomStage.slot;
import static org.meshless.sfu.room.RoomStage.vp8;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.room.RoomStage.Person;

/** A room whose members live on two loops, in virtual time. */
class SpanningRoomTest {
  private final RoomStage stage = new RoomStage(1, 2);
  private final RoomStage.Driven here = stage.loops.get(0);
  private final RoomStage.Driven there = stage.loops.get(1);

  @AfterEach
  void nothingFailed() {
    assertEquals(0, stage.failures());
  }

  private Person publisher(String id, int loop, long ssrc) {
    Person person = stage.join(id, loop);
    person.offer(published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)));
    return person;
  }

  private Person subscriber(String id, int loop) {
    Person person = stage.join(id, loop);
    person.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)));
    return person;
  }

  @Test
  void peopleOnTwoLoopsSeeEachOtherWhoeverCameFirst() {
    Person ben = subscriber("ben", 1);
    Person ann = publisher("ann", 0, 100);
    Person dan = subscriber("dan", 1);

    ann.sendBatch(vp8(100, 7, 1000, 1, true, 1), vp8(100, 8, 4000, 2, false, 2));

    for (Person who : List.of(ben, dan)) {
      List<RtpPacket> received = who.receivedOn("5");
      RoomEvent.SlotAssigned assigned = who.eventsOf(RoomEvent.SlotAssigned.class).getFirst();
      assertEquals(2, received.size());
      assertEquals("ann", assigned.publisherId());
      assertEquals(assigned.sourceId(), received.getFirst().csrc(0));
      assertEquals(assigned.firstTimestamp(), received.getFirst().timestamp());
    }
    assertEquals(2, here.count(LoopCounter.HANDED_OVER_PACKETS));
  }

  @Test
  void nothingIsHandedToALoopWhereNobodyReceivesIt() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    ben.show();

    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ben.show("ann");
    ann.send(vp8(100, 8, 4000, 2, true, 1));

    assertEquals(1, here.count(LoopCounter.HANDED_OVER_PACKETS));
    assertEquals(1, ben.receivedOn("5").size());
  }

  @Test
  void aRequestForAKeyFrameFindsItsWayToThePublisher() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    stage.advance(1_000 * MS);
    int before = ann.rtcpOf(PictureLossIndication.class).size();

    ben.send(new PictureLossIndication(1, ben.receivedOn("5").getFirst().ssrc()));

    assertEquals(1, ann.rtcpOf(PictureLossIndication.class).size() - before);
  }

  @Test
  void aRetransmissionNeverLeavesTheSubscribersLoop() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    ann.send(vp8(100, 7, 1000, 1, true, 42));
    RtpPacket original = ben.receivedOn("5").getFirst();
    here.stall();

    int[] lost = {original.sequenceNumber()};
    ben.send(GenericNack.of(1, original.ssrc(), lost, 1));

    assertEquals(original.timestamp(), ben.retransmittedOn("5").getFirst().timestamp());
    here.resume();
  }

  @Test
  void whoLeavesFreesSlotsOnBothLoops() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    Person cid = subscriber("cid", 0);
    ann.send(vp8(100, 7, 1000, 1, true, 1));

    ann.leave();

    assertEquals(1, ben.eventsOf(RoomEvent.SlotCleared.class).size());
    assertEquals(1, cid.eventsOf(RoomEvent.SlotCleared.class).size());
  }

  @Test
  void aSubscriberMayLeaveWhilePacketsAreOnTheirWay() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    Person dan = subscriber("dan", 1);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    there.stall();
    ann.send(vp8(100, 8, 4000, 2, false, 2));
    ben.leave();
    ann.send(vp8(100, 9, 7000, 3, false, 3));

    there.resume();
    ann.send(vp8(100, 10, 10_000, 4, false, 4));

    assertEquals(1, ben.receivedOn("5").size());
    assertEquals(4, dan.receivedOn("5").size());
  }

  @Test
  void aPublisherMayLeaveWhileItsPacketsAreOnTheirWay() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    there.stall();
    ann.send(vp8(100, 8, 4000, 2, false, 2));
    ann.leave();
    Person eve = publisher("eve", 0, 300);

    there.resume();
    eve.send(vp8(300, 1, 50, 9, true, 5));

    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(2, received.size());
    assertEquals(received.get(0).sequenceNumber() + 1, received.get(1).sequenceNumber());
    assertEquals("eve", ben.eventsOf(RoomEvent.SlotAssigned.class).getLast().publisherId());
  }

  @Test
  void aLoopThatStallsLosesPacketsAndGoesOnAtAKeyFrame() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    Person cid = subscriber("cid", 0);
    ann.send(vp8(100, 1, 1000, 1, true, 1));
    stage.advance(1_000 * MS);
    int before = ann.rtcpOf(PictureLossIndication.class).size();
    there.stall();
    int packets = PartLink.CAPACITY + 100;
    for (int i = 2; i < 2 + packets; i++) {
      ann.send(vp8(100, i, 1000 + 3000L * i, i, false, 1));
    }

    there.resume();
    int next = 2 + packets;
    ann.send(vp8(100, next, 1000 + 3000L * next, next, false, 1));
    int beforeKeyFrame = ben.receivedOn("5").size();
    ann.send(vp8(100, next + 1, 4000 + 3000L * next, next + 1, true, 1));

    assertEquals(100, here.count(LoopCounter.DROPPED_HAND_OVER_FULL));
    assertEquals(1, ann.rtcpOf(PictureLossIndication.class).size() - before);
    List<RtpPacket> received = ben.receivedOn("5");
    assertTrue(beforeKeyFrame > PartLink.CAPACITY / 2 && beforeKeyFrame <= PartLink.CAPACITY + 1);
    assertEquals(beforeKeyFrame + 1, received.size());
    assertEquals(
        (received.get(beforeKeyFrame - 1).sequenceNumber() + 1) & 0xffff,
        received.getLast().sequenceNumber());
    assertEquals(3 + packets, cid.receivedOn("5").size());
  }

  @Test
  void theEndOfAStreamDoesNotOvertakeItsPackets() {
    Person ann = publisher("ann", 0, 100);
    Person ben = subscriber("ben", 1);
    ann.send(vp8(100, 7, 1000, 1, true, 1));

    ann.sendThenBye(vp8(100, 8, 4000, 2, false, 2), 100);

    RoomTrack track = ben.member.subscriptions().slots().of(MediaKind.VIDEO).getFirst().track();
    assertTrue(track != null && track.streams().isEmpty());
  }

  @Test
  void whoSpeaksOnOneLoopIsHeardOnTheOther() {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Person person = stage.join("p" + i, i % 2);
      person.offer(published("0", FIREFOX_AUDIO, new InboundSource(100 + i, -1)));
      people.add(person);
    }
    Person ben = stage.join("ben", 1);
    ben.offer(slot("5", FIREFOX_AUDIO, ids(3, 2)));
    Person speaking = people.getLast();

    for (int i = 0; i < 50; i++) {
      speaking.send(loud(102, i));
      stage.advance(20 * MS);
    }

    assertEquals("p2", ben.eventsOf(RoomEvent.SlotAssigned.class).getLast().publisherId());
    assertTrue(ben.receivedOn("5").size() > 20);
  }

  private static byte[] loud(long ssrc, int i) {
    byte[] packet = rtp(ssrc, 109, i, 960L * i, new byte[40]);
    byte[] loud = new byte[packet.length + 8];
    System.arraycopy(packet, 0, loud, 0, 12);
    System.arraycopy(new byte[] {(byte) 0xbe, (byte) 0xde, 0, 1, 0x10, 20}, 0, loud, 12, 6);
    System.arraycopy(packet, 12, loud, 20, packet.length - 12);
    RtpHeader.setExtension(loud, 0, true);
    return loud;
  }

  @Test
  void slotsAreReportedByThePublishersClockEvenWhereItsReportsCameBefore() {
    Person ann = publisher("ann", 0, 100);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ann.send(new SenderReport(100, stage.loop.ntpAt(stage.nowNs), 1000, 1, 6, List.of()));
    Person ben = subscriber("ben", 1);
    ben.connect();
    ann.send(vp8(100, 8, 1000, 2, true, 1));

    stage.advance(1_000 * MS);

    SenderReport report = ben.rtcpOf(SenderReport.class).getFirst();
    RtpPacket packet = ben.receivedOn("5").getFirst();
    assertEquals(90_000, (report.rtpTimestamp() - packet.timestamp()) & 0xffff_ffffL);
  }

  @Test
  void aLoopThatTheRoomHasLeftIsForgottenAndMayBeComeBackTo() {
    Person ann = publisher("ann", 0, 100);
    subscriber("ben", 1).leave();
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    long handed = here.count(LoopCounter.HANDED_OVER_PACKETS);

    Person dan = subscriber("dan", 1);
    ann.send(vp8(100, 8, 4000, 2, true, 2));

    assertEquals(0, handed);
    assertEquals(1, dan.receivedOn("5").size());
  }

  @Test
  void aRoomTakesAnotherLoopOnceItsOwnIsFull() {
    Room room = new Room(2, 0);
    List<Integer> loops = new ArrayList<>();
    List<RoomPart> parts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RoomPart part =
          room.enter(
              members ->
                  members.applyAsInt(here.loop) <= members.applyAsInt(there.loop)
                      ? here.loop
                      : there.loop);
      parts.add(part);
      loops.add(part.loop().index());
    }
    assertEquals(List.of(0, 0, 1, 1, 0, 1), loops);
    for (int i = 0; i < 6; i++) {
      assertEquals(i == 5, room.exit(parts.get(i)));
    }
  }
}
