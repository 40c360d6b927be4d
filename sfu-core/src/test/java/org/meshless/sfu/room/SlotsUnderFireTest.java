package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.room.RoomStage.Person;

/**
 * People change places again and again while packets are lost, delayed and reordered on their way
 * in, and a page asks for all kinds of packets again.
 */
class SlotsUnderFireTest {
  private static final List<String> SLOTS = List.of("5", "6");

  /** By loops and seed. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 3", "2, 4", "2, 5"})
  void aHundredExchangesNeverShowOnePersonInThePlaceOfAnother(int loops, long seed) {
    RoomStage stage = new RoomStage(seed, loops);
    SplittableRandom random = new SplittableRandom(seed);
    Person ann = camera(stage, "ann", 0, 100, 1, random);
    Person ben = camera(stage, "ben", loops - 1, 200, 2, random);
    Person cid = stage.join("cid", 0);
    cid.offer(slot("5", CHROMIUM_VIDEO, ids(3, 2)), slot("6", CHROMIUM_VIDEO, ids(3, 2)));
    cid.connect();
    Page page = new Page(cid, Map.of("ann", 1, "ben", 2));
    cid.watch(page::onPacket);

    for (int i = 0; i < 100; i++) {
      String[] order = i % 2 == 0 ? new String[] {"ann", "ben"} : new String[] {"ben", "ann"};
      cid.show();
      cid.show(order);
      stage.advance(random.nextLong(20, 1_000) * MS);
      page.askForAnything(random);
    }

    assertEquals(0, stage.failures());
    assertEquals(0, cid.srtpSender.refused());
    assertEquals(2 + 200, page.assignments());
    assertTrue(page.frames > 1_000, page.frames + " frames");
    assertTrue(page.retransmissions > 200, page.retransmissions + " retransmissions");
    assertTrue(stage.loop.counters().get(LoopCounter.RECOVERED_PACKETS) > 0);
    assertTrue(ann.srtpSender.refused() + ben.srtpSender.refused() == 0);
  }

  private static Person camera(
      RoomStage stage, String id, int loop, long ssrc, int mark, SplittableRandom random) {
    Person person = stage.join(id, loop);
    person.offer(published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)));
    person.connect();
    CameraModel camera = new CameraModel(stage, person, ssrc, mark, random.split());
    camera.loss = 0.05;
    camera.jitterNs = 30 * MS;
    camera.start();
    return person;
  }

  /** A page that checks each packet against what it was told of the slot. */
  private static final class Page {
    private final Person person;
    private final Map<String, Integer> marks;
    private final Map<String, SequenceUnwrapper> unwrappers = new HashMap<>();
    private final Map<String, Map<Long, RtpPacket>> originals = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Set<List<Long>> indices = new HashSet<>();
    int frames;
    int retransmissions;

    Page(Person person, Map<String, Integer> marks) {
      this.person = person;
      this.marks = marks;
      for (String mid : SLOTS) {
        unwrappers.put(mid, new SequenceUnwrapper());
        originals.put(mid, new HashMap<>());
        newest.put(mid, -1L);
      }
    }

    int assignments() {
      return person.eventsOf(RoomEvent.SlotAssigned.class).size();
    }

    void onPacket(RtpPacket packet) {
      for (String mid : SLOTS) {
        long ssrc = person.slotOf(mid).ssrc();
        if (packet.ssrc() == ssrc) {
          onOriginal(mid, packet);
        } else if (packet.ssrc() == person.slotOf(mid).rtxSsrc()) {
          onRetransmission(mid, packet);
        }
      }
    }

    private void onOriginal(String mid, RtpPacket packet) {
      long extendedSeq =
          Objects.requireNonNull(unwrappers.get(mid)).unwrap(packet.sequenceNumber());
      assertTrue(indices.add(List.of(packet.ssrc(), extendedSeq)), "an index came twice");
      Objects.requireNonNull(originals.get(mid)).put(extendedSeq, packet);
      newest.merge(mid, extendedSeq, Math::max);
      frames += packet.marker() ? 1 : 0;
      check(mid, packet, packet.payloadOffset());
    }

    /** The one it shows is the one of the newest assignment that is not after it. */
    private void check(String mid, RtpPacket packet, int payloadOffset) {
      RoomEvent.SlotAssigned shown = null;
      for (RoomEvent.SlotAssigned assigned : person.eventsOf(RoomEvent.SlotAssigned.class)) {
        boolean begun = (int) (packet.timestamp() - assigned.firstTimestamp()) >= 0;
        if (assigned.mid().equals(mid) && begun) {
          shown = assigned;
        }
      }
      RoomEvent.SlotAssigned of = Objects.requireNonNull(shown);
      assertEquals(of.sourceId(), packet.csrc(0));
      assertEquals(marks.get(of.publisherId()), CameraModel.markOf(packet.bytes(), payloadOffset));
    }

    private void onRetransmission(String mid, RtpPacket packet) {
      retransmissions++;
      int at = packet.payloadOffset();
      int seq = (packet.bytes()[at] & 0xff) << 8 | (packet.bytes()[at + 1] & 0xff);
      long extendedSeq = Objects.requireNonNull(newest.get(mid));
      while ((extendedSeq & 0xffff) != seq) {
        extendedSeq--;
      }
      RtpPacket original =
          Objects.requireNonNull(Objects.requireNonNull(originals.get(mid)).get(extendedSeq));
      assertEquals(original.timestamp(), packet.timestamp());
      assertEquals(original.marker(), packet.marker());
      assertArrayEquals(
          Arrays.copyOfRange(original.bytes(), original.payloadOffset(), original.length()),
          Arrays.copyOfRange(packet.bytes(), at + 2, packet.length()));
      check(mid, packet, at + 2);
    }

    /** Asks for numbers of the past, sent or not, and for some of the future. */
    void askForAnything(SplittableRandom random) {
      for (String mid : SLOTS) {
        List<Integer> lost = new ArrayList<>();
        long last = Objects.requireNonNull(newest.get(mid));
        for (int i = 0; i < 8; i++) {
          lost.add((int) (last + 5 - random.nextLong(i < 6 ? 60 : 40_000)) & 0xffff);
        }
        int[] numbers = lost.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
        person.send(GenericNack.of(1, person.slotOf(mid).ssrc(), numbers, numbers.length));
      }
    }
  }
}
