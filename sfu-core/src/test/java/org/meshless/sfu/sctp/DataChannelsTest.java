package org.meshless.sfu.sctp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;

class DataChannelsTest {
  private static final long SECOND = 1_000_000_000;
  private static final int MAX_CHANNELS = 256;
  private static final LinkConditions LINK = LinkConditions.IDEAL.delayMs(20);

  private final ManualClock clock = new ManualClock(SECOND);
  private final ChannelEnd server = new ChannelEnd(clock, 1, true, MAX_CHANNELS, LINK);
  private final ChannelEnd client = new ChannelEnd(clock, 2, false, MAX_CHANNELS, LINK);

  DataChannelsTest() {
    server.other = client;
    client.other = server;
    client.channels.association().connect(clock.nowNs());
    clock.advance(SECOND);
  }

  private static DataChannel present(@Nullable DataChannel channel) {
    assertNotNull(channel);
    return channel;
  }

  private DataChannel open(ChannelEnd end, String label, Reliability reliability) {
    return present(end.channels.open(clock.nowNs(), label, "", reliability));
  }

  @ParameterizedTest
  @CsvSource({"true, -1, -1", "false, -1, -1", "true, 0, -1", "false, 7, -1", "false, -1, 65535"})
  void anOpenedChannelIsTheSameOnTheOtherSide(boolean ordered, int retransmits, int lifetimeMs) {
    Reliability reliability = new Reliability(ordered, retransmits, lifetimeMs);
    present(client.channels.open(clock.nowNs(), "Grüße", "chat", reliability));
    clock.advance(SECOND);

    DataChannel opened = server.opened.getFirst();
    assertEquals("Grüße", opened.label());
    assertEquals("chat", opened.protocol());
    assertEquals(reliability, opened.reliability());
    assertEquals(0, opened.id());
  }

  @Test
  void theServerCountsOddly() {
    open(server, "a", Reliability.RELIABLE);
    open(server, "b", Reliability.RELIABLE);
    clock.advance(SECOND);

    assertEquals(List.of(1, 3), client.opened.stream().map(DataChannel::id).toList());
  }

  @Test
  void textBytesAndEmptyMessagesArriveAsTheyWere() {
    DataChannel channel = open(client, "x", Reliability.RELIABLE);
    channel.send(clock.nowNs(), false, "hello".getBytes(UTF_8));
    channel.send(clock.nowNs(), true, new byte[] {0, 1});
    channel.send(clock.nowNs(), false, new byte[0]);
    channel.send(clock.nowNs(), true, new byte[0]);
    clock.advance(SECOND);

    assertEquals(
        List.of("false 68656c6c6f", "true 0001", "false ", "true "),
        server.arrived.stream()
            .map(m -> m.binary() + " " + HexFormat.of().formatHex(m.bytes()))
            .toList());
  }

  @Test
  void messagesOfAnUnorderedChannelDoNotOvertakeItsOpening() {
    client.link.conditions(LINK.loss(1));
    DataChannel channel = open(client, "u", new Reliability(false, -1, -1));
    clock.advance(1);
    client.link.conditions(LINK);
    channel.send(clock.nowNs(), true, new byte[] {1});
    clock.advance(5 * SECOND);

    assertEquals(1, server.arrived.size());
    assertEquals(0, server.counters.get(SctpCounter.DROPPED_MESSAGES));
  }

  @Test
  void negotiatedChannelsNeedNoOpening() {
    DataChannel left = present(client.channels.negotiated(100, "n", "", Reliability.RELIABLE));
    present(server.channels.negotiated(100, "n", "", Reliability.RELIABLE));
    assertNull(client.channels.negotiated(100, "again", "", Reliability.RELIABLE));
    assertNull(client.channels.negotiated(1024, "beyond", "", Reliability.RELIABLE));
    left.send(clock.nowNs(), true, new byte[] {1});
    clock.advance(SECOND);

    assertEquals("n", server.arrived.getFirst().label());
    assertEquals(0, server.opened.size());
  }

  @Test
  void eitherSideClosesAChannelAfterWhatWaits() {
    DataChannel first = open(client, "first", Reliability.RELIABLE);
    DataChannel second = open(client, "second", Reliability.RELIABLE);
    first.send(clock.nowNs(), true, new byte[100_000]);
    first.close(clock.nowNs());
    assertFalse(first.isOpen());
    assertEquals(SendResult.CLOSED, first.send(clock.nowNs(), true, new byte[1]));
    clock.advance(5 * SECOND);
    server.opened.getLast().close(clock.nowNs());
    clock.advance(SECOND);

    assertEquals(100_000, server.arrived.getFirst().bytes().length);
    assertEquals(List.of("first", "second"), server.closed);
    assertEquals(List.of("first", "second"), client.closed);
    assertFalse(second.isOpen());
    assertEquals(0, server.channels.count());
  }

