package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

/** A peer that has finished the handshake and means harm. */
class SctpHostileTest {
  private static final long SECOND = 1_000_000_000;

  private final ManualClock clock = new ManualClock(SECOND);
  private final SctpEnd peer;
  private final SctpEnd victim;
  private int tag;
  private int tsn;

  SctpHostileTest() {
    SctpOptions options = SctpOptions.DEFAULT.interleaving(false);
    SctpEnd[] ends = SctpEnd.pair(clock, 1, options, LinkConditions.IDEAL.delayMs(1));
    peer = ends[0];
    victim = ends[1];
    peer.association.connect(clock.nowNs());
    clock.advance(SECOND);
    // What the peer knows, it can forge.
    InitChunk init = (InitChunk) first(peer.sent.getFirst());
    tsn = init.initialTsn();
    tag = SctpPacket.verificationTag(peer.sent.getLast(), 0);
    victim.other = null; // what it answers does not matter
    peer.other = null;
  }

  private static Chunk first(byte[] packet) {
    Chunk chunk =
        Chunk.read(
            packet, SctpPacket.HEADER, Chunk.length(packet, SctpPacket.HEADER, packet.length));
    if (chunk == null) {
      throw new AssertionError("no chunk");
    }
    return chunk;
  }

  private void hit(int withTag, Chunk chunk) {
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    assertTrue(builder.add(chunk));
    int length = builder.finish(withTag, false);
    victim.association.onPacket(clock.nowNs(), builder.buffer(), 0, length);
    victim.association.flush(clock.nowNs());
  }

  private void hit(Chunk chunk) {
    hit(tag, chunk);
  }

  private DataChunk data(int ahead, int flags, int streamId, int sequence, int size) {
    return new DataChunk(
        false, flags, tsn + ahead, streamId, sequence, 0, 53, new byte[size], 0, size);
  }

  private SackChunk lastSack() {
    for (int i = victim.sent.size() - 1; i >= 0; i--) {
      if (first(victim.sent.get(i)) instanceof SackChunk sack) {
        return sack;
      }
    }
    throw new AssertionError("no SACK");
  }

  @Test
  void fragmentsNeverCompletedCloseTheWindowAndThenEndTheAssociation() {
    int i = 0;
    while (victim.closed == null && i < 20_000) {
      // One fragment of each of many messages, each without a beginning.
      hit(data(i, 0, i % 1000, i, 1000));
      i++;
    }
    assertEquals(0, lastSack().window());
    assertEquals(SctpClose.OUT_OF_ROOM, victim.closed);
    assertTrue(i < 3 * SctpOptions.DEFAULT.receiveBufferBytes() / 1000, "bounded");
  }

  @Test
  void fragmentsOutOfLineAreRefusedOnceTheRoomIsUsed() {
    for (int i = 0; i < 20_000; i++) {
      hit(data(2 + i, DataChunk.BEGIN, 1, i, 1000)); // the first one never comes
    }
    assertEquals(0, lastSack().window());
    assertNull(victim.closed);
    assertTrue(victim.count(SctpCounter.REFUSED_DATA) > 18_000);
  }

  @Test
  void aMessageWithoutEndIsOver() {
    hit(data(0, DataChunk.BEGIN, 1, 0, 1000));
    for (int i = 1; i < 300; i++) {
      hit(data(i, 0, 1, 0, 1000));
    }
    assertEquals(SctpClose.MESSAGE_TOO_LONG, victim.closed);
  }

  @Test
  void aGapAfterEveryPacketCostsBoundedMemory() {
    for (int i = 0; i < 60_000; i += 2) {
      hit(data(1 + i, 3, 1, i, 1));
    }
    assertTrue(lastSack().gaps().length <= 2 * ReceivedTsns.MAX_RANGES);
    assertTrue(victim.count(SctpCounter.REFUSED_DATA) > 29_000);
  }

  @Test
  void dataFarAheadIsAsIfItHadNotCome() {
    hit(data(1 << 20, 3, 1, 1 << 20, 10));
    hit(data(0, 3, 1, 0, 10));
    hit(data(1, 3, 1, 1, 10));

    assertEquals(1, victim.count(SctpCounter.REFUSED_DATA));
    assertEquals(2, victim.arrived.size());
    assertEquals(0, lastSack().gaps().length);
  }

  @Test
  void streamsBeyondTheLimitGoNowhere() {
    hit(data(0, 3, 1024, 0, 10));
    hit(data(1, 3, 65535, 0, 10));

    assertEquals(2, victim.count(SctpCounter.DROPPED_MESSAGES));
    assertEquals(0, victim.arrived.size());
  }

