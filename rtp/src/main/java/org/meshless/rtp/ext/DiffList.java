package org.meshless.rtp.ext;

import java.util.Arrays;

/** The frame differences of one frame, as they are read; there are seldom more than two. */
final class DiffList {
  private int[] diffs = new int[4];
  private int count;

  void add(int diff) {
    if (count == diffs.length) {
      diffs = Arrays.copyOf(diffs, 2 * count);
    }
    diffs[count++] = diff;
  }

  int[] toArray() {
    return Arrays.copyOf(diffs, count);
  }
}
