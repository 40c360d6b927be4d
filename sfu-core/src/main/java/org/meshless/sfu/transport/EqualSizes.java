package org.meshless.sfu.transport;

import java.util.Arrays;

/**
 * How much RTP padding makes packets of nearly equal size leave as one segmented datagram. Confined
 * to its media loop.
 *
 * <p>Encoders split a frame into packets that differ by a byte, the larger ones last, and the first
 * has room left for extensions that are not forwarded (libwebrtc's {@code SplitAboutEqually}).
 * {@link DatagramRun} would have to begin anew at every longer packet, and each run costs the
 * kernel as much as sending four packets of one.
 *
 * <pre>
 *   sizes    1117 1125 1125 1126 1126 700      three runs
 *   padding     9    1    1    0    0   0      one: the last may be shorter
 * </pre>
 */
public final class EqualSizes {
  /** The most that is added to a packet, in bytes. */
  static final int MAX_PADDING = 12;

  /** And of a packet's size at most this part: 1.6 %. */
  private static final int PART = 64;

  private int[] sizes = new int[16];
  private int[] padding = new int[16];
  private int count;

  /** Forgets the packets it knows. */
  public void clear() {
    count = 0;
  }

  /** A packet that leaves after those before, of so many bytes. */
  public void add(int size) {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
      padding = Arrays.copyOf(padding, 2 * count);
    }
    sizes[count++] = size;
  }

  /** Decides, once all are added. */
  public void plan() {
    for (int from = 0; from < count; ) {
      int smallest = sizes[from];
      int largest = sizes[from];
      int to = from + 1;
      while (to < count) {
        int low = Math.min(smallest, sizes[to]);
        int high = Math.max(largest, sizes[to]);
        if (high - low > Math.min(MAX_PADDING, high / PART)) {
          break;
        }
        smallest = low;
        largest = high;
        to++;
      }
      for (int i = from; i < to; i++) {
        padding[i] = largest - sizes[i];
      }
      if (to == count || sizes[to] > largest) {
        padding[to - 1] = 0; // it ends the run, as a shorter one may
      }
      from = to;
    }
  }

  /** Bytes to add to the packet of that place. */
  public int padding(int i) {
    return padding[i];
  }

  /** How many packets were added. */
  public int count() {
    return count;
  }
}
