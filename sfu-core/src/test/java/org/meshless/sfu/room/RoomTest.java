package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_AUDIO;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.FIREFOX_AUDIO;
import static org.meshless.sfu.room.RoomStage.FIREFOX_VIDEO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.rtp;
import static org.meshless.sfu.room.RoomStage.slot;
import static org.meshless.sfu.room.RoomStage.vp8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.meshless.rtp.rtcp.ReceiverReport;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.sfu.room.RoomStage.Person;

class RoomTest {
  private final RoomStage stage = new RoomStage(1);

  private Person publisher(String id, long ssrc) {
    Person person = stage.join(id);
    person.offer(published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)));
    return person;
  }

  private Person subscriber(String id, PayloadTypeMap types) {
    Person person = stage.join(id);
    person.offer(slot("5", types, ids(3, 2)));
    return person;
  }

  @Test
  void everyOtherMemberReceivesWhatOnePublishes() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    Person cid = subscriber("cid", CHROMIUM_VIDEO);

    ann.sendBatch(vp8(100, 7, 1000, 1, true, 1), vp8(100, 8, 4000, 2, false, 2));

    assertEquals(2, ben.receivedOn("5").size());
    assertEquals(2, cid.receivedOn("5").size());
    assertEquals(0, ann.received.size());
  }

  @Test
  void aPacketNamesItsSourceAndSpeaksTheSubscribersNumbers() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", FIREFOX_VIDEO);

    ann.send(vp8(100, 7, 1000, 1, true, 1));

    RoomEvent.SlotAssigned assigned = ben.eventsOf(RoomEvent.SlotAssigned.class).getFirst();
    RtpPacket packet = ben.receivedOn("5").getFirst();
    assertEquals("ann", assigned.publisherId());
    assertEquals(assigned.sourceId(), packet.csrc(0));
    assertEquals(assigned.firstTimestamp(), packet.timestamp());
    assertEquals(120, packet.payloadType());
  }

  @Test
  void forwardingStartsAtAKeyFrame() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    ann.send(vp8(100, 7, 1000, 1, false, 1));
    ann.send(vp8(100, 8, 4000, 2, true, 2));

    assertEquals(1, ben.receivedOn("5").size());
    assertEquals(1, ann.rtcpOf(PictureLossIndication.class).size());
  }

  @Test
  void aSlotGoesOnWithoutABreakWhenItsSourceChanges() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    ann.send(vp8(100, 65000, 1000, 1, true, 1));
    ann.send(vp8(100, 65001, 4000, 2, false, 2));

    ann.close();
    stage.nowNs += 100 * MS;
    Person dan = publisher("dan", 200);
    dan.send(vp8(200, 3, 777_000, 900, true, 3));

    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(3, received.size());
    RtpPacket last = received.get(1);
    RtpPacket first = received.get(2);
    assertEquals(last.sequenceNumber() + 1, first.sequenceNumber());
    assertEquals(pictureId(last) + 1, pictureId(first));
    assertEquals(9000, first.timestamp() - last.timestamp());
    assertNotEquals(last.csrc(0), first.csrc(0));
    RoomEvent.SlotAssigned assigned = ben.eventsOf(RoomEvent.SlotAssigned.class).getLast();
    assertTrue(assigned.firstTimestamp() > last.timestamp());
    assertTrue(assigned.firstTimestamp() <= first.timestamp());
  }

  @Test
  void aLeavingPublisherFreesItsSlots() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    ann.close();

    assertEquals(2, ben.eventsOf(RoomEvent.SlotCleared.class).getFirst().generation());
  }

  @Test
  void aMissedPacketIsSentAgainAsItWas() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    ann.send(vp8(100, 7, 1000, 1, true, 42));
    RtpPacket original = ben.receivedOn("5").getFirst();

    int[] lost = {original.sequenceNumber()};
    ben.send(GenericNack.of(1, original.ssrc(), lost, 1));

    RtpPacket again = ben.retransmittedOn("5").getFirst();
    assertEquals(97, again.payloadType());
    assertEquals(original.timestamp(), again.timestamp());
    byte[] payload = payload(again);
    assertEquals(original.sequenceNumber(), (payload[0] & 0xff) << 8 | (payload[1] & 0xff));
    assertEquals(
        HexFormat.of().formatHex(payload(original)),
        HexFormat.of().formatHex(payload, 2, payload.length));
  }

  @Test
  void paddingLeavesNoGap() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ann.send(rtp(100, 96, 8, 1000, new byte[0]));
    ann.send(vp8(100, 9, 4000, 2, false, 2));

    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(2, received.size());
    assertEquals(received.get(0).sequenceNumber() + 1, received.get(1).sequenceNumber());
  }

  @Test
  void aPacketLostOnTheWayInStaysAGap() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ann.send(vp8(100, 9, 4000, 2, false, 2));

    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(received.get(0).sequenceNumber() + 2, received.get(1).sequenceNumber());
  }

  @Test
  void redundantAudioIsUnwrappedForThoseWithoutIt() {
    Person ann = stage.join("ann");
    ann.offer(published("0", CHROMIUM_AUDIO, new InboundSource(100, -1)));
    Person fox = subscriber("fox", FIREFOX_AUDIO);
    Person ben = subscriber("ben", CHROMIUM_AUDIO);
    byte[] red = {(byte) (0x80 | 111), 0, 0, 2, 111, 1, 2, 3, 4, 5};

    ann.send(rtp(100, 63, 7, 1000, red));

    RtpPacket unwrapped = fox.receivedOn("5").getFirst();
    assertEquals(109, unwrapped.payloadType());
    assertEquals("030405", HexFormat.of().formatHex(payload(unwrapped)));
    assertEquals(63, ben.receivedOn("5").getFirst().payloadType());
  }

  @Test
  void silenceInSpeechIsNoLossWhetherRedundantOrNot() {
    Person ann = stage.join("ann");
    ann.offer(published("0", CHROMIUM_AUDIO, new InboundSource(100, -1)));
    Person fox = subscriber("fox", FIREFOX_AUDIO);
    Person ben = subscriber("ben", CHROMIUM_AUDIO);
    byte[] spoken = {(byte) (0x80 | 111), 0, 0, 2, 111, 1, 2, 3, 4, 5};
    byte[] silent = {111, 6};

    ann.send(rtp(100, 63, 65_535, 1_000, spoken));
    stage.advance(400 * MS);
    ann.send(rtp(100, 63, 0, 1_000 + 19_200, silent)); // Opus sends nothing for 400 ms
    stage.advance(2_000 * MS);
    ann.send(rtp(100, 63, 1, 1_000 + 115_200, spoken));
    stage.advance(100 * MS);

    for (Person hearer : List.of(fox, ben)) {
      List<RtpPacket> heard = hearer.receivedOn("5");
      assertEquals(3, heard.size());
      for (int i = 1; i < 3; i++) {
        assertEquals(heard.getFirst().sequenceNumber() + i & 0xffff, heard.get(i).sequenceNumber());
      }
      assertEquals(19_200, heard.get(1).timestamp() - heard.get(0).timestamp() & 0xffff_ffffL);
      assertEquals(96_000, heard.get(2).timestamp() - heard.get(1).timestamp() & 0xffff_ffffL);
    }
    assertEquals("06", HexFormat.of().formatHex(payload(fox.receivedOn("5").get(1))));
    assertEquals("6f06", HexFormat.of().formatHex(payload(ben.receivedOn("5").get(1))));
    assertEquals(List.of(), ann.rtcpOf(GenericNack.class));
  }

  @Test
  void speechThatIsLostIsNotAskedForAgain() {
    Person ann = stage.join("ann");
    ann.offer(published("0", CHROMIUM_AUDIO, new InboundSource(100, -1)));
    Person ben = subscriber("ben", CHROMIUM_AUDIO);
    ann.send(rtp(100, 111, 7, 1_000, new byte[] {1}));
    ann.send(rtp(100, 111, 9, 2_920, new byte[] {3}));
    stage.advance(1_000 * MS);

    List<RtpPacket> heard = ben.receivedOn("5");
    assertEquals(2, heard.get(1).sequenceNumber() - heard.get(0).sequenceNumber() & 0xffff);
    assertEquals(List.of(), ann.rtcpOf(GenericNack.class));
  }

  @Test
  void whoHasFewerSlotsThanThereIsToSeeIsAskedForMore() {
    publisher("ann", 100);
    publisher("dan", 200);

    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    assertEquals(
        List.of(new RoomEvent.SlotsWanted(4, 0)), ben.eventsOf(RoomEvent.SlotsWanted.class));
  }

  @Test
  void oneOfferIsAskedForMoreFacesAndMoreVoices() {
    publisher("ann", 100);
    publisher("dan", 200);
    Person ben = stage.join("ben");

    ben.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)), slot("6", CHROMIUM_AUDIO, ids(3, 2)));

    assertEquals(
        List.of(new RoomEvent.SlotsWanted(4, 4)), ben.eventsOf(RoomEvent.SlotsWanted.class));
  }

  @Test
  void facesThatThePageDoesNotShowYetAreCountedWhenVoicesAreMissing() {
    for (String id : List.of("ann", "dan")) {
      stage
          .join(id)
          .offer(
              published("0", CHROMIUM_VIDEO, new InboundSource(100, 101)),
              published("1", CHROMIUM_AUDIO, new InboundSource(200, -1)));
    }
    Person ben = stage.join("ben");
    ben.show("ann");

    ben.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)), slot("6", CHROMIUM_AUDIO, ids(3, 2)));

    assertEquals(
        List.of(new RoomEvent.SlotsWanted(4, 4)), ben.eventsOf(RoomEvent.SlotsWanted.class));
  }

  @Test
  void aMaximumBitrateIsToldToThoseWhoNumberNothing() {
    Person ann = publisher("ann", 100);

    ann.send(vp8(100, 7, 1000, 1, true, 1));

    assertEquals(1, ann.rtcpOf(ReceiverEstimatedMaxBitrate.class).size());
  }

  @Test
  void noMaximumBitrateIsToldWhereNumbersAreNegotiatedEvenIfSomePacketsHaveNone() {
    Person ann = numberingPublisher();

    ann.send(vp8(100, 7, 1000, 1, true, 1));
    stage.advance(2_000 * MS);

    assertEquals(0, ann.rtcpOf(ReceiverEstimatedMaxBitrate.class).size());
  }

  private Person numberingPublisher() {
    Person ann = stage.join("ann");
    MediaSection plain = published("0", CHROMIUM_VIDEO, new InboundSource(100, 101));
    ann.offer(
        new MediaSection(
            plain.mid(),
            plain.kind(),
            plain.direction(),
            plain.payloadTypes(),
            ExtensionMap.builder()
                .put(HeaderExtension.MID, 4)
                .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 7)
                .build(),
            plain.sendExtensions(),
            plain.rids(),
            plain.sources(),
            plain.outbound()));
    return ann;
  }

  @Test
  void theArrivalOfAPacketIsToldEvenIfNobodyKnowsItsStream() {
    Person ann = numberingPublisher();
    // One element of one byte's header: id 7, two bytes (RFC 8285 §4.2), in what precedes a
    // payload.
    byte[] numbered = {(byte) 0xBE, (byte) 0xDE, 0, 1, 0x71, 0, 5, 0, 1, 2, 3};
    byte[] probe = RoomStage.rtp(999, 97, 7, 1000, numbered);
    probe[0] |= 0x10;

    ann.send(probe);
    stage.advance(200 * MS);

    TransportFeedback told = ann.rtcpOf(TransportFeedback.class).getFirst();
    assertEquals(1, told.statusCount());
  }

  @Test
  void nobodyReceivesWhatTheyCannotDecode() {
    Person ann = publisher("ann", 100);
    Person ben =
        subscriber("ben", PayloadTypeMap.copyOf(List.of(RoomStage.type(45, new Codec.Av1(0), -1))));

    ann.send(vp8(100, 7, 1000, 1, true, 1));

    assertEquals(0, ben.received.size());
  }

  @Test
  void whatIsMissingIsAskedOfThePublisherAndItsRetransmissionForwarded() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ann.send(vp8(100, 9, 7000, 3, false, 3));

    stage.advance(100 * MS);
    List<Integer> lost = new ArrayList<>();
    ann.rtcpOf(GenericNack.class).getFirst().forEachLost(lost::add);
    byte[] missing = vp8(100, 8, 4000, 2, false, 2);
    byte[] retransmission = new byte[missing.length + 2];
    System.arraycopy(missing, 0, retransmission, 0, 12);
    retransmission[13] = 8;
    System.arraycopy(missing, 12, retransmission, 14, missing.length - 12);
    RtpHeader.setPayloadType(retransmission, 0, 97);
    RtpHeader.setSsrc(retransmission, 0, 101);
    ann.send(retransmission);

    assertEquals(List.of(8), lost);
    List<RtpPacket> received = ben.receivedOn("5");
    assertEquals(3, received.size());
    assertEquals(received.get(0).sequenceNumber() + 1, received.get(2).sequenceNumber());
  }

  @Test
  void everySecondBothSidesAreReportedTo() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    ann.connect();
    ben.connect();
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    ann.send(new SenderReport(100, stage.loop.ntpAt(stage.nowNs), 1000, 1, 6, List.of()));

    stage.advance(1_000 * MS);

    assertEquals(100, ann.rtcpOf(ReceiverReport.class).getFirst().blocks().getFirst().ssrc());
    SenderReport report = ben.rtcpOf(SenderReport.class).getFirst();
    RtpPacket packet = ben.receivedOn("5").getFirst();
    assertEquals(packet.ssrc(), report.senderSsrc());
    assertEquals(90_000, (report.rtpTimestamp() - packet.timestamp()) & 0xffff_ffffL);
    assertEquals(1, report.packetCount());
  }

  @Test
  void keyFrameRequestsOfManyBecomeOneAndAreNotForgotten() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    Person cid = subscriber("cid", CHROMIUM_VIDEO);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    stage.advance(1_000 * MS);
    int before = ann.rtcpOf(PictureLossIndication.class).size();

    long slot = ben.receivedOn("5").getFirst().ssrc();
    ben.send(new PictureLossIndication(1, slot));
    cid.send(new PictureLossIndication(1, slot));
    int atOnce = ann.rtcpOf(PictureLossIndication.class).size() - before;
    stage.advance(300 * MS);

    assertEquals(1, atOnce);
    assertEquals(2, ann.rtcpOf(PictureLossIndication.class).size() - before);
  }

  @Test
  void aNewcomersKeyFrameIsAskedForOnceItCanBeReceived() {
    Person ann = publisher("ann", 100);
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    Person ben = stage.join("ben");
    ben.writable = false;
    ben.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)));
    ann.send(vp8(100, 8, 4000, 2, false, 1));
    int before = ann.rtcpOf(PictureLossIndication.class).size();

    stage.advance(100 * MS);
    ann.send(vp8(100, 9, 7000, 3, false, 1));
    ben.writable = true;
    ben.connect();

    assertEquals(0, before);
    assertEquals(1, ann.rtcpOf(PictureLossIndication.class).size());
  }

  @Test
  void aSlotWhoseMediaSectionIsGoneCarriesNothingMore() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    ben.offer(slot("6", CHROMIUM_VIDEO, ids(3, 2)));
    ann.send(vp8(100, 7, 1000, 1, true, 1));

    assertEquals("5", ben.eventsOf(RoomEvent.SlotCleared.class).getFirst().mid());
    assertEquals("6", ben.eventsOf(RoomEvent.SlotAssigned.class).getLast().mid());
    assertEquals(0, ben.receivedOn("5").size());
    assertEquals(1, ben.receivedOn("6").size());
  }

  @Test
  void aPacketTooLargeToForwardIsLeftOutAndHarmsNobody() {
    Person ann = publisher("ann", 100);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);
    byte[] payload = new byte[1480];
    payload[0] = 0x10;

    ann.send(rtp(100, 96, 7, 1000, payload));
    ann.send(vp8(100, 8, 1000, 1, true, 1));

    assertEquals(1, ben.receivedOn("5").size());
    assertTrue(ben.isWritable());
  }

  @Test
  void whoBeginsToSpeakIsHeardInsteadOfWhoHasBeenSilentLongest() {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Person person = stage.join("p" + i);
      person.offer(published("0", FIREFOX_AUDIO, new InboundSource(100 + i, -1)));
      people.add(person);
    }
    Person ben = stage.join("ben");
    ben.offer(slot("5", FIREFOX_AUDIO, ids(3, 2)), slot("6", FIREFOX_AUDIO, ids(3, 2)));
    speak(people.get(0), 100, 50);
    stage.advance(500 * MS);

    speak(people.get(2), 102, 50);

    RoomEvent.SlotAssigned heard = ben.eventsOf(RoomEvent.SlotAssigned.class).getLast();
    assertEquals("p2", heard.publisherId());
    assertEquals("6", heard.mid());
  }

  /** Twenty milliseconds of loud speech, so many times. */
  private void speak(Person person, long ssrc, int packets) {
    for (int i = 0; i < packets; i++) {
      byte[] packet = rtp(ssrc, 109, i, 960L * i, new byte[40]);
      byte[] loud = new byte[packet.length + 8];
      System.arraycopy(packet, 0, loud, 0, 12);
      System.arraycopy(new byte[] {(byte) 0xbe, (byte) 0xde, 0, 1, 0x10, 20}, 0, loud, 12, 6);
      System.arraycopy(packet, 12, loud, 20, packet.length - 12);
      RtpHeader.setExtension(loud, 0, true);
      person.send(loud);
      stage.advance(20 * MS);
    }
  }

  @Test
  void onlyWhatThePageShowsIsSent() {
    Person ann = publisher("ann", 100);
    Person dan = publisher("dan", 200);
    Person ben = stage.join("ben");
    ben.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)), slot("6", CHROMIUM_VIDEO, ids(3, 2)));

    stage.turn(
        () ->
            ben.member.show(
                new View(List.of(new View.Tile("dan", TrackSource.CAMERA, 320, 180, false)))));
    ann.send(vp8(100, 7, 1000, 1, true, 1));
    dan.send(vp8(200, 7, 1000, 1, true, 1));

    assertEquals("5", ben.eventsOf(RoomEvent.SlotCleared.class).getFirst().mid());
    assertEquals(0, ben.receivedOn("5").size());
    assertEquals(1, ben.receivedOn("6").size());
  }

  @Test
  void thePinnedTakeTheSlotsOfTheLessImportant() {
    publisher("ann", 100);
    publisher("dan", 200);
    Person ben = subscriber("ben", CHROMIUM_VIDEO);

    stage.turn(
        () ->
            ben.member.show(
                new View(
                    List.of(
                        new View.Tile("dan", TrackSource.CAMERA, 640, 360, true),
                        new View.Tile("ann", TrackSource.CAMERA, 320, 180, false)))));

    assertEquals("dan", ben.eventsOf(RoomEvent.SlotAssigned.class).getLast().publisherId());
  }

  private static int pictureId(RtpPacket packet) {
    return ((Vp8Descriptor)
            PayloadDescriptor.parse(
                new Codec.Vp8(), packet.bytes(), packet.payloadOffset(), packet.payloadLength()))
        .pictureId();
  }

  private static byte[] payload(RtpPacket packet) {
    return Arrays.copyOfRange(
        packet.bytes(), packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
  }
}
