package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.PictureDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyStructure;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.send.LayeredSource.Format;
import org.meshless.rtp.send.LayeredSource.Frame;

/**
 * What a receiver of video makes of a slot's packets by the rules of each payload format alone: it
 * puts them in order, assembles frames, and finds for each the frames it refers to. Then it is told
 * what the frames truly are: none may have been taken for another.
 */
final class PictureReceiver {
  private record Received(
      long sequence, long time, RtpPacket packet, @Nullable DependencyDescriptor dependencies) {
    int frameId() {
      return (int)
          NetworkOrder.getUnsigned32(packet.bytes(), packet.payloadOffset() + payloadEnd());
    }

    private int payloadEnd() {
      return packet.payloadLength() - 4;
    }

    long csrc() {
      return packet.csrc(0);
    }
  }

  /** A frame of which all packets came, with the number its format knows it by. */
  private record Picture(
      Frame frame, Received first, Received last, PayloadDescriptor descriptor, long number) {}

  private final Map<Integer, Frame> truth;
  private final TreeMap<Long, Received> bySequence = new TreeMap<>();
  private @Nullable DependencyStructure structure;
  private int structureFrame;
  private long highestSequence = -1;
  private long newestTime = -1;
  private int misread;

  PictureReceiver(Map<Integer, Frame> truth) {
    this.truth = truth;
  }

  /** Takes a packet off the wire, at most once each. */
  void onPacket(byte[] bytes) {
    RtpPacket packet = LayeredSource.parse(bytes);
    assertNotNull(packet);
    long sequence = nearest(highestSequence, packet.sequenceNumber(), 1L << 16);
    long time = nearest(newestTime, packet.timestamp(), 1L << 32);
    highestSequence = Math.max(highestSequence, sequence);
    newestTime = Math.max(newestTime, time);
    Received received = new Received(sequence, time, packet, dependencies(packet));
    assertNull(bySequence.put(sequence, received), "number used twice: " + sequence);
  }

  /** Reads the descriptor when it comes: with the newest structure there is. */
  private @Nullable DependencyDescriptor dependencies(RtpPacket packet) {
    int length = packet.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    if (length < 0) {
      return null;
    }
    int offset = packet.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    DependencyDescriptor read =
        DependencyDescriptor.parse(packet.bytes(), offset, length, structure);
    DependencyStructure attached = read == null ? null : read.structure();
    if (read == null) {
      misread++;
    } else if (attached != null) {
      if (structure == null || (short) (read.frameNumber() - structureFrame) > 0) {
        checkTemplates(structure, attached);
        structure = attached;
        structureFrame = read.frameNumber();
      }
    }
    return read;
  }

  private static void checkTemplates(
      @Nullable DependencyStructure before, DependencyStructure after) {
    Set<Integer> ids = new HashSet<>();
    for (DependencyStructure each : before == null ? List.of(after) : List.of(before, after)) {
      for (int i = 0; i < each.templates().size(); i++) {
        assertTrue(ids.add((each.templateIdOffset() + i) % 64), "template ids overlap");
      }
    }
  }

  /**
   * Finds fault with whatever does not go on.
   *
   * @param lossless nothing was lost on purpose: then every frame can be decoded
   */
  void check(boolean lossless) {
    List<Received> packets = new ArrayList<>(bySequence.values());
    for (int i = 1; i < packets.size(); i++) {
      checkStep(packets.get(i - 1), packets.get(i));
    }
    List<Picture> pictures = assemble(packets);
    for (int i = 1; i < pictures.size(); i++) {
      checkCounters(pictures.get(i - 1), pictures.get(i));
    }
    Set<Integer> decodable = new HashSet<>();
    for (int i = 0; i < pictures.size(); i++) {
      decode(pictures, i, decodable);
    }
    if (lossless) {
      for (int i = 1; i < pictures.size(); i++) {
        assertTrue(
            decodable.contains(pictures.get(i).frame().id()),
            "cannot be decoded: " + pictures.get(i) + " after " + pictures.get(i - 1));
      }
      assertEquals(0, misread, "descriptors that cannot be read");
      assertEquals(
          packets.size(), packets.getLast().sequence() - packets.getFirst().sequence() + 1);
    }
    assertTrue(decodable.size() > pictures.size() / 4, "only " + decodable.size() + " decodable");
  }

