package org.meshless.rtp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimestampUnwrapperTest {
  private static final long CYCLE = 1L << 32;

  private final TimestampUnwrapper unwrapper = new TimestampUnwrapper();

  @Test
  void theFirstTimestampStartsOneCycleUp() {
    assertEquals(-1, unwrapper.highest());
    assertEquals(CYCLE + 0xffff_ffffL, unwrapper.unwrap(0xffff_ffffL));
  }

  @Test
  void aWrapForwardBeginsTheNextCycle() {
    unwrapper.unwrap(0xffff_fff0L);

    assertEquals(2 * CYCLE + 3000, unwrapper.unwrap(3000));
    assertEquals(2 * CYCLE + 3000, unwrapper.highest());
  }

  @Test
  void aLatePacketFromBeforeTheWrapStaysInItsCycle() {
    unwrapper.unwrap(0xffff_fff0L);
    unwrapper.unwrap(3000);

    assertEquals(CYCLE + 0xffff_fff8L, unwrapper.unwrap(0xffff_fff8L));
    assertEquals(2 * CYCLE + 3000, unwrapper.highest());
  }

  @Test
  void aTimestampFromBeforeTheFirstIsNotNegative() {
    unwrapper.unwrap(0);

    assertEquals(CYCLE - (1L << 31), unwrapper.unwrap(1L << 31));
  }

  @Test
  void peekingRemembersNothing() {
    unwrapper.unwrap(10);

    assertEquals(CYCLE + 20, unwrapper.peek(20));
    assertEquals(CYCLE + 10, unwrapper.highest());
  }
}