  @Test
  void dataWithoutDataEndsTheAssociation() {
    hit(data(0, 3, 1, 0, 0));
    assertEquals(SctpClose.PROTOCOL_VIOLATION, victim.closed);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentEndsTheAssociation() {
    int first = ((InitChunk) first(victim.sent.getFirst())).initialTsn();
    hit(new SackChunk(first - 5, 1000, new int[0], new int[0]));
    assertNull(victim.closed);
    hit(new SackChunk(first, 1000, new int[0], new int[0]));
    assertEquals(SctpClose.PROTOCOL_VIOLATION, victim.closed);
  }

  @Test
  void aListOfGapsWithoutSenseIsNotWork() {
    int first = ((InitChunk) first(victim.sent.getFirst())).initialTsn();
    for (int i = 0; i < 2000; i++) {
      victim.send(1, new byte[1000], Reliability.RELIABLE);
    }
    victim.association.flush(clock.nowNs());
    int[] gaps = new int[560];
    for (int i = 0; i < gaps.length; i += 2) {
      gaps[i] = 1;
      gaps[i + 1] = 0xffff;
    }
    for (int i = 0; i < 1000; i++) {
      hit(new SackChunk(first - 1, 1 << 20, gaps, new int[0]));
    }
    assertNull(victim.closed);
    assertFalse(victim.association.isIdle());
  }

  @Test
  void aWindowClosedForEverCostsAProbeNowAndThen() {
    int first = ((InitChunk) first(victim.sent.getFirst())).initialTsn();
    hit(new SackChunk(first - 1, 0, new int[0], new int[0]));
    for (int i = 0; i < 100; i++) {
      victim.send(1, new byte[1000], Reliability.RELIABLE);
    }
    int before = victim.sent.size();
    for (int second = 0; second < 600; second++) {
      clock.advance(SECOND);
      hit(new SackChunk(first - 1, 0, new int[0], new int[0]));
    }
    assertNull(victim.closed);
    assertTrue(victim.sent.size() - before < 300);
    assertTrue(victim.sent.size() - before > 200, "else an answer lost would be the end");
    assertTrue(victim.association.bufferedAmount(1) >= 98_000);
  }

  @Test
  void forgedCookiesAreCountedAndNothingElse() {
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      byte[] cookie = new byte[i % 3 == 0 ? 68 : random.nextInt(200)];
      random.nextBytes(cookie);
      hit(random.nextInt(), new CookieEchoChunk(cookie));
    }
    assertEquals(1000, victim.count(SctpCounter.FORGED_COOKIES));
    assertEquals(List.of("established"), victim.events);
  }

  @Test
  void aCookieChangedInOneBitOrBroughtByAnotherIsForged() {
    CookieSigner shared = new CookieSigner(new Random(8));
    List<byte[]> sent = new ArrayList<>();
    SctpCounters counters = new SctpCounters();
    SctpAssociation first =
        new SctpAssociation(
            SctpOptions.DEFAULT,
            shared,
            new Random(9),
            counters,
            (bytes, offset, length) -> sent.add(Arrays.copyOfRange(bytes, offset, length)),
            peer);
    SctpAssociation second =
        new SctpAssociation(
            SctpOptions.DEFAULT, shared, new Random(10), counters, (b, o, l) -> {}, peer);
    byte[] init = peer.sent.getFirst();
    first.onPacket(clock.nowNs(), init, 0, init.length);
    InitChunk ack = (InitChunk) first(sent.getFirst());
    int forged = 0;
    for (int i = 0; i < ack.cookie().length; i++) {
      byte[] cookie = ack.cookie().clone();
      cookie[i] ^= 4;
      echo(first, ack.initiateTag(), cookie);
      assertEquals(++forged, counters.get(SctpCounter.FORGED_COOKIES));
    }
    echo(second, ack.initiateTag(), ack.cookie());
    echo(first, ack.initiateTag() + 1, ack.cookie());
    assertEquals(forged + 2, counters.get(SctpCounter.FORGED_COOKIES));
    echo(first, ack.initiateTag(), ack.cookie());
    assertEquals(SctpState.ESTABLISHED, first.state());
  }

  private void echo(SctpAssociation to, int withTag, byte[] cookie) {
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    assertTrue(builder.add(new CookieEchoChunk(cookie)));
    to.onPacket(clock.nowNs(), builder.buffer(), 0, builder.finish(withTag, false));
  }

