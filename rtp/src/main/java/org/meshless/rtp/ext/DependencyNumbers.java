package org.meshless.rtp.ext;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put8;

/**
 * The numbers in a dependency descriptor (AV1 RTP specification v1.0.0, A.8) that a forwarder
 * changes in place; they keep their widths, so all the rest stays as it is. None of it needs the
 * structure in force, which may be lost when a packet is forwarded.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-----------+-------------------------------+-+-+-+-+-+-----+
 * |S|E| template  |         frame number          |1|A|D|F|C|  template
 * +-----+---------+-------+---...-----------------+-+-+-+-+-+-----+
 *  offset|targets-1| layer | layer … 3
 * +-----+---------+-------+---
 * </pre>
 */
public final class DependencyNumbers {
  /** Shorter values are malformed. */
  public static final int MIN_LENGTH = 3;

  private static final int STRUCTURE_FLAG = 0x80;
  private static final int FLAGS_AT = 3;
  private static final int LAYERS_AT = 5;
  private static final int NO_MORE = 3;

  private DependencyNumbers() {}

  /** In decode order, 0 … 65535, wraps. */
  public static int frameNumber(byte[] b, int offset) {
    return getUnsigned16(b, offset + 1);
  }

  /** The template of the frame, 0 … 63. */
  public static int templateId(byte[] b, int offset) {
    return b[offset] & 0x3f;
  }

  /** Whether a structure is attached, as to the first packet of each coded video sequence. */
  public static boolean hasStructure(byte[] b, int offset, int length) {
    return length > LAYERS_AT && (b[offset + FLAGS_AT] & STRUCTURE_FLAG) != 0;
  }

  /** The id of the attached structure's first template, 0 … 63. */
  public static int templateIdOffset(byte[] b, int offset) {
    return (b[offset + FLAGS_AT] & 0x07) << 3 | (b[offset + FLAGS_AT + 1] & 0xff) >>> 5;
  }

  /** How many templates the attached structure has, 1 … 64; 0 if it is malformed. */
  public static int templateCount(byte[] b, int offset, int length) {
    for (int count = 1; count <= DependencyStructure.TEMPLATE_IDS; count++) {
      int at = LAYERS_AT + (count - 1) / 4;
      if (at >= length) {
        return 0;
      }
      if ((b[offset + at] >>> (6 - 2 * ((count - 1) % 4)) & 0x03) == NO_MORE) {
        return count;
      }
    }
    return 0;
  }

  /**
   * Changes the descriptor in {@code b[offset … offset + length)}.
   *
   * @param frameNumber its low 16 bits count
   * @param templateShift added to the template's id and to those of an attached structure, mod 64
   */
  public static void renumber(
      byte[] b, int offset, int length, int frameNumber, int templateShift) {
    int template = templateId(b, offset) + templateShift & 0x3f;
    put8(b, offset, (b[offset] & 0xc0) | template);
    put16(b, offset + 1, frameNumber & 0xffff);
    if (hasStructure(b, offset, length)) {
      int first = templateIdOffset(b, offset) + templateShift & 0x3f;
      int at = offset + FLAGS_AT;
      put8(b, at, (b[at] & 0xf8) | first >>> 3);
      put8(b, at + 1, (b[at + 1] & 0x1f) | (first & 0x07) << 5);
    }
  }
}