  private void checkStep(Received before, Received after) {
    boolean sameFrame = before.frameId() == after.frameId();
    if (sameFrame) {
      assertEquals(before.time(), after.time());
    } else {
      assertTrue(after.time() > before.time(), "time stands still or goes back");
    }
    boolean gap = after.sequence() - before.sequence() > 1;
    if (!gap && before.csrc() == after.csrc()) {
      assertEquals(!sameFrame, before.packet().marker(), "marker at the end of each frame");
    }
    if (before.csrc() != after.csrc() && !gap) {
      Frame frame = truth(after);
      assertTrue(frame.key() && descriptor(after).startsKeyFrame(), "begins without a key frame");
    }
  }

  /** Frames whose packets all came, between a start and a marker, in order. */
  private List<Picture> assemble(List<Received> packets) {
    List<Picture> pictures = new ArrayList<>();
    Map<String, Long> newest = new HashMap<>();
    @Nullable Received start = null;
    @Nullable Received before = null;
    for (Received packet : packets) {
      boolean next = before != null && packet.sequence() == before.sequence() + 1;
      start = starts(packet) ? packet : next ? start : null;
      if (start != null && packet.packet().marker()) {
        pictures.add(picture(start, packet, newest));
        start = null;
      }
      before = packet;
    }
    return pictures;
  }

  private Picture picture(Received first, Received last, Map<String, Long> newest) {
    Frame frame = truth(first);
    assertEquals(frame, truth(last), "two frames taken for one");
    PayloadDescriptor descriptor = descriptor(first);
    long number = -1;
    if (descriptor instanceof PictureDescriptor picture) {
      String kind = descriptor.getClass().getSimpleName() + picture.pictureIdBits();
      number =
          nearest(
              newest.getOrDefault(kind, -1L), picture.pictureId(), 1L << picture.pictureIdBits());
      newest.put(kind, number);
    } else if (frame.format() == Format.AV1) {
      DependencyDescriptor dependencies = first.dependencies();
      if (dependencies != null) {
        number = nearest(newest.getOrDefault("AV1", -1L), dependencies.frameNumber(), 1L << 16);
        newest.put("AV1", number);
      }
    }
    return new Picture(frame, first, last, descriptor, number);
  }

  private static void checkCounters(Picture before, Picture after) {
    boolean gap = after.first().sequence() - before.last().sequence() > 1;
    if (gap || before.descriptor().getClass() != after.descriptor().getClass()) {
      return;
    }
    if (before.descriptor() instanceof PictureDescriptor a
        && after.descriptor() instanceof PictureDescriptor b) {
      if (b instanceof Vp8Descriptor) {
        int circle = 1 << Math.min(a.pictureIdBits(), b.pictureIdBits());
        assertEquals(
            1,
            Math.floorMod(b.pictureId() - a.pictureId(), circle),
            "picture id after " + before + " of " + after);
      } else {
        assertTrue(after.number() > before.number(), "picture id goes back: " + after);
        assertTrue(after.number() - before.number() <= 4, "picture ids jump: " + after);
      }
      if (a.tl0PicIdx() >= 0 && b.tl0PicIdx() >= 0) {
        assertEquals(
            after.frame().temporalId() == 0 ? 1 : 0,
            b.tl0PicIdx() - a.tl0PicIdx() & 0xFF,
            "TL0PICIDX after " + before + " of " + after);
      }
    } else if (before.number() >= 0 && after.number() >= 0) {
      assertTrue(after.number() > before.number(), "frame number goes back: " + after);
      assertTrue(after.number() - before.number() <= 4, "frame numbers jump: " + after);
    }
  }

  /** Finds what a frame refers to; the frames it truly refers to or none. */
  private static void decode(List<Picture> pictures, int index, Set<Integer> decodable) {
    Picture picture = pictures.get(index);
    Frame frame = picture.frame();
    if (frame.key()) {
      decodable.add(frame.id());
      return;
    }
    Picture reference =
        switch (frame.format()) {
          case VP8 -> vp8Reference(pictures, index);
          case VP9_FLEXIBLE, VP9_GROUPS -> vp9Reference(pictures, index);
          case AV1 -> av1Reference(pictures, index);
          case H264 -> h264Reference(pictures, index);
        };
    if (reference != null) {
      assertEquals(
          frame.references(),
          List.of(reference.frame().id()),
          "one frame taken for another: " + picture);
      if (decodable.contains(reference.frame().id())) {
        decodable.add(frame.id());
      }
    }
  }

