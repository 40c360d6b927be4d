package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class PayloadDescriptorFuzzTest {
  /** Flips the bits of a counter in place, the M bit before a picture id left alone. */
  private static byte[] withOtherCounters(byte[] b, int pictureIdOffset, int bits, int tl0Offset) {
    byte[] other = b.clone();
    if (bits > 0) {
      other[pictureIdOffset] ^= 0x7f;
    }
    if (bits == 15) {
      other[pictureIdOffset + 1] ^= (byte) 0xff;
    }
    if (tl0Offset >= 0) {
      other[tl0Offset] ^= (byte) 0xff;
    }
    return other;
  }

  @FuzzTest
  void vp8CountersCanBeRewrittenInPlaceWithoutTouchingAnythingElse(byte[] b) {
    Vp8Descriptor was = Vp8Descriptor.parse(b, 0, b.length);
    if (was == null) {
      return;
    }
    assertTrue(was.length() >= 1 && was.length() <= 6 && was.length() < b.length);
    assertTrue(was.startsFrame() || !was.startsKeyFrame());
    assertEquals(was.pictureIdBits() == 0, was.pictureId() == -1);
    assertTrue(was.pictureId() < 1 << was.pictureIdBits());

    byte[] other =
        withOtherCounters(b, was.pictureIdOffset(), was.pictureIdBits(), was.tl0PicIdxOffset());
    assertEquals(
        new Vp8Descriptor(
            was.length(),
            was.nonReference(),
            was.startOfPartition(),
            was.partitionIndex(),
            was.pictureIdBits(),
            was.pictureIdBits() == 0 ? -1 : was.pictureId() ^ ((1 << was.pictureIdBits()) - 1),
            was.pictureIdOffset(),
            was.tl0PicIdx() == -1 ? -1 : was.tl0PicIdx() ^ 0xff,
            was.tl0PicIdxOffset(),
            was.temporalId(),
            was.layerSync(),
            was.keyIdx(),
            was.keyFrame()),
        Vp8Descriptor.parse(other, 0, other.length));
  }

  @FuzzTest
  void vp9CountersCanBeRewrittenInPlaceWithoutTouchingAnythingElse(byte[] b) {
    Vp9Descriptor was = Vp9Descriptor.parse(b, 0, b.length);
    if (was == null) {
      return;
    }
    assertTrue(was.length() >= 1 && was.length() < b.length);
    assertTrue(was.pictureId() < 1 << was.pictureIdBits());
    assertEquals(was.temporalId() == -1, was.spatialId() == -1);
    assertTrue(was.spatialLayers() <= 8);

    byte[] other =
        withOtherCounters(b, was.pictureIdOffset(), was.pictureIdBits(), was.tl0PicIdxOffset());
    assertEquals(
        new Vp9Descriptor(
            was.length(),
            was.predictedFromPictures(),
            was.flexible(),
            was.startOfFrame(),
            was.endOfFrame(),
            was.notReferenceForSpatial(),
            was.pictureIdBits(),
            was.pictureIdBits() == 0 ? -1 : was.pictureId() ^ ((1 << was.pictureIdBits()) - 1),
            was.pictureIdOffset(),
            was.temporalId(),
            was.switchingUpPoint(),
            was.spatialId(),
            was.predictedFromSpatial(),
            was.tl0PicIdx() == -1 ? -1 : was.tl0PicIdx() ^ 0xff,
            was.tl0PicIdxOffset(),
            was.spatialLayers()),
        Vp9Descriptor.parse(other, 0, other.length));
  }

  @FuzzTest
  void h264UnitsAreSeenTheSameAloneAndInAnAggregate(byte[] b) {
    H264Descriptor descriptor = H264Descriptor.parse(b, 0, b.length);
    if (descriptor == null) {
      return;
    }
    assertTrue(descriptor.startsNalUnit() || (!descriptor.sps() && !descriptor.idr()));
    if (descriptor.type() < 24 && b.length <= 0xffff) {
      byte[] aggregate = new byte[3 + b.length];
      aggregate[0] = 24;
      aggregate[1] = (byte) (b.length >>> 8);
      aggregate[2] = (byte) b.length;
      System.arraycopy(b, 0, aggregate, 3, b.length);
      assertEquals(
          new H264Descriptor(24, true, descriptor.sps(), descriptor.idr()),
          H264Descriptor.parse(aggregate, 0, aggregate.length));
    }
  }

  @FuzzTest
  void av1ElementsFitIntoThePayload(byte[] b) {
    Av1Descriptor descriptor = Av1Descriptor.parse(b, 0, b.length);
    if (descriptor == null) {
      return;
    }
    assertTrue(descriptor.elements() >= 1 && descriptor.elements() < b.length);
    assertFalse(descriptor.startsWithFragment() && descriptor.startsCodedVideoSequence());
    if ((b[0] & 0x30) == 0) {
      // Every element has a length, so one more can follow; a single byte says that it is empty.
      Av1Descriptor longer = Av1Descriptor.parse(Arrays.copyOf(b, b.length + 1), 0, b.length + 1);
      assertEquals(
          new Av1Descriptor(
              descriptor.startsWithFragment(),
              descriptor.endsWithFragment(),
              descriptor.elements() + 1,
              descriptor.startsCodedVideoSequence()),
          longer);
    }
  }

  @FuzzTest
  void theRedPrimaryIsTheRestOfThePayload(byte[] b) {
    RedPayload red = RedPayload.parse(b, 0, b.length);
    if (red == null) {
      return;
    }
    assertTrue(red.payloadType() >= 0 && red.payloadType() <= 127);
    assertTrue(red.offset() >= 1 && red.length() >= 0);
    assertEquals(b.length, red.offset() + red.length());
    // More data at the end belongs to the primary.
    assertEquals(
        new RedPayload(red.payloadType(), red.offset(), red.length() + 1),
        RedPayload.parse(Arrays.copyOf(b, b.length + 1), 0, b.length + 1));
  }
}
