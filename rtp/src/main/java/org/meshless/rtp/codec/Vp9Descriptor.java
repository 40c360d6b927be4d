package org.meshless.rtp.codec;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.jspecify.annotations.Nullable;

/**
 * The VP9 payload descriptor (RFC 9628 §4.2).
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |I|P|L|F|B|E|V|Z|
 *      +-+-+-+-+-+-+-+-+
 *  I:  |M| PICTURE ID  |
 *      +-+-+-+-+-+-+-+-+
 *  M:  | EXTENDED PID  |
 *      +-+-+-+-+-+-+-+-+
 *  L:  | TID |U| SID |D|
 *      +-+-+-+-+-+-+-+-+                             -\
 *      |   TL0PICIDX   |  with L, in non-flexible mode  : F = 0
 *      +-+-+-+-+-+-+-+-+                             -/
 * P,F: | P_DIFF      |N|  up to 3 times, while N        F = 1
 *      +-+-+-+-+-+-+-+-+
 *  V:  | N_S |Y|G|-|-|-|  scalability structure
 *      +-+-+-+-+-+-+-+-+
 *  Y:  |     WIDTH     |  16 bits, N_S + 1 times
 *      |     HEIGHT    |  16 bits
 *      +-+-+-+-+-+-+-+-+
 *  G:  |      N_G      |
 *      +-+-+-+-+-+-+-+-+
 *      | TID |U| R |-|-|  N_G times
 *      +-+-+-+-+-+-+-+-+
 *      |    P_DIFF     |  R times
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>A picture consists of one frame per spatial layer; they share timestamp and picture id.
 *
 * @param length bytes of the descriptor; VP9 data follows
 * @param predictedFromPictures P: the frame depends on earlier pictures
 * @param flexible F: each frame names those it depends on
 * @param startOfFrame B: the first packet of a frame
 * @param endOfFrame E: the last packet of a frame; the last of a picture bears RTP's marker
 * @param notReferenceForSpatial Z: no frame of a higher spatial layer depends on this one
 * @param pictureIdBits how the picture id is written: 7 or 15 bits wide, 0 if there is none
 * @param pictureId wraps at its width; −1 if there is none
 * @param pictureIdOffset where it lies, counted from the descriptor's first byte, M bit included;
 *     −1 if there is none
 * @param temporalId TID, 0 … 7; −1 without layer indices
 * @param switchingUpPoint U: from here on a receiver may step up to any higher temporal layer of
 *     this spatial layer
 * @param spatialId SID, 0 … 7; −1 without layer indices
 * @param predictedFromSpatial D: the frame depends on the next lower spatial layer of its picture
 * @param tl0PicIdx counts pictures of the lowest temporal layer, 0 … 255, wraps; −1 if there is
 *     none
 * @param tl0PicIdxOffset where it lies, counted from the descriptor's first byte; −1 if there is
 *     none
 * @param spatialLayers N_S + 1: how many spatial layers the stream has from here on, 1 … 8; 0 where
 *     there is no scalability structure to tell
 */
public record Vp9Descriptor(
    int length,
    boolean predictedFromPictures,
    boolean flexible,
    boolean startOfFrame,
    boolean endOfFrame,
    boolean notReferenceForSpatial,
    int pictureIdBits,
    int pictureId,
    int pictureIdOffset,
    int temporalId,
    boolean switchingUpPoint,
    int spatialId,
    boolean predictedFromSpatial,
    int tl0PicIdx,
    int tl0PicIdxOffset,
    int spatialLayers)
    implements PictureDescriptor {
  private static final int MAX_REFERENCES = 3;

  /**
   * Reads the descriptor at the start of the payload in {@code b[offset … offset + length)}.
   *
   * @return null if the descriptor leaves no byte of the payload for VP9 data, or names more than
   *     three references
   */
  public static @Nullable Vp9Descriptor parse(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset;
    if (at >= end) {
      return null;
    }
    int required = b[at++];
    boolean predicted = (required & 0x40) != 0;
    boolean flexible = (required & 0x10) != 0;

    int pictureIdBits = 0;
    int pictureId = -1;
    int pictureIdOffset = -1;
    if ((required & 0x80) != 0) {
      if (end - at < 2) {
        return null;
      }
      pictureIdOffset = at - offset;
      pictureIdBits = (b[at] & 0x80) != 0 ? 15 : 7;
      pictureId = pictureIdBits == 15 ? getUnsigned16(b, at) & 0x7fff : b[at] & 0x7f;
      at += pictureIdBits == 15 ? 2 : 1;
    }

    int layers = 0;
    int tl0PicIdx = -1;
    int tl0PicIdxOffset = -1;
    boolean layered = (required & 0x20) != 0;
    if (layered) {
      if (end - at < 2) {
        return null;
      }
      layers = b[at++];
      if (!flexible) {
        tl0PicIdxOffset = at - offset;
        tl0PicIdx = b[at++] & 0xff;
      }
    }

    if (flexible && predicted) {
      at = afterReferences(b, at, end);
    }
    int spatialLayers = 0;
    if ((required & 0x02) != 0 && at >= 0 && at < end) {
      spatialLayers = (b[at] >>> 5 & 0x07) + 1;
      at = afterScalabilityStructure(b, at, end);
    }
    if (at < 0 || at >= end) {
      return null;
    }
    return new Vp9Descriptor(
        at - offset,
        predicted,
        flexible,
        (required & 0x08) != 0,
        (required & 0x04) != 0,
        (required & 0x01) != 0,
        pictureIdBits,
        pictureId,
        pictureIdOffset,
        layered ? layers >>> 5 & 0x07 : -1,
        (layers & 0x10) != 0,
        layered ? layers >>> 1 & 0x07 : -1,
        (layers & 0x01) != 0,
        tl0PicIdx,
        tl0PicIdxOffset,
        spatialLayers);
  }

  /** Where the references of a frame in flexible mode end; −1 if they do not. */
  private static int afterReferences(byte[] b, int start, int end) {
    for (int at = start; at < Math.min(end, start + MAX_REFERENCES); at++) {
      if ((b[at] & 0x01) == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Where the scalability structure at {@code start} ends; −1 if it reaches beyond the payload. */
  private static int afterScalabilityStructure(byte[] b, int start, int end) {
    int header = b[start];
    int at = start + 1;
    if ((header & 0x10) != 0) {
      at += 4 * ((header >>> 5 & 0x07) + 1);
    }
    if ((header & 0x08) != 0) {
      if (at >= end) {
        return -1;
      }
      int pictures = b[at++] & 0xff;
      for (int i = 0; i < pictures; i++) {
        if (at >= end) {
          return -1;
        }
        at += 1 + (b[at] >>> 2 & 0x03);
      }
    }
    return at <= end ? at : -1;
  }

  /**
   * Whether this is the first packet of a picture that depends on no other. Frames of higher
   * spatial layers depend on those below and start none.
   */
  @Override
  public boolean startsKeyFrame() {
    return startOfFrame && !predictedFromPictures && spatialId <= 0;
  }
}
