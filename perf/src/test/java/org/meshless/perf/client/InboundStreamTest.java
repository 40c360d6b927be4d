package org.meshless.perf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.meshless.perf.media.PublishedTrack;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.packet.RtpHeader;

/** Loss, reordering, duplicates and delay that are put in are seen; no network, no clock. */
final class InboundStreamTest {
  private static final int OFFSET = 70_000;
  private static final int TIMESTAMP_OFFSET = 12_345;
  private static final int PACKETS = 1000;

  private final Tracks tracks = new Tracks(1);
  private final PublishedTrack track = tracks.add(true);
  private final Window window = new Window(tracks);
  private final InboundStream stream =
      new InboundStream(
          new RemotePeer.ReceiveLine("0", true, 96, 97, 5, 6, ExtensionMap.EMPTY), 5, null);
  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();

  InboundStreamTest() {
    publish();
    learn(0);
    window.open();
    for (int i = 1; i <= PACKETS; i++) {
      publish();
    }
    window.close();
  }

  private void publish() {
    packet.payloadLength = 500;
    packet.dueNs = track.published() * 1_000_000;
    packet.timestamp = (int) track.published() * 90;
    track.publish(packet);
  }

  private void learn(long index) {
    byte[] b = new byte[600];
    assertTrue(track.find(index, packet));
    long timestamp = (packet.timestamp + TIMESTAMP_OFFSET) & 0xffff_ffffL;
    RtpHeader.write(b, 0, false, 96, (int) (OFFSET + index), timestamp, 5);
    assertTrue(track.payloads().write(packet, b, RtpHeader.FIXED_LENGTH));
    int length = RtpHeader.FIXED_LENGTH + packet.payloadLength;
    assertTrue(stream.onPlaintext(b, length, OFFSET + index, tracks));
  }

  private LoopCounters sum() {
    LoopCounters sum = new LoopCounters();
    stream.addTo(sum, window);
    return sum;
  }

  @Test
  void nothingIsMissedWhereNothingWasLost() {
    for (int i = 1; i <= PACKETS; i++) {
      assertTrue(stream.onPacket(OFFSET + i, false, window) > 0);
    }

    assertEquals(PACKETS, sum().expected);
    assertEquals(PACKETS, sum().received);
    assertEquals(0, sum().reordered + sum().duplicates);
  }

  @Test
  void everyTenthPacketLostIsTenPercent() {
    for (int i = 1; i <= PACKETS; i++) {
      if (i % 10 != 0) {
        long _ = stream.onPacket(OFFSET + i, false, window);
      }
    }

    assertEquals(PACKETS, sum().expected);
    assertEquals(PACKETS * 9 / 10, sum().received);
  }

  @Test
  void lossAtTheEndIsSeenTooThoughNoLaterPacketTells() {
    for (int i = 1; i <= PACKETS - 50; i++) {
      long _ = stream.onPacket(OFFSET + i, false, window);
    }

    assertEquals(50, sum().expected - sum().received);
  }

  @Test
  void packetsThatChangedPlacesAreReordered() {
    for (int i = 1; i <= PACKETS; i += 2) {
      long _ = stream.onPacket(OFFSET + i + 1, false, window);
      long _ = stream.onPacket(OFFSET + i, false, window);
    }

    assertEquals(PACKETS, sum().received);
    assertEquals(PACKETS / 2, sum().reordered);
  }

  @Test
  void aPacketThatComesTwiceCountsOnce() {
    for (int i = 1; i <= PACKETS; i++) {
      long _ = stream.onPacket(OFFSET + i, false, window);
      assertEquals(0, stream.onPacket(OFFSET + i, false, window));
    }

    assertEquals(PACKETS, sum().received);
    assertEquals(PACKETS, sum().duplicates);
  }

  @Test
  void aRetransmissionIsRecoveredNotReceived() {
    long _ = stream.onPacket(OFFSET + 1, false, window);
    long _ = stream.onPacket(OFFSET + 3, false, window);
    long _ = stream.onPacket(OFFSET + 2, true, window);

    assertEquals(2, sum().received);
    assertEquals(1, sum().recovered);
  }

  @Test
  void delayCountsFromWhenThePacketWasDue() {
    assertEquals(7_000_000, stream.onPacket(OFFSET + 7, false, window));
  }

  @Test
  void aTimestampThatContradictsTheNumberIsLookedInto() {
    int timestamp = 65 * 90 + TIMESTAMP_OFFSET;
    long notASample = OFFSET + 65;
    assertTrue(notASample % InboundStream.SAMPLE != 0);

    assertFalse(stream.wantsPlaintext(notASample, timestamp));
    assertTrue(stream.wantsPlaintext(notASample, timestamp + 90));
  }

  @Test
  void packetsOutsideTheWindowDoNotCount() {
    assertEquals(0, stream.onPacket(OFFSET, false, window));
    assertEquals(0, sum().received);
  }
}
