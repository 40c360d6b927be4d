package org.meshless.sfu.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.meshless.sfu.net.DatagramPort;

class EqualSizesTest {
  private final EqualSizes equal = new EqualSizes();

  private int[] padding(int... sizes) {
    equal.clear();
    for (int size : sizes) {
      equal.add(size);
    }
    equal.plan();
    int[] padding = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      padding[i] = equal.padding(i);
    }
    return padding;
  }

  @Test
  void packetsThatDifferByAByteBecomeEqual() {
    assertArrayEquals(new int[] {1, 1, 0, 0}, padding(1125, 1125, 1126, 1126));
  }

  @Test
  void aShorterFirstPacketJoins() {
    assertArrayEquals(new int[] {9, 1, 1, 0, 0, 0}, padding(1117, 1125, 1125, 1126, 1126, 700));
  }

  @Test
  void equalPacketsNeedNone() {
    assertArrayEquals(new int[] {0, 0, 0}, padding(1126, 1126, 1126));
    assertArrayEquals(new int[] {}, padding());
    assertArrayEquals(new int[] {0}, padding(50));
  }

  @Test
  void theLastOfARunMayBeShorter() {
    assertArrayEquals(new int[] {0, 0, 0}, padding(1126, 1126, 1125));
  }

  @Test
  void oneBeforeAMuchShorterIsNotTheLast() {
    assertArrayEquals(new int[] {0, 1, 0}, padding(1126, 1125, 300));
  }

  @Test
  void aLongerPacketThatIsTooLongBeginsAnotherRun() {
    assertArrayEquals(new int[] {1, 0, 1, 0}, padding(900, 901, 1100, 1101));
  }

  @Test
  void smallPacketsAreNotBlownUp() {
    assertArrayEquals(new int[] {0, 0, 0}, padding(60, 62, 64));
  }

  @Test
  void noPacketGrowsByMoreThanTheLimitAndRunsNeverBecomeMore() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 20_000; round++) {
      int[] sizes = new int[random.nextInt(1, 40)];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = random.nextInt(4) == 0 ? random.nextInt(20, 1400) : 1100 + random.nextInt(16);
      }
      int[] padding = padding(sizes);
      int[] padded = sizes.clone();
      for (int i = 0; i < sizes.length; i++) {
        assertTrue(padding[i] >= 0 && padding[i] <= EqualSizes.MAX_PADDING);
        assertTrue(padding[i] <= (sizes[i] + padding[i]) / 64);
        padded[i] += padding[i];
      }
      assertTrue(sends(padded) <= sends(sizes));
    }
  }

  @Test
  void whatLibwebrtcSplitsLeavesInOneRun() {
    int[] sizes = {1117, 1125, 1125, 1125, 1125, 1126, 1126, 1126};
    assertEquals(3, sends(sizes));
    int[] padding = padding(sizes);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] += padding[i];
    }
    assertEquals(1, sends(sizes));
  }

  private static int sends(int[] sizes) {
    int[] sends = new int[1];
    DatagramRun run =
        new DatagramRun(
            new DatagramPort() {
              @Override
              public void send(int socket, InetSocketAddress to, byte[] b, int off, int length) {
                sends[0]++;
              }

              @Override
              public void sendSegments(
                  int socket, InetSocketAddress to, byte[] b, int off, int length, int size) {
                sends[0]++;
              }

              @Override
              public void flush() {}
            });
    DatagramRun _ = run.begin(0, new InetSocketAddress("192.0.2.1", 1));
    for (int size : sizes) {
      run.add(size);
    }
    run.end();
    return sends[0];
  }
}
