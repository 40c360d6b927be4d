package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FragmentRunsTest {
  private final FragmentRuns runs = new FragmentRuns();

  private static DataChunk fragment(long tsn, int flags, int sequence) {
    byte[] bytes = {(byte) tsn};
    return new DataChunk(false, flags, (int) tsn, 1, sequence, 0, 53, bytes, 0, 1);
  }

  private @Nullable FragmentRun add(long tsn, int flags, int sequence) {
    return runs.add(tsn, fragment(tsn, flags, sequence));
  }

  @Test
  void anyOrderOfFragmentsGivesTheMessage() {
    for (int seed = 0; seed < 100; seed++) {
      int count = 2 + seed % 20;
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(seed));
      FragmentRun last = null;
      for (int i : order) {
        assertFalse(last != null && last.isComplete(), "not before the last fragment");
        int flags = (i == 0 ? DataChunk.BEGIN : 0) | (i == count - 1 ? DataChunk.END : 0);
        last = add(i, flags, 7);
        assertNotNull(last);
      }
      assertNotNull(last);
      assertTrue(last.isComplete());
      byte[] expected = new byte[count];
      for (int i = 0; i < count; i++) {
        expected[i] = (byte) i;
      }
      assertArrayEquals(expected, last.bytes());
      assertEquals(53, last.ppid);
      assertTrue(runs.isEmpty());
    }
  }

  @Test
  void neighboursOfOtherMessagesStayApart() {
    add(1, DataChunk.BEGIN, 1);
    FragmentRun other = add(2, DataChunk.END, 2);

    assertNotNull(other);
    assertFalse(other.isComplete());
  }

  @Test
  void aPlaceTakenIsNotTakenAgain() {
    add(1, DataChunk.BEGIN, 1);
    add(2, 0, 1);

    assertNull(add(1, 0, 1));
    assertNull(add(2, 0, 1));
  }

  @Test
  void whatBeginsAtOrBeforeAKeyIsRemovedAndItsCostTold() {
    add(1, DataChunk.BEGIN, 1);
    add(2, 0, 1);
    add(9, 0, 3);

    assertEquals(2 * (1 + FragmentRun.OVERHEAD), runs.removeTo(1));
    assertFalse(runs.isEmpty());
    assertEquals(1 + FragmentRun.OVERHEAD, runs.removeTo(9));
    assertTrue(runs.isEmpty());
  }
}
