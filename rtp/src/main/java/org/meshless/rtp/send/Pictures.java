package org.meshless.rtp.send;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PictureDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;

/**
 * Picture id and TL0PICIDX of VP8 (RFC 7741 §4.2) and VP9 (RFC 9628 §4.2) under one reign:
 * receivers take a step of more than one for a lost frame, so they go on from source to source.
 *
 * <p>Pictures of VP8 that are dropped on purpose close up. Those of VP9 do not: its frames say by
 * differences of picture ids what they depend on, or by their place in a group that picture ids
 * count through, and what is missing of the upper layers is known to be missing by that.
 *
 * <p>Looking up changes nothing; only {@link #take} and {@link #drop} do, once per packet sent.
 */
final class Pictures {
  private static final long CIRCLE = 1 << 15;
  private static final int OWN = -1;

  /** A step of more pictures than this is no loss: the encoder began anew. */
  private static final long MAX_STEP = BitWindow.SIZE;

  private final long firstPictureId;
  private final int firstTl0PicIdx;
  private @Nullable GaplessMap pictureIds; // null until the source's first picture
  private boolean closesUp;
  private long highestIn;
  private boolean layered; // whether tl0Offset and newestTl0PicIdx mean anything yet
  private int tl0Offset;
  private int newestTl0PicIdx;

  private Pictures(long firstPictureId, int firstTl0PicIdx) {
    this.firstPictureId = firstPictureId;
    this.firstTl0PicIdx = firstTl0PicIdx;
  }

  /**
   * Counters that leave the first source's as they are, so that nothing need be rewritten of it.
   */
  static Pictures asInSource() {
    return new Pictures(OWN, OWN);
  }

  /** The counters of what comes next, with {@code missing} pictures left out between. */
  Pictures next(int missing) {
    return new Pictures(
        pictureIds == null ? firstPictureId : pictureIds.highestOut() + 1 + missing,
        layered ? newestTl0PicIdx + 1 + missing & 0xFF : firstTl0PicIdx);
  }

  /** The counters after a pause of the same source in which too much was lost to be counted. */
  Pictures resumed() {
    return closesUp ? next(1) : this;
  }

  /**
   * Whether the picture of a packet, the newest so far, goes on with the source's counters: not
   * where it changed its codec or its encoder counts anew.
   */
  boolean goesOnWith(PictureDescriptor descriptor) {
    if (pictureIds == null || descriptor.pictureIdBits() == 0) {
      return true;
    }
    if (closesUp != descriptor instanceof Vp8Descriptor) {
      return false;
    }
    long step = unwrap(descriptor) - highestIn; // negative where a later one was dropped
    return step >= (closesUp ? -MAX_STEP : 0) && step <= MAX_STEP;
  }

  /** Remembers the picture of a packet that is sent now. */
  void take(PictureDescriptor descriptor) {
    if (descriptor.pictureIdBits() > 0) {
      GaplessMap map = begun(descriptor);
      long in = unwrap(descriptor);
      long out = map.map(in);
      if (out != GaplessMap.NONE) {
        map.take(in, out);
        highestIn = Math.max(highestIn, in);
      }
    }
    if (descriptor.tl0PicIdx() >= 0) {
      if (!layered) {
        layered = true;
        newestTl0PicIdx = firstTl0PicIdx == OWN ? descriptor.tl0PicIdx() : firstTl0PicIdx;
        tl0Offset = newestTl0PicIdx - descriptor.tl0PicIdx();
      }
      int out = tl0PicIdx(descriptor.tl0PicIdx());
      if ((byte) (out - newestTl0PicIdx) > 0) {
        newestTl0PicIdx = out;
      }
    }
  }

  /** Drops a picture; returns whether that leaves no gap that a receiver takes for a loss. */
  boolean drop(PictureDescriptor descriptor) {
    if (descriptor.pictureIdBits() == 0 || !(descriptor instanceof Vp8Descriptor)) {
      return true;
    }
    boolean gapless = begun(descriptor).drop(unwrap(descriptor));
    highestIn = Math.max(highestIn, unwrap(descriptor));
    return gapless;
  }

  /** The outgoing picture id, as wide as the source's; −1 if it has none. */
  int pictureId(PictureDescriptor descriptor) {
    if (descriptor.pictureIdBits() == 0 || pictureIds == null) {
      return descriptor.pictureId();
    }
    long out = pictureIds.map(unwrap(descriptor));
    // Of a dropped picture, or older than any packet that can still be sent: any value will do.
    int mask = (1 << descriptor.pictureIdBits()) - 1;
    return (int) (out == GaplessMap.NONE ? pictureIds.highestOut() : out) & mask;
  }

  /** The outgoing TL0PICIDX, 0 to 255. */
  int tl0PicIdx(int tl0PicIdx) {
    return (tl0PicIdx + tl0Offset) & 0xFF;
  }

  private GaplessMap begun(PictureDescriptor descriptor) {
    if (pictureIds == null) {
      long in = CIRCLE + descriptor.pictureId();
      pictureIds = new GaplessMap(in, firstPictureId == OWN ? in : firstPictureId);
      highestIn = in;
      closesUp = descriptor instanceof Vp8Descriptor;
    }
    return pictureIds;
  }

  private long unwrap(PictureDescriptor descriptor) {
    int shift = 32 - descriptor.pictureIdBits();
    return highestIn + (((descriptor.pictureId() - (int) highestIn) << shift) >> shift);
  }
}
