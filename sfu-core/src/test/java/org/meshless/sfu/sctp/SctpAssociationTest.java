package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

class SctpAssociationTest {
  private static final long SECOND = 1_000_000_000;
  private static final LinkConditions LINK = LinkConditions.IDEAL.delayMs(25);
  private static final Reliability UNORDERED =
      new Reliability(false, Reliability.UNLIMITED, Reliability.UNLIMITED);

  private final ManualClock clock = new ManualClock(1_000 * SECOND);
  private SctpEnd a;
  private SctpEnd b;

  SctpAssociationTest() {
    SctpEnd[] ends = SctpEnd.pair(clock, 1, SctpOptions.DEFAULT, LINK);
    a = ends[0];
    b = ends[1];
  }

  private void rebuild(SctpOptions left, SctpOptions right, LinkConditions conditions) {
    SctpEnd[] ends = SctpEnd.pair(clock, 7, left, right, conditions);
    a = ends[0];
    b = ends[1];
  }

  @BeforeEach
  void noneIsEstablished() {
    assertEquals(SctpState.NEW, a.association.state());
  }

  private void connect() {
    a.association.connect(clock.nowNs());
    clock.advance(SECOND);
    assertEquals(SctpState.ESTABLISHED, a.association.state());
    assertEquals(SctpState.ESTABLISHED, b.association.state());
  }

  @Test
  void twoRoundTripsEstablishBothSides() {
    a.association.connect(clock.nowNs());
    clock.advance(80_000_000);
    assertEquals(List.of("established"), b.events);
    assertEquals(List.of(), a.events);

    clock.advance(20_000_000);
    assertEquals(List.of("established"), a.events);
  }

  @Test
  void bothSidesMaySpeakFirst() {
    a.association.connect(clock.nowNs());
    b.association.connect(clock.nowNs());
    clock.advance(SECOND);
    a.send(0, new byte[] {1}, Reliability.RELIABLE);
    b.send(0, new byte[] {2}, Reliability.RELIABLE);
    clock.advance(SECOND);

    assertEquals(List.of("established"), a.events);
    assertEquals(List.of("established"), b.events);
    assertEquals(1, a.arrived.size());
    assertEquals(1, b.arrived.size());
  }

  @Test
  void aHandshakeOutlivesLoss() {
    a.link.conditions(LINK.loss(1));
    a.association.connect(clock.nowNs());
    clock.advance(5 * SECOND);
    a.link.conditions(LINK);
    b.link.conditions(LINK.loss(1));
    clock.advance(5 * SECOND);
    b.link.conditions(LINK);
    clock.advance(7 * SECOND);

    assertEquals(SctpState.ESTABLISHED, a.association.state());
    assertEquals(SctpState.ESTABLISHED, b.association.state());
  }

  @Test
  void aPeerThatNeverAnswersIsGivenUp() {
    a.link.conditions(LINK.loss(1));
    a.association.connect(clock.nowNs());
    clock.advance(200 * SECOND);

    assertEquals(SctpClose.HANDSHAKE_FAILED, a.closed);
  }