  /** Lowest layer: by TL0PICIDX; others by picture id or the base they belong to. */
  private static @Nullable Picture vp8Reference(List<Picture> pictures, int index) {
    Vp8Descriptor descriptor = (Vp8Descriptor) pictures.get(index).descriptor();
    int base = descriptor.tl0PicIdx() - (descriptor.temporalId() == 0 ? 1 : 0) & 0xFF;
    for (int i = index - 1; i >= Math.max(0, index - 100); i--) {
      Picture candidate = pictures.get(i);
      if (candidate.descriptor() instanceof Vp8Descriptor vp8) {
        int step = descriptor.pictureId() - vp8.pictureId() & (1 << descriptor.pictureIdBits()) - 1;
        if (descriptor.temporalId() == 2
            ? step == 1 && vp8.pictureIdBits() == descriptor.pictureIdBits()
            : vp8.temporalId() == 0 && vp8.tl0PicIdx() == base) {
          return candidate;
        }
      }
    }
    return null;
  }

  /** By P_DIFF, or by the place in the group of pictures that the lowest layer begins. */
  private static @Nullable Picture vp9Reference(List<Picture> pictures, int index) {
    Picture picture = pictures.get(index);
    Vp9Descriptor descriptor = (Vp9Descriptor) picture.descriptor();
    if (descriptor.flexible()) {
      byte[] b = picture.first().packet().bytes();
      int at = picture.first().packet().payloadOffset() + descriptor.length() - 1;
      return numbered(pictures, index, picture.number() - ((b[at] & 0xFF) >>> 1));
    }
    boolean lowest = descriptor.temporalId() == 0;
    int base = descriptor.tl0PicIdx() - (lowest ? 1 : 0) & 0xFF;
    for (int i = index - 1; i >= Math.max(0, index - 100); i--) {
      Picture candidate = pictures.get(i);
      if (candidate.descriptor() instanceof Vp9Descriptor vp9
          && vp9.temporalId() == 0
          && vp9.tl0PicIdx() == base) {
        int[] groups = {4, 1, 2, 1};
        int place = lowest ? 0 : (int) (picture.number() - candidate.number()) % 4;
        return numbered(pictures, index, picture.number() - groups[place]);
      }
    }
    return null;
  }

  private static @Nullable Picture av1Reference(List<Picture> pictures, int index) {
    Picture picture = pictures.get(index);
    DependencyDescriptor dependencies = picture.first().dependencies();
    if (dependencies == null) {
      return null;
    }
    assertEquals(
        picture.frame().temporalId(),
        dependencies.dependencies().temporalId(),
        "read by another's templates");
    return numbered(pictures, index, picture.number() - dependencies.dependencies().frameDiff(0));
  }

  private static @Nullable Picture numbered(List<Picture> pictures, int index, long number) {
    for (int i = index - 1; i >= Math.max(0, index - 100); i--) {
      Picture candidate = pictures.get(i);
      if (candidate.number() == number
          && candidate.descriptor().getClass() == pictures.get(index).descriptor().getClass()) {
        return candidate;
      }
    }
    return null;
  }

  /** No counters: the frame before, if nothing is missing between. */
  private static @Nullable Picture h264Reference(List<Picture> pictures, int index) {
    if (index == 0) {
      return null;
    }
    Picture before = pictures.get(index - 1);
    boolean next = pictures.get(index).first().sequence() == before.last().sequence() + 1;
    return next && before.frame().format() == Format.H264 ? before : null;
  }

  private boolean starts(Received packet) {
    return switch (truth(packet).format()) {
      case VP8 -> descriptor(packet) instanceof Vp8Descriptor vp8 && vp8.startsFrame();
      case VP9_FLEXIBLE, VP9_GROUPS ->
          descriptor(packet) instanceof Vp9Descriptor vp9 && vp9.startOfFrame();
      case AV1 -> (packet.packet().bytes()[packet.packet().payloadOffset()] & 0x80) == 0;
      case H264 ->
          packet.packet().bytes()[packet.packet().payloadOffset()] == 0x78
              || (packet.packet().bytes()[packet.packet().payloadOffset() + 1] & 0x80) != 0;
    };
  }

  private PayloadDescriptor descriptor(Received packet) {
    RtpPacket rtp = packet.packet();
    return PayloadDescriptor.parse(
        truth(packet).format().codec(), rtp.bytes(), rtp.payloadOffset(), rtp.payloadLength());
  }

  private Frame truth(Received packet) {
    return Objects.requireNonNull(truth.get(packet.frameId()));
  }

  private static long nearest(long reference, long value, long circle) {
    if (reference < 0) {
      return circle + value;
    }
    long best = reference - reference % circle + value;
    for (long candidate : new long[] {best - circle, best + circle}) {
      if (Math.abs(candidate - reference) < Math.abs(best - reference)) {
        best = candidate;
      }
    }
    return best;
  }
}
