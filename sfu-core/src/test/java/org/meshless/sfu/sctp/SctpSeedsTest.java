package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

/** Whole associations over bad links in virtual time: every seed is one of many lives. */
class SctpSeedsTest {
  private static final long SECOND = 1_000_000_000;
  private static final int SEEDS = Boolean.getBoolean("meshless.full") ? 10_000 : 100;

  @Test
  void noSeedLeavesAnAssociationStuck() {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Life(seed).run();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 0.3})
  void reliableMessagesArriveOnceAndInOrderWhateverIsLost(double loss) {
    LinkConditions link = LinkConditions.IDEAL.delayMs(20).loss(loss);
    Life life = new Life(4711, link.reordering(0.05, 10).duplication(0.05), false);
    life.run();
  }

  @Test
  void anOutageOfFiveSecondsLosesNothing() {
    ManualClock clock = new ManualClock(SECOND);
    LinkConditions link = LinkConditions.IDEAL.delayMs(20);
    SctpEnd[] ends = SctpEnd.pair(clock, 3, SctpOptions.DEFAULT, link);
    ends[0].association.connect(clock.nowNs());
    clock.advance(SECOND);
    for (int i = 0; i < 100; i++) {
      ends[0].send(1, new byte[] {(byte) i, 1}, Reliability.RELIABLE);
    }
    ends[0].link.conditions(link.loss(1));
    ends[1].link.conditions(link.loss(1));
    clock.advance(5 * SECOND);
    ends[0].link.conditions(link);
    ends[1].link.conditions(link);
    clock.advance(4 * SECOND);

    assertEquals(100, ends[1].arrived.size());
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void numbersWrap(boolean interleaving) {
    ManualClock clock = new ManualClock(SECOND);
    SctpOptions options = SctpOptions.DEFAULT.interleaving(interleaving);
    SctpEnd[] ends = SctpEnd.pair(clock, 5, options, LinkConditions.IDEAL.delayMs(1).loss(0.002));
    ends[0].association.connect(clock.nowNs());
    clock.advance(SECOND);
    int messages = 70_000; // more than the 65,536 of an SSN
    for (int i = 0; i < messages; i++) {
      byte[] bytes = {(byte) (i >> 16), (byte) (i >> 8), (byte) i};
      ends[0].send(1, bytes, Reliability.RELIABLE);
    }
    clock.advance(600 * SECOND);

    assertEquals(messages, ends[1].arrived.size());
    for (int i = 0; i < messages; i++) {
      byte[] bytes = ends[1].arrived.get(i).bytes();
      assertEquals(i, (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "3, true"})
  void noFragmentIsSentMoreOftenThanItsMessageAllows(int maxRetransmits, boolean interleaving) {
    ManualClock clock = new ManualClock(SECOND);
    SctpOptions options = SctpOptions.DEFAULT.interleaving(interleaving);
    LinkConditions link = LinkConditions.IDEAL.delayMs(20).loss(0.3);
    SctpEnd[] ends = SctpEnd.pair(clock, 11, options, link);
    ends[0].association.connect(clock.nowNs());
    clock.advance(10 * SECOND);
    Reliability limited = new Reliability(true, maxRetransmits, Reliability.UNLIMITED);
    for (int i = 0; i < 200; i++) {
      ends[0].send(1, new byte[500 + 20 * i], limited);
      clock.advance(50_000_000);
    }
    ends[0].send(1, new byte[] {42}, Reliability.RELIABLE);
    clock.advance(300 * SECOND);

    assertEquals(
        1, ends[1].arrived.getLast().bytes().length, "nothing waits for what was given up");
    assertTrue(ends[1].arrived.size() < 200, "some were given up");
    Map<Integer, Integer> times = timesSent(ends[0].sent);
    int last = times.keySet().stream().max(Integer::compareUnsigned).orElseThrow();
    times.remove(last);
    assertTrue(times.values().stream().allMatch(count -> count <= 1 + maxRetransmits));
  }

  @Test
  void aMessageIsNotSentWhenItsTimeIsOver() {
    ManualClock clock = new ManualClock(SECOND);
    LinkConditions link = LinkConditions.IDEAL.delayMs(20);
    SctpEnd[] ends = SctpEnd.pair(clock, 12, SctpOptions.DEFAULT, link);
    ends[0].association.connect(clock.nowNs());
    clock.advance(SECOND);
    ends[0].link.conditions(link.loss(1));
    Reliability brief = new Reliability(true, Reliability.UNLIMITED, 1000);
    ends[0].send(1, new byte[20_000], brief);
    ends[0].send(1, new byte[] {1}, brief);
    clock.advance(3 * SECOND);
    ends[0].link.conditions(link);
    ends[0].send(1, new byte[] {2}, brief);
    clock.advance(5 * SECOND);

    assertEquals(1, ends[1].arrived.size());
    assertEquals(2, ends[1].arrived.getFirst().bytes()[0]);
  }

  @Test
  void aMessageGivenUpInTheMiddleHoldsNothingUpThoughAllThatWasSentOfItArrived() {
    ManualClock clock = new ManualClock(SECOND);
    LinkConditions link = LinkConditions.IDEAL.delayMs(20);
    SctpEnd[] ends = SctpEnd.pair(clock, 13, SctpOptions.DEFAULT, link);
    ends[0].association.connect(clock.nowNs());
    clock.advance(SECOND);
    // Over between its first flight and the answer to it.
    ends[0].send(1, new byte[20_000], new Reliability(true, Reliability.UNLIMITED, 30));
    ends[0].send(1, new byte[] {1}, Reliability.RELIABLE);
    clock.advance(SECOND);

    assertEquals(1, ends[1].arrived.size());
    assertEquals(1, ends[0].count(SctpCounter.ABANDONED_MESSAGES));
    assertTrue(ends[0].association.isIdle());
  }

  private static Map<Integer, Integer> timesSent(List<byte[]> packets) {
    Map<Integer, Integer> times = new HashMap<>();
    for (byte[] packet : packets) {
      int at = SctpPacket.HEADER;
      for (int length = Chunk.length(packet, at, packet.length);
          length > 0;
          length = Chunk.length(packet, at, packet.length)) {
        if (Chunk.read(packet, at, length) instanceof DataChunk data) {
          times.merge(data.tsn(), 1, Integer::sum);
        }
        at += Chunk.padded(length);
      }
    }
    return times;
  }

  /** Two ends that talk over a link, both ways, and then fall silent. */
  private static final class Life {
    private static final int STREAMS = 4;

    private final String name;
    private final Random random;
    private final ManualClock clock = new ManualClock(SECOND);
    private final LinkConditions conditions;
    private final SctpEnd[] ends;
    private final boolean outage;
    private final List<List<List<byte[]>>> reliable = new ArrayList<>();

    Life(int seed) {
      this(seed, badLink(new Random(seed)), true);
    }

    Life(int seed, LinkConditions conditions, boolean outages) {
      name = "seed " + seed;
      random = new Random(seed);
      this.conditions = conditions;
      outage = outages && random.nextInt(4) == 0;
      ends =
          SctpEnd.pair(
              clock,
              seed,
              SctpOptions.DEFAULT.interleaving(random.nextBoolean()),
              SctpOptions.DEFAULT.zeroChecksum(random.nextBoolean()),
              conditions);
      for (int end = 0; end < 2; end++) {
        List<List<byte[]>> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
          streams.add(new ArrayList<>());
        }
        reliable.add(streams);
      }
    }

    private static LinkConditions badLink(Random random) {
      double[] losses = {0, 0.01, 0.1, 0.3};
      return LinkConditions.IDEAL
          .delayMs(1 + random.nextInt(100))
          .jitterMs(random.nextInt(10))
          .lossInBursts(losses[random.nextInt(losses.length)], 1 + random.nextInt(3))
          .reordering(0.05, 1 + random.nextInt(50))
          .duplication(0.05)
          .rateBps(random.nextInt(3) == 0 ? 1_000_000 : 0);
    }

    void run() {
      ends[0].association.connect(clock.nowNs());
      if (random.nextBoolean()) {
        ends[1].association.connect(clock.nowNs());
      }
      int turns = 5 + random.nextInt(20);
      for (int turn = 0; turn < turns; turn++) {
        talk();
        if (outage && turn == turns / 2) {
          ends[0].link.conditions(conditions.loss(1));
          ends[1].link.conditions(conditions.loss(1));
          clock.advance(5 * SECOND);
          ends[0].link.conditions(conditions);
          ends[1].link.conditions(conditions);
        }
        clock.advance(random.nextInt(100_000_000));
      }
      for (int minute = 0; minute < 20 && !allArrived(); minute++) {
        clock.advance(60 * SECOND);
      }
      clock.advance(20 * SECOND);
      check(ends[0], ends[1], reliable.get(0));
      check(ends[1], ends[0], reliable.get(1));
    }

    private void talk() {
      int end = random.nextInt(2);
      for (int i = random.nextInt(5); i >= 0; i--) {
        int stream = random.nextInt(STREAMS);
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 30_000 : 1 + random.nextInt(3000)];
        random.nextBytes(bytes);
        Reliability reliability =
            switch (stream) {
              case 2 -> new Reliability(false, Reliability.UNLIMITED, Reliability.UNLIMITED);
              case 3 -> new Reliability(random.nextBoolean(), random.nextInt(3), -1);
              default -> Reliability.RELIABLE;
            };
        assertTrue(ends[end].send(stream, bytes, reliability), name);
        reliable.get(end).get(stream).add(bytes);
      }
    }

    private boolean allArrived() {
      for (int end = 0; end < 2; end++) {
        int wanted = 0;
        for (int stream = 0; stream < 3; stream++) {
          wanted += reliable.get(end).get(stream).size();
        }
        long there =
            ends[1 - end].arrived.stream().filter(message -> message.streamId() < 3).count();
        if (there < wanted) {
          return false;
        }
      }
      return true;
    }

    private void check(SctpEnd sender, SctpEnd receiver, List<List<byte[]>> sent) {
      assertNull(sender.closed, name);
      for (int stream = 0; stream < STREAMS; stream++) {
        int id = stream;
        List<String> got =
            receiver.arrived.stream()
                .filter(message -> message.streamId() == id)
                .map(message -> print(message.bytes()))
                .toList();
        List<String> wanted = sent.get(stream).stream().map(Life::print).toList();
        switch (stream) {
          case 2 -> assertEquals(wanted.stream().sorted().toList(), got.stream().sorted().toList());
          case 3 -> {
            List<String> rest = new ArrayList<>(wanted);
            for (String message : got) {
              assertTrue(rest.remove(message), name + ": came once, as it was sent");
            }
          }
          default -> assertEquals(wanted, got, name + " stream " + stream);
        }
      }
      assertTrue(sender.association.isIdle(), name);
    }

    private static String print(byte[] bytes) {
      return bytes.length + ":" + Arrays.hashCode(bytes);
    }
  }
}
