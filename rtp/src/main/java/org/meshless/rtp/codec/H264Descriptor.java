package org.meshless.rtp.codec;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.jspecify.annotations.Nullable;

/**
 * What an H.264 payload (RFC 6184 §5) holds: a NAL unit, several (STAP-A) or a fragment of one
 * (FU-A). H.264 has no payload descriptor; the NAL unit headers serve as one.
 *
 * <pre>
 *  NAL unit header    FU-A: indicator and header           STAP-A
 * +---------------+  +---------------+---------------+    +---------------+--------+--------------+-----
 * |0|1|2|3|4|5|6|7|  |0|1|2|3|4|5|6|7|0|1|2|3|4|5|6|7|    |0|1|2|3|4|5|6|7| size,  | NAL unit     | size
 * +-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+    +-+-+-+-+-+-+-+-+ 16 bit +--------------+-----
 * |F|NRI|  Type   |  |F|NRI| Type=28 |S|E|R|  Type   |    |F|NRI| Type=24 |
 * +---------------+  +---------------+---------------+    +---------------+
 * </pre>
 *
 * @param type of the packet: 1 … 23 for a NAL unit's own type, 24 for STAP-A, 28 for FU-A
 * @param startsNalUnit false for all fragments but the first
 * @param sps a sequence parameter set begins in the packet
 * @param idr a slice of an IDR picture begins in the packet
 */
public record H264Descriptor(int type, boolean startsNalUnit, boolean sps, boolean idr)
    implements PayloadDescriptor {
  private static final int IDR_SLICE = 5;
  private static final int SEQUENCE_PARAMETER_SET = 7;
  private static final int LAST_SINGLE = 23;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  /**
   * Reads the payload in {@code b[offset … offset + length)}.
   *
   * @return null if it is empty, its units do not fit, or its type belongs to the interleaved mode
   *     that WebRTC does not have
   */
  public static @Nullable H264Descriptor parse(byte[] b, int offset, int length) {
    if (length < 1) {
      return null;
    }
    int type = b[offset] & 0x1f;
    if (type >= 1 && type <= LAST_SINGLE) {
      return of(type, true, 1 << type);
    }
    return switch (type) {
      case STAP_A -> aggregate(b, offset, length);
      case FU_A -> fragment(b, offset, length);
      default -> null;
    };
  }

  private static @Nullable H264Descriptor aggregate(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset + 1;
    int types = 0;
    while (at < end) {
      if (end - at < 3) {
        return null;
      }
      int size = getUnsigned16(b, at);
      at += 2;
      if (size == 0 || size > end - at) {
        return null;
      }
      types |= 1 << (b[at] & 0x1f);
      at += size;
    }
    return types == 0 ? null : of(STAP_A, true, types);
  }

  private static @Nullable H264Descriptor fragment(byte[] b, int offset, int length) {
    if (length < 3) {
      return null;
    }
    int header = b[offset + 1];
    boolean start = (header & 0x80) != 0;
    boolean last = (header & 0x40) != 0;
    // §5.8: a fragment is never the first and the last.
    if (start && last) {
      return null;
    }
    return of(FU_A, start, start ? 1 << (header & 0x1f) : 0);
  }

  /** {@code types} has the bit of every NAL unit type that begins in the packet. */
  private static H264Descriptor of(int type, boolean startsNalUnit, int types) {
    return new H264Descriptor(
        type,
        startsNalUnit,
        (types & 1 << SEQUENCE_PARAMETER_SET) != 0,
        (types & 1 << IDR_SLICE) != 0);
  }

  /**
   * Whether a sequence parameter set begins here. Encoders in browsers send one right before every
   * IDR picture; a decoder that began with the slice alone could not read it.
   */
  @Override
  public boolean startsKeyFrame() {
    return sps;
  }
}
