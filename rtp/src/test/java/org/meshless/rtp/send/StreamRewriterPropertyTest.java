package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.send.ConformingReceiver.Received;
import org.meshless.rtp.send.SimulatedSource.Packet;

/**
 * Sources come and go in a slot while their packets are lost, reordered, repeated and dropped on
 * purpose; whatever happens, a conforming receiver finds one continuous stream.
 */
class StreamRewriterPropertyTest {
  private static final int SEEDS = Boolean.getBoolean("meshless.full") ? 5_000 : 60;
  private static final int CLOCK_RATE = 90_000;
  private static final long FRAME_NS = 33_333_333;

  @Test
  void aConformingReceiverAcceptsTheStreamOfASlot() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed, 400);
      try {
        run.play();
        run.check();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void soItDoesAcrossARolloverOfTheSlotsOwnNumbers() {
    Run run = new Run(4711, 12_500);
    run.play();
    run.check();
    assertTrue(run.receiver.inOrder().getLast().sequence() > 2 * 65_536);
  }

  /** A packet on its way from a source. */
  private record Arrival(long atNs, long order, Packet packet) {}

  /** One reign of a source, as the one who assigns slots knows it. */
  private static final class Reign {
    final int streamId;
    final long firstIndex;
    final TreeSet<Long> droppedInTime = new TreeSet<>();
    final Set<Integer> droppedFrames = new HashSet<>();
    final Set<Integer> keptFrames = new HashSet<>();
    long highestIndex;

    int newestFrame() {
      return Math.max(
          keptFrames.stream().max(Integer::compare).orElse(0),
          droppedFrames.stream().max(Integer::compare).orElse(0));
    }

    Reign(int streamId, long firstIndex) {
      this.streamId = streamId;
      this.firstIndex = firstIndex;
      this.highestIndex = firstIndex - 1;
    }
  }

  private static final class Run {
    final Random random;
    final int frames;
    final ConformingReceiver receiver = new ConformingReceiver();
    final List<Reign> reigns = new ArrayList<>();
    final Map<Long, Received> sent = new HashMap<>();
    final StreamRewriter rewriter;
    final boolean thinning;
    int wanted;
    boolean dropUpperLayers;
    long highest;

    Run(long seed, int frames) {
      this.random = new Random(seed);
      this.frames = frames;
      this.thinning = random.nextBoolean();
      this.rewriter =
          new StreamRewriter(
              CLOCK_RATE,
              (1 << 15) - 1 - random.nextInt(100),
              (1L << 32) - 1 - random.nextInt(1_000_000));
    }

    void play() {
      PriorityQueue<Arrival> network =
          new PriorityQueue<>(
              Comparator.comparingLong(Arrival::atNs).thenComparingLong(Arrival::order));
      List<SimulatedSource> sources = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sources.add(new SimulatedSource(random, 100 + i, CLOCK_RATE));
      }
      long order = 0;
      for (int i = 0; i < frames; i++) {
        long captureNs = 1_000_000_000 + i * FRAME_NS;
        if (random.nextInt(25) == 0) {
          wanted = random.nextInt(sources.size());
        }
        if (random.nextInt(20) == 0) {
          dropUpperLayers = thinning && !dropUpperLayers;
        }
        for (SimulatedSource source : sources) {
          for (Packet packet :
              source.nextFrame(captureNs, FRAME_NS, i == 0 || random.nextInt(12) == 0)) {
            for (long delayNs : delays()) {
              network.add(new Arrival(captureNs + delayNs, order++, packet));
            }
          }
        }
        while (!network.isEmpty() && network.peek().atNs() < captureNs + FRAME_NS) {
          onArrival(network.poll().packet());
        }
      }
    }

    /** Lost for good, lost and retransmitted, late by a little, twice, or in time. */
    private long[] delays() {
      long delayNs = 20_000_000;
      return switch (random.nextInt(60)) {
        case 0 -> new long[0];
        case 1, 2 -> new long[] {delayNs + random.nextLong(300_000_000)};
        case 3, 4 -> new long[] {delayNs + random.nextLong(3_000_000)};
        case 5 -> new long[] {delayNs, delayNs + random.nextLong(100_000_000)};
        default -> new long[] {delayNs};
      };
    }

    private void onArrival(Packet packet) {
      @Nullable Segment inForce = rewriter.current();
      int wantedStream = 100 + wanted;
      boolean sitting = inForce != null && inForce.streamId() == wantedStream;
      if (!sitting && packet.streamId() == wantedStream && packet.startsKeyFrame()) {
        rewriter.begin(packet.captureNs(), packet.streamId(), packet.index(), packet.timestamp());
        reigns.add(new Reign(packet.streamId(), packet.index()));
      }
      if (!reigns.isEmpty()) {
        forward(packet, reigns.getLast());
      }
    }

    private void forward(Packet packet, Reign reign) {
      boolean ofReign = packet.streamId() == reign.streamId && packet.index() >= reign.firstIndex;
      if (ofReign && isDropped(packet, reign)) {
        boolean inTime = packet.index() > reign.highestIndex;
        assertEquals(
            inTime || reign.droppedInTime.contains(packet.index()),
            rewriter.drop(packet.streamId(), packet.index()));
        if (inTime) {
          reign.droppedInTime.add(packet.index());
          reign.highestIndex = packet.index();
        }
        return;
      }
      int sequenceNumber =
          rewriter.sequence(
              packet.captureNs(),
              packet.streamId(),
              packet.index(),
              packet.timestamp(),
              descriptor(packet));
      if (!ofReign) {
        assertTrue(sequenceNumber < 0, "from before the switch: " + packet);
        return;
      }
      if (sequenceNumber < 0) {
        assertEquals(StreamRewriter.DUPLICATE, sequenceNumber);
        return;
      }
      reign.highestIndex = Math.max(reign.highestIndex, packet.index());
      Segment segment = rewriter.current();
      assertNotNull(segment);
      Vp8Descriptor written = written(segment, packet);
      long sequence =
          receiver.onPacket(
              reigns.size() - 1,
              packet,
              sequenceNumber,
              segment.timestamp(packet.timestamp()),
              written.pictureId(),
              written.tl0PicIdx());
      sent.put(sequence, receiver.inOrderAt(sequence));
      highest = Math.max(highest, sequence);
      checkRetransmission(highest - random.nextInt(700));
    }

    /** Decided for whole frames, by the first of their packets that comes. */
    private boolean isDropped(Packet packet, Reign reign) {
      if (packet.paddingOnly()) {
        return true;
      }
      if (reign.droppedFrames.contains(packet.frame())) {
        return true;
      }
      if (reign.keptFrames.contains(packet.frame())) {
        return false;
      }
      boolean late =
          reign.keptFrames.stream().anyMatch(frame -> frame > packet.frame())
              || reign.droppedFrames.stream().anyMatch(frame -> frame > packet.frame());
      if (dropUpperLayers && packet.temporalId() > 0 && !late) {
        reign.droppedFrames.add(packet.frame());
        assertTrue(rewriter.dropPicture(packet.streamId(), descriptor(packet)));
        return true;
      }
      reign.keptFrames.add(packet.frame());
      return false;
    }

    /** What a NACK for any recent number finds is exactly what was sent under it. */
    private void checkRetransmission(long sequence) {
      int number = (int) sequence & 0xFFFF;
      Segment segment = rewriter.segmentOf(number);
      Received original = sent.get(sequence);
      if (original == null) {
        assertNull(segment, "never sent: " + sequence);
        return;
      }
      if (reigns.size() - original.reign() > StreamRewriter.MAX_SEGMENTS) {
        return;
      }
      assertNotNull(segment, "sent: " + original);
      Packet packet = original.origin();
      assertEquals(packet.streamId(), segment.streamId());
      assertEquals(packet.index(), segment.sourceExtendedSeq(number));
      assertEquals(original.timestamp() & 0xFFFF_FFFFL, segment.timestamp(packet.timestamp()));
      Vp8Descriptor written = written(segment, packet);
      assertEquals(original.tl0PicIdx(), written.tl0PicIdx());
      int pictures = reigns.get(original.reign()).newestFrame() - packet.frame();
      if (pictures < 1 << (packet.pictureIdBits() - 1)) { // or no receiver could tell which it is
        assertEquals(original.pictureId(), written.pictureId());
      }
    }

    private static Vp8Descriptor descriptor(Packet packet) {
      byte[] payload = packet.payload();
      return Objects.requireNonNull(Vp8Descriptor.parse(payload, 0, payload.length));
    }

    /** The descriptor as it goes out. */
    private static Vp8Descriptor written(Segment segment, Packet packet) {
      byte[] payload = packet.payload();
      byte[] out = new byte[payload.length + 3];
      int prefix = segment.writePrefix(descriptor(packet), payload, 0, out, 3);
      assertTrue(prefix == 0 || prefix == payload.length - 1, "prefix of " + prefix);
      System.arraycopy(payload, prefix, out, 3 + prefix, payload.length - prefix);
      return Objects.requireNonNull(Vp8Descriptor.parse(out, 3, payload.length));
    }

    void check() {
      List<Received> packets = receiver.inOrder();
      assertTrue(packets.size() > frames, "only " + packets.size() + " packets");
      for (int i = 1; i < packets.size(); i++) {
        checkStep(packets.get(i - 1), packets.get(i));
      }
    }

    private void checkStep(Received before, Received after) {
      if (before.reign() == after.reign()) {
        checkStepWithinReign(before, after);
      } else {
        checkSwitch(before, after);
      }
    }

    private void checkStepWithinReign(Received before, Received after) {
      Reign reign = reigns.get(before.reign());
      long from = before.origin().index();
      long to = after.origin().index();
      int dropped = reign.droppedInTime.subSet(from, false, to, false).size();
      assertEquals(
          to - from - dropped, after.sequence() - before.sequence(), "gap before " + after);
      int elapsed = (int) (after.origin().timestamp() - before.origin().timestamp());
      assertEquals(elapsed, after.timestamp() - before.timestamp());
      int droppedPictures = 0;
      for (int frame = before.origin().frame() + 1; frame < after.origin().frame(); frame++) {
        droppedPictures += reign.droppedFrames.contains(frame) ? 1 : 0;
      }
      int circle = 1 << after.origin().pictureIdBits();
      int pictures = after.origin().pictureId() - before.origin().pictureId() - droppedPictures;
      assertEquals(
          Math.floorMod(pictures, circle),
          Math.floorMod(after.pictureId() - before.pictureId(), circle),
          "picture id of " + after);
      assertEquals(
          (after.origin().tl0PicIdx() - before.origin().tl0PicIdx()) & 0xFF,
          (after.tl0PicIdx() - before.tl0PicIdx()) & 0xFF);
    }

    private void checkSwitch(Received before, Received after) {
      assertTrue(after.reign() > before.reign(), "reigns out of order: " + before + after);
      assertTrue(after.timestamp() > before.timestamp(), "time goes back: " + after);
      assertTrue(after.origin().startsKeyFrame(), "not a key frame: " + after);
      assertEquals(before.sequence() + 1, after.sequence(), "first of reign " + after);
      int circle = 1 << Math.min(before.origin().pictureIdBits(), after.origin().pictureIdBits());
      assertEquals(
          1, Math.floorMod(after.pictureId() - before.pictureId(), circle), before + " " + after);
      assertEquals(1, (after.tl0PicIdx() - before.tl0PicIdx()) & 0xFF);
      long elapsedNs = after.origin().captureNs() - before.origin().captureNs();
      assertEquals(
          Math.max(1, elapsedNs * (CLOCK_RATE / 1e9)),
          (double) (after.timestamp() - before.timestamp()),
          1.0,
          "time of " + after);
    }
  }
}