  @Test
  void manyChannelsOpenAndCloseOverABadLink() {
    client.link.conditions(LINK.loss(0.05).reordering(0.05, 10));
    server.link.conditions(LINK.loss(0.05).reordering(0.05, 10));
    server.echoes = true;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 200; i++) {
        open(client, "c" + i, Reliability.RELIABLE).send(clock.nowNs(), true, new byte[] {1});
      }
      clock.advance(20 * SECOND);
      assertEquals(200 * (round + 1), client.arrived.size());
      assertEquals(200, server.channels.count());
      for (DataChannel channel : server.opened) {
        channel.close(clock.nowNs());
      }
      server.opened.clear();
      clock.advance(20 * SECOND);
      assertEquals(0, client.channels.count());
      assertEquals(0, server.channels.count());
    }
  }

  @Test
  void tooManyChannelsAreRefused() {
    for (int i = 0; i < MAX_CHANNELS; i++) {
      open(client, "c", Reliability.RELIABLE);
    }
    assertNull(client.channels.open(clock.nowNs(), "x", "", Reliability.RELIABLE));
    clock.advance(SECOND);
    assertEquals(MAX_CHANNELS, server.channels.count());
    assertNull(server.channels.open(clock.nowNs(), "x", "", Reliability.RELIABLE));
  }

  @Test
  void aChannelThatTheOtherSideHasNoRoomForIsClosed() {
    ChannelEnd full = new ChannelEnd(clock, 3, true, 0, LINK);
    ChannelEnd asking = new ChannelEnd(clock, 4, false, 1, LINK);
    full.other = asking;
    asking.other = full;
    asking.channels.association().connect(clock.nowNs());
    DataChannel refused = open(asking, "one too many", Reliability.RELIABLE);
    clock.advance(5 * SECOND);

    assertFalse(refused.isOpen());
    assertEquals(1, full.counters.get(SctpCounter.CHANNELS_REFUSED));
  }

  @Test
  void aReliableChannelTakesNoMoreThanItsLimit() {
    DataChannel channel = open(client, "full", Reliability.RELIABLE);
    channel.limit(10_000);
    channel.bufferedAmountLowThreshold(2_000);
    int taken = 0;
    while (channel.send(clock.nowNs(), true, new byte[936]) == SendResult.QUEUED) {
      taken++;
    }
    assertEquals(9, taken); // beside the opening
    clock.advance(SECOND);

    assertEquals(List.of("full"), client.lows);
    assertEquals(SendResult.QUEUED, channel.send(clock.nowNs(), true, new byte[936]));
    assertEquals(SendResult.TOO_LONG, channel.send(clock.nowNs(), true, new byte[262_145]));
  }

  @Test
  void anUnreliableChannelGivesUpItsOldestMessages() {
    DataChannel channel = open(client, "live", new Reliability(false, 0, Reliability.UNLIMITED));
    clock.advance(SECOND);
    channel.limit(10_000);
    for (int i = 0; i < 100; i++) {
      assertEquals(
          SendResult.QUEUED, channel.send(clock.nowNs(), true, new byte[] {(byte) i, 2, 3}));
    }
    for (int i = 0; i < 30; i++) {
      channel.send(clock.nowNs(), true, new byte[936]);
    }
    clock.advance(SECOND);

    assertEquals(10, server.arrived.size());
    assertTrue(server.arrived.stream().allMatch(m -> m.bytes().length == 936));
    assertEquals(120, client.counters.get(SctpCounter.ABANDONED_MESSAGES));
  }

  @Test
  void theEndOfTheAssociationIsTheEndOfItsChannels() {
    open(client, "x", Reliability.RELIABLE);
    clock.advance(SECOND);
    server.channels.association().abort(clock.nowNs());
    clock.advance(SECOND);

    assertEquals(List.of("x", "ABORTED_BY_PEER"), client.closed);
    assertEquals(List.of("x", "LOCAL"), server.closed);
    assertNull(client.channels.open(clock.nowNs(), "y", "", Reliability.RELIABLE));
  }

  @Test
  void aNameOfThousandsOfBytesIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> open(client, "x".repeat(1025), Reliability.RELIABLE));
  }
}
