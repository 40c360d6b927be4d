package org.meshless.rtp.codec;

/**
 * A payload descriptor that counts pictures: VP8's (RFC 7741 §4.2) and VP9's (RFC 9628 §4.2) do so
 * in fields of the same widths.
 */
public sealed interface PictureDescriptor extends PayloadDescriptor
    permits Vp8Descriptor, Vp9Descriptor {
  /** Bytes of the descriptor; the codec's data follows. */
  int length();

  /** How the picture id is written: 7 or 15 bits wide, 0 if there is none. */
  int pictureIdBits();

  /** Wraps at its width; −1 if there is none. */
  int pictureId();

  /** Where it lies, counted from the descriptor's first byte, M bit included; −1 without one. */
  int pictureIdOffset();

  /** Counts pictures of the lowest temporal layer, 0 … 255, wraps; −1 if there is none. */
  int tl0PicIdx();

  /** Where it lies, counted from the descriptor's first byte; −1 if there is none. */
  int tl0PicIdxOffset();
}
