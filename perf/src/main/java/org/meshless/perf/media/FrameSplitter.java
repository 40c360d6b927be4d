package org.meshless.perf.media;

/**
 * How many bytes of a frame each packet carries. Stateless.
 *
 * <p>libwebrtc splits about equally: as few packets as will do, sizes that differ by one byte at
 * most, the larger ones last, and less in the first packet by what its header is longer.
 */
public final class FrameSplitter {
  private FrameSplitter() {}

  /**
   * Splits as libwebrtc does.
   *
   * @param max the most that a packet carries
   * @param firstReduction bytes that the first packet has less room for
   * @param sizes filled from 0 on
   * @return how many packets
   */
  public static int aboutEqually(int frameBytes, int max, int firstReduction, int[] sizes) {
    int total = frameBytes + firstReduction;
    int packets = Math.max(1, Math.min(sizes.length, (total + max - 1) / max));
    int each = total / packets;
    int larger = total % packets;
    for (int i = 0; i < packets; i++) {
      sizes[i] = each + (i >= packets - larger ? 1 : 0) - (i == 0 ? firstReduction : 0);
    }
    return packets;
  }
}
