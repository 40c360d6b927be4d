package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;
import org.meshless.rtp.netem.Netem;
import org.meshless.rtp.netem.Timed;

class NackGeneratorTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final List<Integer> asked = new ArrayList<>();
  private int calls;
  private int keyFrameRequests;

  private final NackGenerator generator =
      new NackGenerator(
          new NackGenerator.Output() {
            @Override
            public void sendNack(int[] sequenceNumbers, int count) {
              calls++;
              for (int i = 0; i < count; i++) {
                asked.add(sequenceNumbers[i]);
              }
            }

            @Override
            public void requestKeyFrame() {
              keyFrameRequests++;
            }
          });

  @Test
  void packetsInOrderAskForNothing() {
    for (int i = 0; i < 100; i++) {
      generator.onPacket(i, 65_536 + i);
    }
    assertEquals(NEVER, generator.nextDeadlineNs());
    generator.onTimeout(10_000 * MILLISECOND);
    assertEquals(List.of(), asked);
  }

  @Test
  void aGapIsAskedAboutOnceReorderingCannotExplainIt() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_003);
    long due = generator.nextDeadlineNs();
    assertEquals(NackGenerator.REORDERING_NS, due);
    generator.onTimeout(due - 1);
    assertEquals(List.of(), asked);
    generator.onTimeout(due);
    assertEquals(List.of(100_001 & 0xFFFF, 100_002 & 0xFFFF), asked);
  }

  @Test
  void aReorderedPacketIsNotAskedFor() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_002);
    generator.onPacket(MILLISECOND, 100_001);
    assertEquals(NEVER, generator.nextDeadlineNs());
    assertEquals(1, generator.recovered());
  }

  @Test
  void aGapAcrossTheWrapOfTheSequenceNumberIsAskedAboutInOrder() {
    generator.onPacket(0, 2 * 65_536 - 2);
    generator.onPacket(0, 2 * 65_536 + 2);
    generator.onTimeout(10 * MILLISECOND);
    assertEquals(List.of(65_535, 0, 1), asked);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20", // never faster than that
    "100, 125",
    "400, 500",
  })
  void aPacketIsAskedForAgainAfterARoundTrip(long rttMs, long intervalMs) {
    generator.onRtt(rttMs * MILLISECOND);
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_002);
    long first = generator.nextDeadlineNs();
    generator.onTimeout(first);
    assertEquals(first + intervalMs * MILLISECOND, generator.nextDeadlineNs());
    generator.onTimeout(generator.nextDeadlineNs() - 1);
    assertEquals(1, asked.size());
    generator.onTimeout(generator.nextDeadlineNs());
    assertEquals(2, asked.size());
  }

  @Test
  void aPacketThatNeverComesIsGivenUpForAKeyFrame() {
    generator.onRtt(0);
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_002);
    runDry();
    assertEquals(NackGenerator.MAX_REQUESTS, asked.size());
    assertEquals(1, keyFrameRequests);
    assertEquals(1, generator.givenUp());
  }

  @Test
  void aPacketTooOldIsGivenUpHoweverSeldomItWasAskedFor() {
    generator.onRtt(1_000 * MILLISECOND);
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_002);
    runDry();
    assertEquals(2, asked.size());
    assertEquals(1, keyFrameRequests);
  }

  @Test
  void whatWasSentBeforeAKeyFrameIsNotAskedFor() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_005);
    generator.onPacket(0, 100_008);
    generator.onKeyFrame(100_005);
    generator.onTimeout(10 * MILLISECOND);
    assertEquals(List.of(100_006 & 0xFFFF, 100_007 & 0xFFFF), asked);
    generator.onPacket(0, 100_003);
    assertEquals(0, generator.recovered());
  }

  @Test
  void aGapWiderThanTheWindowAsksForAKeyFrameOnly() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_001 + NackGenerator.WINDOW);
    assertEquals(1, keyFrameRequests);
    assertEquals(NEVER, generator.nextDeadlineNs());
    generator.onPacket(0, 100_002 + NackGenerator.WINDOW);
    assertEquals(1, keyFrameRequests);
  }

  @Test
  void whatFallsOutOfTheWindowIsGivenUp() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_002);
    for (int i = 3; i <= NackGenerator.WINDOW; i++) {
      generator.onPacket(0, 100_000 + i);
    }
    assertEquals(0, keyFrameRequests);
    generator.onPacket(0, 100_001 + NackGenerator.WINDOW);
    assertEquals(1, keyFrameRequests);
    assertEquals(NEVER, generator.nextDeadlineNs());
  }

  @Test
  void theWidestGapIsAskedAboutInPortionsThatFitANack() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 100_000 + NackGenerator.WINDOW);
    generator.onTimeout(10 * MILLISECOND);
    assertEquals(NackGenerator.WINDOW - 1, asked.size());
    assertEquals(5, calls);
  }

  @Test
  void aPacketFromBeforeTheFirstIsNothing() {
    generator.onPacket(0, 100_000);
    generator.onPacket(0, 99_000);
    generator.onPacket(0, 40_000);
    assertEquals(NEVER, generator.nextDeadlineNs());
  }

  /** A sender that answers NACKs, over links that lose both ways. */
  @ParameterizedTest
  @CsvSource({"0.02, 25", "0.05, 25", "0.10, 25", "0.05, 100"})
  void overALossyPathNearlyEverythingArrivesInTheEnd(double loss, long delayMs) {
    int packets = 20_000;
    ManualClock clock = new ManualClock(0);
    LinkConditions conditions = LinkConditions.IDEAL.delayMs(delayMs).loss(loss);
    Simulation simulation = new Simulation(clock, conditions);
    for (int i = 0; i < packets; i++) {
      clock.advanceTo(2L * i * MILLISECOND);
      simulation.media.send(clock.nowNs(), 100_000L + i, 1_200);
    }
    clock.advance(5_000 * MILLISECOND);
    int missing = packets - simulation.received;
    assertTrue(missing <= packets / 10_000 + 1, missing + " never came");
    assertTrue(simulation.asked < 1.5 * packets * loss / (1 - loss), "asked " + simulation.asked);
  }

  private static final class Simulation {
    final Netem<Long> media;
    final Netem<Long> nacks;
    final java.util.Set<Long> seen = new java.util.HashSet<>();
    int received;
    int asked;

    Simulation(ManualClock clock, LinkConditions conditions) {
      NackGenerator tried =
          new NackGenerator(
              new NackGenerator.Output() {
                @Override
                public void sendNack(int[] sequenceNumbers, int count) {
                  for (int i = 0; i < count; i++) {
                    asked++;
                    // The number nearest above the first, unwrapped.
                    long seq = 100_000L + ((sequenceNumbers[i] - 100_000) & 0xFFFF);
                    nack(clock.nowNs(), seq);
                  }
                }

                @Override
                public void requestKeyFrame() {}
              });
      tried.onRtt(2 * conditions.delayNs());
      media =
          new Netem<>(
              1,
              conditions,
              (nowNs, seq) -> {
                received += seen.add(seq) ? 1 : 0;
                tried.onPacket(nowNs, seq);
              });
      nacks = new Netem<>(2, conditions, (nowNs, seq) -> media.send(nowNs, seq, 1_200));
      clock.add(media);
      clock.add(nacks);
      clock.add(
          new Timed() {
            @Override
            public long nextDeadlineNs() {
              return tried.nextDeadlineNs();
            }

            @Override
            public void onTimeout(long nowNs) {
              tried.onTimeout(nowNs);
            }
          });
    }

    private void nack(long nowNs, long seq) {
      nacks.send(nowNs, seq, 60);
    }
  }

  private void runDry() {
    for (long due = generator.nextDeadlineNs(); due != NEVER; due = generator.nextDeadlineNs()) {
      generator.onTimeout(due);
    }
  }
}
