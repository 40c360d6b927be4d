package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Vp8Descriptor;

/**
 * Picture id and TL0PICIDX of VP8 (RFC 7741 §4.2) under one reign: receivers take a step of more
 * than one for a lost frame, so they go on from source to source.
 *
 * <p>Looking up changes nothing; only {@link #take} and {@link #drop} do, once per packet sent.
 */
final class Vp8Pictures {
  private static final long CIRCLE = 1 << 15;

  private final long firstPictureId;
  private final int firstTl0PicIdx;
  private @Nullable GaplessMap pictureIds; // null until the source's first picture
  private long highestIn;
  private boolean layered; // whether tl0Offset and newestTl0PicIdx mean anything yet
  private int tl0Offset;
  private int newestTl0PicIdx;

  /** Counters whose first values will be these, modulo 2¹⁵ and 2⁸. */
  Vp8Pictures(long firstPictureId, int firstTl0PicIdx) {
    this.firstPictureId = firstPictureId;
    this.firstTl0PicIdx = firstTl0PicIdx & 0xFF;
  }

  /** The counters of what comes next, with {@code missing} pictures left out between. */
  Vp8Pictures next(int missing) {
    return new Vp8Pictures(
        pictureIds == null ? firstPictureId : pictureIds.highestOut() + 1 + missing,
        layered ? newestTl0PicIdx + 1 + missing : firstTl0PicIdx);
  }

  /** Remembers the picture of a packet that is sent now. */
  void take(Vp8Descriptor descriptor) {
    if (descriptor.pictureIdBits() > 0) {
      long in = unwrap(descriptor);
      GaplessMap map = begun(in);
      long out = map.map(in);
      if (out != GaplessMap.NONE) {
        map.take(in, out);
        highestIn = Math.max(highestIn, in);
      }
    }
    if (descriptor.tl0PicIdx() >= 0) {
      if (!layered) {
        layered = true;
        tl0Offset = firstTl0PicIdx - descriptor.tl0PicIdx();
        newestTl0PicIdx = firstTl0PicIdx;
      }
      int out = tl0PicIdx(descriptor.tl0PicIdx());
      if ((byte) (out - newestTl0PicIdx) > 0) {
        newestTl0PicIdx = out;
      }
    }
  }

  /** Drops a picture; returns whether that leaves no gap. */
  boolean drop(Vp8Descriptor descriptor) {
    if (descriptor.pictureIdBits() == 0) {
      return true;
    }
    long in = unwrap(descriptor);
    boolean gapless = begun(in).drop(in);
    highestIn = Math.max(highestIn, in);
    return gapless;
  }

  /** The outgoing picture id, as wide as the source's. */
  int pictureId(Vp8Descriptor descriptor) {
    int mask = (1 << descriptor.pictureIdBits()) - 1;
    if (pictureIds == null) {
      return (int) firstPictureId & mask;
    }
    long out = pictureIds.map(unwrap(descriptor));
    // Of a dropped picture, or older than any packet that can still be sent: any value will do.
    return (int) (out == GaplessMap.NONE ? pictureIds.highestOut() : out) & mask;
  }

  /** The outgoing TL0PICIDX, 0 to 255. */
  int tl0PicIdx(int tl0PicIdx) {
    return (tl0PicIdx + tl0Offset) & 0xFF;
  }

  private GaplessMap begun(long in) {
    if (pictureIds == null) {
      pictureIds = new GaplessMap(in, firstPictureId);
      highestIn = in;
    }
    return pictureIds;
  }

  private long unwrap(Vp8Descriptor descriptor) {
    if (pictureIds == null) {
      return CIRCLE + descriptor.pictureId();
    }
    int shift = 32 - descriptor.pictureIdBits();
    return highestIn + (((descriptor.pictureId() - (int) highestIn) << shift) >> shift);
  }
}
