package org.meshless.rtp.codec;

import org.jspecify.annotations.Nullable;

/**
 * The AV1 aggregation header (AOMedia's "RTP Payload Format For AV1" v1.0.0 §4.4). Layers and
 * dependencies are told by the dependency descriptor, a header extension.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |Z|Y| W |N|-|-|-|
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param startsWithFragment Z: the first OBU element continues one of the packet before
 * @param endsWithFragment Y: the last OBU element continues in the next packet
 * @param elements OBU elements in the packet, W or counted by their lengths; at least 1
 * @param startsCodedVideoSequence N: the first packet of a coded video sequence
 */
public record Av1Descriptor(
    boolean startsWithFragment,
    boolean endsWithFragment,
    int elements,
    boolean startsCodedVideoSequence)
    implements PayloadDescriptor {
  private static final int HEADER_LENGTH = 1;
  private static final int MAX_LEB128_LENGTH = 8;

  /**
   * Reads the aggregation header at the start of the payload in {@code b[offset … offset + length)}
   * and checks the lengths of the OBU elements behind it.
   *
   * @return null if they do not fit, there are none, or a coded video sequence is said to start
   *     with the rest of something
   */
  public static @Nullable Av1Descriptor parse(byte[] b, int offset, int length) {
    if (length <= HEADER_LENGTH) {
      return null;
    }
    int header = b[offset];
    boolean startsWithFragment = (header & 0x80) != 0;
    boolean startsSequence = (header & 0x08) != 0;
    if (startsWithFragment && startsSequence) {
      return null;
    }
    int announced = header >>> 4 & 0x03;
    int elements = countElements(b, offset + HEADER_LENGTH, offset + length, announced);
    return elements < 1
        ? null
        : new Av1Descriptor(startsWithFragment, (header & 0x40) != 0, elements, startsSequence);
  }

  /**
   * The number of elements, or −1 if they do not fit.
   *
   * @param announced W; if it is not 0 the last element goes without a length
   */
  private static int countElements(byte[] b, int start, int end, int announced) {
    int at = start;
    int elements = 0;
    while (at < end && (announced == 0 || elements < announced - 1)) {
      // leb128: seven bits a byte, the least significant first, the top bit saying "more".
      long size = 0;
      int bytes = 0;
      boolean more = true;
      while (more) {
        if (at >= end || bytes == MAX_LEB128_LENGTH) {
          return -1;
        }
        size |= (b[at] & 0x7fL) << (7 * bytes);
        more = (b[at] & 0x80) != 0;
        at++;
        bytes++;
      }
      if (size > end - at) {
        return -1;
      }
      at += (int) size;
      elements++;
    }
    if (announced == 0) {
      return elements;
    }
    return elements == announced - 1 && at < end ? announced : -1;
  }

  @Override
  public boolean startsKeyFrame() {
    return startsCodedVideoSequence;
  }
}
