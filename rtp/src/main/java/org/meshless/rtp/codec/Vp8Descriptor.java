package org.meshless.rtp.codec;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.jspecify.annotations.Nullable;

/**
 * The VP8 payload descriptor (RFC 7741 §4.2) and, of the payload header behind it, whether the
 * frame is a key frame (§4.3).
 *
 * <pre>
 *       0 1 2 3 4 5 6 7
 *      +-+-+-+-+-+-+-+-+
 *      |X|R|N|S|R| PID |
 *      +-+-+-+-+-+-+-+-+
 *  X:  |I|L|T|K| RSV   |
 *      +-+-+-+-+-+-+-+-+
 *  I:  |M| PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  M:  |   PictureID   |
 *      +-+-+-+-+-+-+-+-+
 *  L:  |   TL0PICIDX   |
 *      +-+-+-+-+-+-+-+-+
 * T/K: |TID|Y| KEYIDX  |
 *      +-+-+-+-+-+-+-+-+
 *      |Size0|H| VER |P|  payload header, where S is set and PID is 0
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param length bytes of the descriptor, 1 … 6; the payload header follows
 * @param nonReference N: no other frame depends on this one
 * @param startOfPartition S: the first packet of a VP8 partition
 * @param partitionIndex PID, 0 … 7
 * @param pictureIdBits how the picture id is written: 7 or 15 bits wide, 0 if there is none
 * @param pictureId wraps at its width; −1 if there is none
 * @param pictureIdOffset where it lies, counted from the descriptor's first byte, M bit included;
 *     −1 if there is none
 * @param tl0PicIdx counts frames of the lowest temporal layer, 0 … 255, wraps; −1 if there is none
 * @param tl0PicIdxOffset where it lies, counted from the descriptor's first byte; −1 if there is
 *     none
 * @param temporalId TID, the temporal layer, 0 … 3; −1 if there is none
 * @param layerSync Y: the frame depends on the lowest temporal layer only, so a receiver may step
 *     up to this layer here; false if there is no TID
 * @param keyIdx KEYIDX, 0 … 31, wraps; −1 if there is none
 * @param keyFrame this is the first packet of a frame and that frame depends on no other
 */
public record Vp8Descriptor(
    int length,
    boolean nonReference,
    boolean startOfPartition,
    int partitionIndex,
    int pictureIdBits,
    int pictureId,
    int pictureIdOffset,
    int tl0PicIdx,
    int tl0PicIdxOffset,
    int temporalId,
    boolean layerSync,
    int keyIdx,
    boolean keyFrame)
    implements PictureDescriptor {

  /**
   * Reads the descriptor at the start of the payload in {@code b[offset … offset + length)}.
   *
   * @return null if the descriptor leaves no byte of the payload for VP8 data
   */
  public static @Nullable Vp8Descriptor parse(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset;
    if (at >= end) {
      return null;
    }
    int required = b[at++];
    boolean startOfPartition = (required & 0x10) != 0;
    int partitionIndex = required & 0x07;

    int present = 0;
    if ((required & 0x80) != 0) {
      if (at >= end) {
        return null;
      }
      present = b[at++];
    }

    int pictureIdBits = 0;
    int pictureId = -1;
    int pictureIdOffset = -1;
    if ((present & 0x80) != 0) {
      if (at >= end) {
        return null;
      }
      pictureIdOffset = at - offset;
      pictureIdBits = (b[at] & 0x80) != 0 ? 15 : 7;
      if (pictureIdBits == 7) {
        pictureId = b[at++] & 0x7f;
      } else {
        if (end - at < 2) {
          return null;
        }
        pictureId = getUnsigned16(b, at) & 0x7fff;
        at += 2;
      }
    }

    int tl0PicIdx = -1;
    int tl0PicIdxOffset = -1;
    if ((present & 0x40) != 0) {
      if (at >= end) {
        return null;
      }
      tl0PicIdxOffset = at - offset;
      tl0PicIdx = b[at++] & 0xff;
    }

    int temporalId = -1;
    boolean layerSync = false;
    int keyIdx = -1;
    if ((present & 0x30) != 0) {
      if (at >= end) {
        return null;
      }
      int layers = b[at++];
      if ((present & 0x20) != 0) {
        temporalId = (layers & 0xc0) >>> 6;
        layerSync = (layers & 0x20) != 0;
      }
      if ((present & 0x10) != 0) {
        keyIdx = layers & 0x1f;
      }
    }

    if (at >= end) {
      return null;
    }
    // P is the *inverse* key frame flag.
    boolean keyFrame = startOfPartition && partitionIndex == 0 && (b[at] & 0x01) == 0;
    return new Vp8Descriptor(
        at - offset,
        (required & 0x20) != 0,
        startOfPartition,
        partitionIndex,
        pictureIdBits,
        pictureId,
        pictureIdOffset,
        tl0PicIdx,
        tl0PicIdxOffset,
        temporalId,
        layerSync,
        keyIdx,
        keyFrame);
  }

  /** Whether this is the first packet of a frame. */
  public boolean startsFrame() {
    return startOfPartition && partitionIndex == 0;
  }

  @Override
  public boolean startsKeyFrame() {
    return keyFrame;
  }
}
