package org.meshless.rtp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceUnwrapperTest {
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

  @Test
  void theFirstNumberStartsOneCycleUp() {
    assertEquals(-1, unwrapper.highest());
    assertEquals(65536 + 7, unwrapper.unwrap(7));
    assertEquals(65536 + 7, unwrapper.highest());
  }

  @Test
  void aWrapForwardBeginsTheNextCycle() {
    unwrapper.unwrap(65535);

    assertEquals(2 * 65536, unwrapper.unwrap(0));
  }

  @Test
  void aLatePacketFromBeforeTheWrapStaysInItsCycle() {
    unwrapper.unwrap(65534);
    unwrapper.unwrap(1);

    assertEquals(65536 + 65535, unwrapper.unwrap(65535));
    assertEquals(2 * 65536 + 1, unwrapper.highest());
  }

  @Test
  void aLatePacketFromBeforeTheFirstIsNotNegative() {
    unwrapper.unwrap(0);

    assertEquals(65535, unwrapper.unwrap(65535));
  }

  @Test
  void numbersThatOnlyGoBackwardsNeverGetNegative() {
    for (int seq = 200_000; seq >= 0; seq--) {
      long extendedSeq = unwrapper.unwrap(seq & 0xffff);

      assertTrue(extendedSeq >= 32768, () -> "extended " + extendedSeq);
    }
  }

  @Test
  void peekingRemembersNothing() {
    unwrapper.unwrap(10);

    assertEquals(65536 + 20, unwrapper.peek(20));
    assertEquals(65536 + 10, unwrapper.highest());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void reorderingWithinHalfACycleIsUndone(long seed) {
    Random random = new Random(seed);
    long head = 65536L + random.nextInt(65536);
    unwrapper.unwrap((int) head & 0xffff);
    for (int i = 0; i < 100_000; i++) {
      long sent = random.nextBoolean() ? head + random.nextInt(100) : head - random.nextInt(32769);

      assertEquals(sent, unwrapper.unwrap((int) sent & 0xffff));
      head = Math.max(head, sent);
    }
    assertTrue(head > 3 * 65536, "the test wraps");
  }
}
