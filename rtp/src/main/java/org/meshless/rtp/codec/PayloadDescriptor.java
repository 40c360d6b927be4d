package org.meshless.rtp.codec;

/**
 * What a forwarder reads of a payload: where frames and key frames begin, and the layer a packet
 * belongs to. Immutable.
 */
public sealed interface PayloadDescriptor
    permits PictureDescriptor, H264Descriptor, Av1Descriptor, OpaqueDescriptor {
  /**
   * Whether a decoder that knows nothing of the stream can begin with this packet: the first packet
   * of a key frame.
   */
  boolean startsKeyFrame();

  /**
   * Reads the descriptor of the payload in {@code b[offset … offset + length)}, RTP padding left
   * out.
   *
   * @return {@link OpaqueDescriptor#MALFORMED} if these bytes are no payload of that codec, {@link
   *     OpaqueDescriptor#EMPTY} if there are none
   */
  static PayloadDescriptor parse(Codec codec, byte[] b, int offset, int length) {
    if (length == 0) {
      return OpaqueDescriptor.EMPTY;
    }
    PayloadDescriptor descriptor =
        switch (codec) {
          case Codec.Vp8 vp8 -> Vp8Descriptor.parse(b, offset, length);
          case Codec.Vp9 vp9 -> Vp9Descriptor.parse(b, offset, length);
          case Codec.H264 h264 -> H264Descriptor.parse(b, offset, length);
          case Codec.Av1 av1 -> Av1Descriptor.parse(b, offset, length);
          case Codec.Opus opus -> OpaqueDescriptor.UNREAD;
          case Codec.Red red -> OpaqueDescriptor.UNREAD;
        };
    return descriptor == null ? OpaqueDescriptor.MALFORMED : descriptor;
  }
}
