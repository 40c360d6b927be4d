package org.meshless.rtp.netem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetemTest {
  private static final long MILLISECOND = 1_000_000;

  private final ManualClock clock = new ManualClock(0);
  private final List<Integer> received = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();

  @Test
  void delayIsDelay() {
    run(LinkConditions.IDEAL.delayMs(25), 10, 100);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), received);
    assertEquals(25 * MILLISECOND, arrivals.get(0));
    assertEquals(34 * MILLISECOND, arrivals.get(9));
  }

  @Test
  void jitterDelaysButKeepsTheOrder() {
    run(LinkConditions.IDEAL.delayMs(25).jitterMs(30), 500, 100);
    assertEquals(500, received.size());
    boolean varied = false;
    for (int i = 0; i < 500; i++) {
      assertEquals(i, received.get(i));
      long delay = arrivals.get(i) - i * MILLISECOND;
      assertTrue(delay >= 25 * MILLISECOND && delay <= 55 * MILLISECOND, "delay " + delay);
      varied |= delay > 40 * MILLISECOND;
    }
    assertTrue(varied);
  }

  @Test
  void lossIsAsOftenAsSaid() {
    Netem<Integer> link = run(LinkConditions.IDEAL.loss(0.1), 20_000, 100);
    assertEquals(0.1, link.lost() / 20_000.0, 0.01);
    assertEquals(20_000 - link.lost(), received.size());
  }

  @Test
  void lossInBurstsIsAsOftenAndAsLongAsSaid() {
    Netem<Integer> link = run(LinkConditions.IDEAL.lossInBursts(0.1, 5), 50_000, 100);
    assertEquals(0.1, link.lost() / 50_000.0, 0.02);
    long bursts = 0;
    for (int i = 1; i < received.size(); i++) {
      bursts += received.get(i) > received.get(i - 1) + 1 ? 1 : 0;
    }
    assertEquals(5, (double) link.lost() / bursts, 0.7);
  }

  @Test
  void nothingComesThroughAnOutage() {
    Netem<Integer> link = run(LinkConditions.IDEAL.loss(1), 100, 100);
    assertEquals(100, link.lost());
    assertEquals(List.of(), received);
  }

  @Test
  void reorderedPacketsAreOvertaken() {
    run(LinkConditions.IDEAL.delayMs(10).reordering(0.1, 5), 5_000, 100);
    assertEquals(5_000, received.size());
    long overtaken = 0;
    int highest = -1;
    for (int packet : received) {
      overtaken += packet < highest ? 1 : 0;
      highest = Math.max(highest, packet);
    }
    assertEquals(0.1, overtaken / 5_000.0, 0.02);
  }

  @Test
  void repeatedPacketsComeTwice() {
    run(LinkConditions.IDEAL.duplication(0.5), 1_000, 100);
    assertEquals(1_500, received.size(), 80);
  }

  @Test
  void theRateSpacesPacketsAndTheQueueDropsTheTail() {
    // 1000 bytes a millisecond are 8 Mbit/s; half of it goes through.
    Netem<Integer> link = run(LinkConditions.IDEAL.rateBps(4_000_000).queueMs(100), 1_000, 1_000);
    assertEquals(550, received.size(), 5); // of one second and what the queue held
    assertEquals(1_000 - received.size(), link.overflowed());
    for (int i = 1; i < received.size(); i++) {
      assertEquals(2 * MILLISECOND, arrivals.get(i) - arrivals.get(i - 1));
      long delay = arrivals.get(i) - received.get(i) * MILLISECOND;
      assertTrue(delay <= 102 * MILLISECOND, "delay " + delay);
    }
  }

  @Test
  void aChangeOfRateHoldsForWhatIsQueued() {
    Netem<Integer> link = link(LinkConditions.IDEAL.rateBps(8_000_000), 7);
    for (int i = 0; i < 10; i++) {
      link.send(0, i, 1_000);
    }
    clock.advanceTo(MILLISECOND * 7 / 2);
    link.conditions(LinkConditions.IDEAL.rateBps(800_000));
    clock.advanceTo(1_000 * MILLISECOND);
    assertEquals(4 * MILLISECOND, arrivals.get(3));
    assertEquals(64 * MILLISECOND, arrivals.get(9));
  }

  @Test
  void theSameSeedGivesTheSameAndAnotherAnother() {
    LinkConditions bad =
        LinkConditions.IDEAL.delayMs(20).jitterMs(30).loss(0.1).reordering(0.05, 10);
    run(bad, 1_000, 100);
    List<Long> first = List.copyOf(arrivals);
    arrivals.clear();
    Netem<Integer> again = new Netem<>(7, bad, (nowNs, packet) -> arrivals.add(nowNs));
    Netem<Integer> other = new Netem<>(8, bad, (nowNs, packet) -> received.add(packet));
    received.clear();
    for (int i = 0; i < 1_000; i++) {
      again.send(i * MILLISECOND, i, 100);
      other.send(i * MILLISECOND, i, 100);
    }
    again.onTimeout(Long.MAX_VALUE);
    other.onTimeout(Long.MAX_VALUE);
    assertEquals(first, arrivals);
    assertNotEquals(first.size(), received.size());
  }

  @Test
  void aClockThatCannotGoOnSaysSo() {
    clock.add(
        new Timed() {
          @Override
          public long nextDeadlineNs() {
            return 5;
          }

          @Override
          public void onTimeout(long nowNs) {}
        });
    assertThrows(IllegalStateException.class, () -> clock.advance(10));
  }

  @Test
  void theClockDoesThingsInTheirOrder() {
    clock.at(30, () -> received.add(3));
    clock.at(10, () -> received.add(1));
    clock.at(10, () -> received.add(2));
    clock.every(20, () -> received.add(9));
    clock.advanceTo(45);
    assertEquals(List.of(1, 2, 9, 3, 9), received);
    assertEquals(45, clock.nowNs());
  }

  private Netem<Integer> link(LinkConditions conditions, long seed) {
    Netem<Integer> link =
        new Netem<>(
            seed,
            conditions,
            (nowNs, packet) -> {
              received.add(packet);
              arrivals.add(nowNs);
            });
    clock.add(link);
    return link;
  }

  /** Sends a packet a millisecond and waits until all is quiet. */
  private Netem<Integer> run(LinkConditions conditions, int packets, int sizeBytes) {
    Netem<Integer> link = link(conditions, 7);
    for (int i = 0; i < packets; i++) {
      clock.advanceTo(i * MILLISECOND);
      link.send(clock.nowNs(), i, sizeBytes);
    }
    clock.advance(10_000 * MILLISECOND);
    return link;
  }
}
