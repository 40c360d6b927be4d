package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.MS;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.Vp9Descriptor;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.sfu.room.RoomStage.Person;

/**
 * A camera encoded once, as VP9 in three spatial layers that depend on each other in key pictures
 * alone, and who receives which of them.
 */
class ScalableVideoTest {
  private static final long SECOND = 1_000 * MS;
  private static final int SSRC = 100;
  private static final int[] SIZES = {100, 400, 1_000};
  private static final PayloadTypeMap VP9 =
      PayloadTypeMap.copyOf(List.of(RoomStage.type(98, new Codec.Vp9(0), 99)));

  private final RoomStage stage = new RoomStage(1);
  private final Person ann = stage.join("ann");
  private int seq;
  private int picture;
  private boolean key = true;

  ScalableVideoTest() {
    ann.offer(RoomStage.published("0", VP9, new InboundSource(SSRC, SSRC + 1)));
    ann.connect();
    stage.at(stage.nowNs, this::sendPicture);
  }

  private void sendPicture() {
    key |= ann.rtcpOf(PictureLossIndication.class).size() > 0;
    ann.receivedRtcp.clear();
    for (int spatialId = 0; spatialId < SIZES.length; spatialId++) {
      byte[] payload = new byte[SIZES[spatialId]];
      boolean dependsOnLower = key && spatialId > 0;
      boolean structure = key && spatialId == 0;
      // I L F B E, and P between pictures (RFC 9628 §4.2)
      payload[0] = (byte) (0xbc | (key ? 0 : 0x40) | (structure ? 0x02 : 0));
      payload[1] = (byte) (0x80 | picture >> 8);
      payload[2] = (byte) picture;
      payload[3] = (byte) (spatialId << 1 | (dependsOnLower ? 1 : 0));
      payload[4] = (byte) (structure ? 2 << 5 : key ? 0 : 1 << 1);
      byte[] packet = RoomStage.rtp(SSRC, 98, seq, picture * 3_000L, payload);
      packet[1] = (byte) (98 | (spatialId == SIZES.length - 1 ? 0x80 : 0));
      seq = (seq + 1) & 0xffff;
      ann.send(packet);
    }
    key = false;
    picture = (picture + 1) & 0x7fff;
    stage.at(stage.nowNs + 33 * MS, this::sendPicture);
  }

  private Person viewer(String id, int height) {
    Person person = stage.join(id);
    person.offer(RoomStage.slot("5", VP9, RoomStage.ids(3, 2)));
    person.connect();
    person.show("ann", height * 16 / 9, height);
    return person;
  }

  private static Vp9Descriptor descriptor(RtpPacket packet) {
    return Objects.requireNonNull(
        Vp9Descriptor.parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength()));
  }

  private static Set<Integer> layers(List<RtpPacket> packets) {
    return packets.stream()
        .map(packet -> descriptor(packet).spatialId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What came in the last second of {@code ns} more. */
  private List<RtpPacket> lastSecond(Person person, long ns) {
    stage.advance(ns - SECOND);
    int before = person.receivedOn("5").size();
    stage.advance(SECOND);
    assertEquals(0, stage.failures());
    return person.receivedOn("5").subList(before, person.receivedOn("5").size());
  }

  private static void assertWhole(Person person) {
    RtpPacket before = null;
    for (RtpPacket packet : person.receivedOn("5")) {
      if (before != null) {
        assertEquals((before.sequenceNumber() + 1) & 0xffff, packet.sequenceNumber());
        assertEquals(before.marker(), packet.timestamp() != before.timestamp());
      }
      before = packet;
    }
  }

  @Test
  void twoPeopleWatchDifferentLayersOfOneStream() {
    Person large = viewer("large", 720);
    Person small = viewer("small", 180);
    List<RtpPacket> ofLarge = lastSecond(large, 5 * SECOND);
    List<RtpPacket> ofSmall = lastSecond(small, 2 * SECOND);

    assertEquals(Set.of(0, 1, 2), layers(ofLarge));
    assertEquals(Set.of(0), layers(ofSmall));
    assertTrue(ofSmall.size() >= 29, ofSmall.size() + " pictures");
    assertTrue(ofSmall.stream().allMatch(RtpPacket::marker), "each ends its picture");
    assertWhole(large);
    assertWhole(small);
  }

  @Test
  void aLargerTileGetsMoreLayersAndASmallerOneFewer() {
    Person person = viewer("ben", 180);
    lastSecond(person, 3 * SECOND);
    person.show("ann", 640, 360);
    assertEquals(Set.of(0, 1), layers(lastSecond(person, 3 * SECOND)));
    person.show("ann", 320, 180);
    assertEquals(Set.of(0), layers(lastSecond(person, 3 * SECOND)));
    assertWhole(person);
  }

  @Test
  void aPacketSentAgainEndsItsPictureAsItDidBefore() {
    Person person = viewer("ben", 180);
    List<RtpPacket> packets = lastSecond(person, 3 * SECOND);
    RtpPacket lost = packets.get(packets.size() - 3);
    person.send(GenericNack.of(1, person.slotOf("5").ssrc(), new int[] {lost.sequenceNumber()}, 1));

    List<RtpPacket> again = person.retransmittedOn("5");
    assertEquals(1, again.size());
    assertTrue(again.getFirst().marker());
  }
}
