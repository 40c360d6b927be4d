package org.meshless.perf.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class FrameSplitterTest {
  private final int[] sizes = new int[128];

  @Test
  void sizesDifferByOneByteAndTheLargerComeLast() {
    int packets = FrameSplitter.aboutEqually(9003, 1200, 0, sizes);

    assertEquals(8, packets);
    assertEquals(
        "[1125, 1125, 1125, 1125, 1125, 1126, 1126, 1126]",
        Arrays.toString(Arrays.copyOf(sizes, packets)));
  }

  @Test
  void theFirstPacketCarriesLessByItsLongerHeader() {
    int packets = FrameSplitter.aboutEqually(4000, 1200, 8, sizes);

    assertEquals(4, packets);
    assertEquals(994, sizes[0]);
    assertEquals(1002, sizes[1]);
  }

  @Test
  void nothingIsLostAndNoPacketIsTooLong() {
    for (int frame = 256; frame < 30_000; frame += 7) {
      int packets = FrameSplitter.aboutEqually(frame, 1150, 8, sizes);
      int sum = 0;
      for (int i = 0; i < packets; i++) {
        sum += sizes[i];
        assertTrue(sizes[i] <= 1150, "a packet of " + sizes[i]);
      }
      assertEquals(frame, sum);
    }
  }
}