  @Test
  void whatIsQueuedBeforeTheHandshakeEndsArrives() {
    a.send(3, new byte[] {1, 2, 3}, Reliability.RELIABLE);
    connect();

    assertArrayEquals(new byte[] {1, 2, 3}, b.arrived.getFirst().bytes());
    assertEquals(3, b.arrived.getFirst().streamId());
    assertEquals(53, b.arrived.getFirst().ppid());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1128, 1129, 2256, 65536, 262144})
  void aMessageArrivesWhole(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);
    connect();
    a.send(1, message, Reliability.RELIABLE);
    clock.advance(5 * SECOND);

    assertEquals(1, b.arrived.size());
    assertArrayEquals(message, b.arrived.getFirst().bytes());
  }

  @Test
  void aLongerMessageThanThePeerTakesIsRefused() {
    connect();

    assertThrows(
        IllegalArgumentException.class, () -> a.send(1, new byte[262145], Reliability.RELIABLE));
    assertThrows(
        IllegalArgumentException.class, () -> a.send(1, new byte[0], Reliability.RELIABLE));
  }

  @Test
  void smallMessagesOfOneTurnShareAPacket() {
    connect();
    long before = a.count(SctpCounter.PACKETS_SENT);
    for (int i = 0; i < 20; i++) {
      a.send(1, new byte[20], Reliability.RELIABLE);
    }
    clock.advance(1);

    assertEquals(before + 1, a.count(SctpCounter.PACKETS_SENT));
  }

  @Test
  void noPacketIsLongerThanThePathCarries() {
    connect();
    a.send(1, new byte[100_000], Reliability.RELIABLE);
    clock.advance(5 * SECOND);

    assertTrue(a.sent.stream().allMatch(packet -> packet.length <= PacketBuilder.MAX_PACKET));
  }

  @Test
  void anUnorderedMessageOvertakesOneThatWaits() {
    rebuild(SctpOptions.DEFAULT.interleaving(false), SctpOptions.DEFAULT, LINK);
    connect();
    a.link.conditions(LINK.loss(1));
    a.send(1, new byte[] {1}, Reliability.RELIABLE);
    clock.advance(1);
    a.link.conditions(LINK);
    a.send(1, new byte[] {2}, Reliability.RELIABLE);
    a.send(1, new byte[] {3}, UNORDERED);
    clock.advance(100_000_000);
    assertEquals(1, b.arrived.size());
    assertEquals(3, b.arrived.getFirst().bytes()[0]);

    clock.advance(5 * SECOND);
    assertEquals(List.of(3, 1, 2), b.arrived.stream().map(m -> (int) m.bytes()[0]).toList());
  }

  @Test
  void aLongMessageHoldsUpAnotherStreamOnlyWithoutInterleaving() {
    assertFalse(smallOneArrivesFirst(SctpOptions.DEFAULT.interleaving(false)));
    assertTrue(smallOneArrivesFirst(SctpOptions.DEFAULT));
  }

  private boolean smallOneArrivesFirst(SctpOptions options) {
    rebuild(options, SctpOptions.DEFAULT, LINK);
    connect();
    a.send(1, new byte[100_000], Reliability.RELIABLE);
    a.send(2, new byte[10], Reliability.RELIABLE);
    clock.advance(10 * SECOND);
    assertEquals(2, b.arrived.size());
    return b.arrived.getFirst().streamId() == 2;
  }

  @Test
  void checksumsAreLeftOutOnlyIfBothSidesWish() {
    connect();
    a.send(1, new byte[10], Reliability.RELIABLE);
    clock.advance(SECOND);
    assertEquals(0, SctpPacket.checksum(a.sent.getLast(), 0));

    rebuild(SctpOptions.DEFAULT.zeroChecksum(false), SctpOptions.DEFAULT, LINK);
    connect();
    b.send(1, new byte[10], Reliability.RELIABLE);
    clock.advance(SECOND);
    assertEquals(1, a.arrived.size());
    assertTrue(b.sent.stream().allMatch(packet -> SctpPacket.checksum(packet, 0) != 0));
  }

  @Test
  void aResetLetsAStreamBeginAnewAfterAllThatWaited() {
    connect();
    a.send(5, new byte[50_000], Reliability.RELIABLE);
    a.association.resetStream(clock.nowNs(), 5);
    assertFalse(a.send(5, new byte[1], Reliability.RELIABLE));
    clock.advance(5 * SECOND);

    assertEquals(1, b.arrived.size());
    assertEquals(List.of("established", "incoming [5]"), b.events);
    assertTrue(a.events.contains("outgoing 5"));
    a.send(5, new byte[2], Reliability.RELIABLE);
    clock.advance(SECOND);
    assertEquals(2, b.arrived.size());
  }

  @Test
  void aResetWaitsForDataThatIsLate() {
    connect();
    a.send(5, new byte[] {1}, Reliability.RELIABLE);
    clock.advance(SECOND);
    a.link.conditions(LINK.loss(1));
    a.send(5, new byte[] {2}, Reliability.RELIABLE);
    clock.advance(1);
    a.link.conditions(LINK);
    a.association.resetStream(clock.nowNs(), 5);
    clock.advance(100_000_000);
    assertEquals(List.of("established"), b.events);
    assertEquals(List.of("established"), a.events);

    clock.advance(5 * SECOND);
    assertEquals(2, b.arrived.size());
    assertEquals(List.of("established", "incoming [5]"), b.events);
    assertEquals(List.of("established", "outgoing 5"), a.events);
    a.send(5, new byte[] {3}, Reliability.RELIABLE);
    clock.advance(SECOND);
    assertEquals(3, b.arrived.size(), "numbered from the start again, and expected so");
  }

  @Test
  void anAnswerCarriesTheAcknowledgementOfWhatItAnswers() {
    connect();
    int before = b.sent.size();
    a.send(1, new byte[] {1}, Reliability.RELIABLE);
    clock.advance(25_000_000);
    b.send(1, new byte[] {2}, Reliability.RELIABLE);
    clock.advance(SECOND);

    byte[] answer = b.sent.get(before);
    int first = SctpPacket.HEADER;
    int second = first + Chunk.padded(Chunk.length(answer, first, answer.length));
    assertEquals(Chunk.SACK, answer[first]);
    assertEquals(Chunk.I_DATA, answer[second]);
    assertEquals(before + 1, b.sent.size());
  }

  @Test
  void aShutdownLetsAllThatWaitsArriveFirst() {
    connect();
    a.send(1, new byte[200_000], Reliability.RELIABLE);
    b.send(1, new byte[100_000], Reliability.RELIABLE);
    a.association.shutdown(clock.nowNs());
    clock.advance(10 * SECOND);

    assertEquals(1, b.arrived.size());
    assertEquals(1, a.arrived.size());
    assertEquals(SctpClose.SHUTDOWN, a.closed);
    assertEquals(SctpClose.SHUTDOWN, b.closed);
  }

  @Test
  void anAbortEndsBothSidesAtOnce() {
    connect();
    a.association.abort(clock.nowNs());
    clock.advance(SECOND);

    assertEquals(SctpClose.LOCAL, a.closed);
    assertEquals(SctpClose.ABORTED_BY_PEER, b.closed);
    assertEquals(Long.MAX_VALUE, a.nextDeadlineNs());
  }

  @Test
  void aPeerThatBeginsAnewIsMetAnew() {
    connect();
    b.send(1, new byte[1], Reliability.RELIABLE);
    clock.advance(SECOND);
    SctpEnd again = new SctpEnd(clock, 99, SctpOptions.DEFAULT, LINK);
    again.other = b;
    b.other = again;
    a.other = null;
    again.association.connect(clock.nowNs());
    clock.advance(SECOND);
    b.send(1, new byte[1], Reliability.RELIABLE);
    again.send(1, new byte[1], Reliability.RELIABLE);
    clock.advance(SECOND);

    assertEquals(List.of("established", "restarted"), b.events);
    assertEquals(1, again.arrived.size());
    assertEquals(1, b.arrived.size());
  }

  @Test
  void anIdlePeerIsAskedWhetherItIsThere() {
    connect();
    clock.advance(120 * SECOND);
    assertTrue(a.count(SctpCounter.PACKETS_SENT) >= 4);
    assertEquals(SctpState.ESTABLISHED, a.association.state());

    b.link.conditions(LINK.loss(1));
    clock.advance(300 * SECOND);
    assertEquals(SctpClose.UNREACHABLE, a.closed);
  }

  @Test
  void littleThatWaitsIsTold() {
    connect();
    a.association.lowThreshold(2, 1000);
    a.send(2, new byte[20_000], Reliability.RELIABLE);
    assertEquals(20_000, a.association.bufferedAmount(2));
    clock.advance(5 * SECOND);

    assertEquals(List.of(2), a.lows);
    assertEquals(0, a.association.bufferedAmount(2));
  }
}
