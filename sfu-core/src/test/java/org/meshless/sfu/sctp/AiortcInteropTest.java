package org.meshless.sfu.sctp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("browser") // needs what the tests in browsers need, python3-aiortc among it: bin/test installs
// it
class AiortcInteropTest {
  private static DataChannel open(AiortcPeer peer, String label, Reliability reliability) {
    DataChannel channel = peer.channels.open(System.nanoTime(), label, "", reliability);
    assertNotNull(channel);
    return channel;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messagesOfAllKindsComeBackWhoeverSpeaksFirst(boolean peerFirst) throws Exception {
    byte[] large = new byte[65_536];
    new Random(1).nextBytes(large);
    try (AiortcPeer peer = new AiortcPeer(peerFirst, SctpOptions.DEFAULT, 0)) {
      DataChannel channel = open(peer, "echo", Reliability.RELIABLE);
      channel.send(System.nanoTime(), false, "grüß".getBytes(UTF_8));
      channel.send(System.nanoTime(), true, new byte[0]);
      channel.send(System.nanoTime(), false, new byte[0]);
      channel.send(System.nanoTime(), true, large);
      peer.await(() -> peer.arrived.size() == 4);

      assertEquals(
          List.of(false, true, false, true), peer.arrived.stream().map(m -> m.binary()).toList());
      assertEquals("grüß", new String(peer.arrived.getFirst().bytes(), UTF_8));
      assertEquals(0, peer.arrived.get(1).bytes().length);
      assertEquals(0, peer.arrived.get(2).bytes().length);
      assertArrayEquals(large, peer.arrived.get(3).bytes());
      assertEquals(0, peer.counters.get(SctpCounter.DROPPED_CHUNKS));
    }
  }

  @Test
  void everythingComesBackInOrderThoughPacketsAreLost() throws Exception {
    try (AiortcPeer peer = new AiortcPeer(true, SctpOptions.DEFAULT, 0.02)) {
      DataChannel channel = open(peer, "echo", Reliability.RELIABLE);
      for (int i = 0; i < 200; i++) {
        byte[] message = new byte[1 + 20 * i];
        message[0] = (byte) i;
        channel.send(System.nanoTime(), true, message);
      }
      peer.await(() -> peer.arrived.size() == 200);

      for (int i = 0; i < 200; i++) {
        assertEquals((byte) i, peer.arrived.get(i).bytes()[0]);
        assertEquals(1 + 20 * i, peer.arrived.get(i).bytes().length);
      }
    }
  }

  @Test
  void thePeerOpensAnUnreliableChannelAndSpeaks() throws Exception {
    try (AiortcPeer peer = new AiortcPeer(true, SctpOptions.DEFAULT, 0)) {
      open(peer, "x", Reliability.RELIABLE).send(System.nanoTime(), false, "open".getBytes(UTF_8));
      peer.await(() -> !peer.arrived.isEmpty());

      assertEquals(new Reliability(false, 2, -1), peer.opened.getFirst().reliability());
      assertEquals("mine", peer.arrived.getFirst().label());
    }
  }

  @Test
  void whatIsGivenUpHoldsNothingUp() throws Exception {
    try (AiortcPeer peer = new AiortcPeer(true, SctpOptions.DEFAULT, 0.1)) {
      DataChannel channel = open(peer, "live", new Reliability(true, 0, Reliability.UNLIMITED));
      for (int i = 0; i < 100; i++) {
        channel.send(System.nanoTime(), true, new byte[1000]);
        peer.await(() -> channel.bufferedAmount() == 0);
      }
      DataChannel reliable = open(peer, "last", Reliability.RELIABLE);
      reliable.send(System.nanoTime(), false, "end".getBytes(UTF_8));
      peer.await(() -> peer.arrived.stream().anyMatch(m -> m.label().equals("last")));
      assertFalse(peer.arrived.size() > 101);
    }
  }

  @Test
  void channelsCloseFromEitherSideAndTheirNumbersAreUsedAgain() throws Exception {
    try (AiortcPeer peer = new AiortcPeer(true, SctpOptions.DEFAULT, 0)) {
      for (int round = 0; round < 2; round++) {
        DataChannel ours = open(peer, "ours", Reliability.RELIABLE);
        DataChannel theirs = open(peer, "theirs", Reliability.RELIABLE);
        int arrived = peer.arrived.size();
        ours.send(System.nanoTime(), true, new byte[] {1});
        theirs.send(System.nanoTime(), true, new byte[] {1});
        peer.await(() -> peer.arrived.size() == arrived + 2);
        ours.close(System.nanoTime());
        theirs.send(System.nanoTime(), false, "close".getBytes(UTF_8));
        peer.await(() -> peer.channels.count() == 0);
      }
      assertEquals(4, peer.closed.size());
    }
  }
}