  @Test
  void aCookieThatIsTooOldIsNotTaken() {
    SctpEnd late = new SctpEnd(clock, 5, SctpOptions.DEFAULT, LinkConditions.IDEAL);
    SctpEnd server = new SctpEnd(clock, 6, SctpOptions.DEFAULT, LinkConditions.IDEAL);
    late.other = server;
    late.association.connect(clock.nowNs());
    clock.advance(1);
    byte[] answer = server.sent.getFirst();
    InitChunk ack = (InitChunk) first(answer);
    clock.advance(61 * SECOND);
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    assertTrue(builder.add(new CookieEchoChunk(ack.cookie())));
    int length = builder.finish(ack.initiateTag(), false);
    server.association.onPacket(clock.nowNs(), builder.buffer(), 0, length);

    assertEquals(1, server.count(SctpCounter.STALE_COOKIES));
    assertEquals(SctpState.NEW, server.association.state());
  }

  @Test
  void initsWithoutEndChangeNothing() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      Extensions extensions = Extensions.ofBits(random.nextInt(16));
      hit(
          0,
          new InitChunk(
              false,
              1 + random.nextInt(1000),
              random.nextInt() & 0xffffffffL,
              1 + random.nextInt(65535),
              1 + random.nextInt(65535),
              random.nextInt(),
              extensions,
              InitChunk.NONE,
              InitChunk.NONE));
    }
    assertEquals(10_001, victim.count(SctpCounter.INITS_ANSWERED));
    hit(data(0, 3, 1, 0, 10));
    assertEquals(1, victim.arrived.size());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void heartbeatsInOnePacketAreAnsweredOnlySoOften(boolean empty) {
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    while (builder.add(new HeartbeatChunk(false, new byte[empty ? 0 : 8]))) {}
    int length = builder.finish(tag, false);
    int before = victim.sent.size();
    victim.association.onPacket(clock.nowNs(), builder.buffer(), 0, length);
    victim.association.flush(clock.nowNs());

    assertEquals(before + 1, victim.sent.size());
    assertTrue(victim.count(SctpCounter.DROPPED_REQUESTS) > 50);
  }

  @Test
  void packetsWithAnotherTagOrAWrongChecksumDoNotCount() {
    hit(tag + 1, data(0, 3, 1, 0, 10));
    hit(tag + 1, new AbortChunk(false, ErrorCause.NONE));
    hit(tag, new AbortChunk(true, ErrorCause.NONE));
    PacketBuilder builder = new PacketBuilder(5000, 5000, new CRC32C());
    assertTrue(builder.add(data(0, 3, 1, 0, 10)));
    int length = builder.finish(tag, false);
    builder.buffer()[20] ^= 1;
    victim.association.onPacket(clock.nowNs(), builder.buffer(), 0, length);

    assertNull(victim.closed);
    assertEquals(0, victim.arrived.size());
    assertEquals(1, victim.count(SctpCounter.DROPPED_TAG));
    assertEquals(2, victim.count(SctpCounter.DROPPED_CHUNKS));
    assertEquals(1, victim.count(SctpCounter.DROPPED_CHECKSUM));
  }

  @Test
  void resetsOfStreamsThatCannotBeAreDenied() {
    hit(
        new ReconfigChunk(
            List.of(new ReconfigParameter.OutgoingReset(tsn, 0, tsn - 1, new int[] {2000}))));
    hit(
        new ReconfigChunk(
            List.of(new ReconfigParameter.OutgoingReset(tsn + 5, 0, tsn - 1, new int[] {1}))));
    hit(new ReconfigChunk(List.of(new ReconfigParameter.AddOutgoing(tsn + 1, 5000))));

    List<ReconfigResult> results =
        victim.sent.stream()
            .map(SctpHostileTest::first)
            .filter(ReconfigChunk.class::isInstance)
            .map(chunk -> ((ReconfigChunk) chunk).parameters().getFirst())
            .map(parameter -> ((ReconfigParameter.Response) parameter).result())
            .toList();
    assertEquals(
        List.of(
            ReconfigResult.WRONG_SSN, ReconfigResult.BAD_SEQUENCE_NUMBER, ReconfigResult.DENIED),
        results);
    assertEquals(List.of("established"), victim.events);
  }

  @Test
  void unknownChunksAreSkippedOrReportedAsTheirTypeAsks() {
    hit(new UnknownChunk(0xc1, 0, new byte[4]));
    assertEquals(
        ErrorCause.UNRECOGNIZED_CHUNK, ((ErrorChunk) first(victim.sent.getLast())).cause().code());
    int before = victim.sent.size();
    hit(new UnknownChunk(0x81, 0, new byte[4]));
    assertEquals(before, victim.sent.size());
  }
}
