package org.meshless.rtp.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * A parser with a bug that chance does not find: one input in 2³² begins so. {@code bin/test
 * --fuzz} passes this class by, and Surefire does not know it by its name; {@link PlantedThrowTest}
 * fuzzes it.
 */
final class PlantedThrow {
  @FuzzTest
  void throwsOnMagic(byte[] bytes) {
    if (bytes.length > 3
        && bytes[0] == 'M'
        && bytes[1] == 'E'
        && bytes[2] == 'S'
        && bytes[3] == 'H') {
      throw new IllegalStateException("planted");
    }
  }
}
