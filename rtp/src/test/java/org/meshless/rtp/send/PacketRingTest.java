package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;

class PacketRingTest {
  private static final long SECOND = 1_000_000_000;

  private final PacketRing ring = new PacketRing(256, 2 * SECOND);

  @Test
  void aPacketIsFoundByItsExtendedNumber() {
    RtpPacket packet = packet();
    assertTrue(ring.put(0, 70_000, packet));
    assertSame(packet, ring.get(0, 70_000));
    assertNull(ring.get(0, 69_999));
    assertNull(ring.get(0, 70_001));
    assertNull(ring.get(0, 70_000 + 65_536));
  }

  @Test
  void aLatePacketIsKeptAndASecondOneOfItsNumberIsNot() {
    RtpPacket late = packet();
    ring.put(0, 70_000, packet());
    ring.put(0, 70_040, packet());
    assertTrue(ring.put(0, 69_990, late));
    assertTrue(ring.put(0, 70_001, late));
    assertFalse(ring.put(0, 70_001, packet()));
    assertSame(late, ring.get(0, 69_990));
    assertSame(late, ring.get(0, 70_001));
  }

  @Test
  void aPacketIsForgottenWhenItIsTooOld() {
    ring.put(0, 70_000, packet());
    ring.put(SECOND, 70_001, packet());
    assertNotNull(ring.get(2 * SECOND, 70_000));
    assertNull(ring.get(2 * SECOND + 1, 70_000));
    assertNotNull(ring.get(2 * SECOND + 1, 70_001));
    ring.trim(10 * SECOND);
    assertNull(ring.get(0, 70_001), "not even kept");
  }

  @Test
  void atMostSoManyNumbersAreKept() {
    for (int i = 0; i < 1000; i++) {
      ring.put(0, 70_000 + i, packet());
    }
    assertNull(ring.get(0, 70_743));
    assertNotNull(ring.get(0, 70_744));
    assertNotNull(ring.get(0, 70_999));
    assertFalse(ring.put(0, 70_743, packet()));
  }

  @ParameterizedTest
  @ValueSource(longs = {255, 256, 257, 5000, 1L << 40})
  void aJumpForgetsWhatFallsOutOfTheWindow(long jump) {
    ring.put(0, 70_000, packet());
    ring.put(0, 70_000 + jump, packet());
    assertEquals(jump < 256, ring.get(0, 70_000) != null);
    assertNotNull(ring.get(0, 70_000 + jump));
  }

  @Test
  void capacitiesOtherThanPowersOfTwoAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PacketRing(100, 1));
    assertThrows(IllegalArgumentException.class, () -> new PacketRing(16, 1));
  }

  @Test
  void whateverComesInWhateverOrderItKeepsWhatAMapWouldKeep() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      PacketRing tried = new PacketRing(128, SECOND);
      Map<Long, RtpPacket> kept = new HashMap<>();
      Map<Long, Long> arrivals = new HashMap<>();
      long position = 70_000;
      long highest = -1;
      long nowNs = 0;
      for (int i = 0; i < 2000; i++) {
        nowNs += random.nextLong(SECOND / 50);
        position += random.nextInt(100) == 0 ? random.nextInt(400) : random.nextInt(3);
        long seq = position - (random.nextInt(5) == 0 ? random.nextInt(150) : 0);
        RtpPacket packet = packet();
        boolean fresh = !kept.containsKey(seq) || nowNs - arrivals.getOrDefault(seq, 0L) > SECOND;
        if (tried.put(nowNs, seq, packet)) {
          assertTrue(fresh);
          kept.put(seq, packet);
          arrivals.put(seq, nowNs);
        }
        highest = Math.max(highest, seq);
        long asked = highest - random.nextInt(200);
        boolean expected =
            kept.containsKey(asked)
                && highest - asked < 128
                && nowNs - arrivals.getOrDefault(asked, 0L) <= SECOND;
        RtpPacket found = tried.get(nowNs, asked);
        assertEquals(expected, found != null, "seed " + seed + " step " + i);
        if (found != null) {
          assertSame(kept.get(asked), found);
        }
      }
    }
  }

  private static RtpPacket packet() {
    byte[] bytes = new byte[20];
    RtpHeader.write(bytes, 0, false, 96, 1, 1, 1);
    RtpPacket packet = RtpPacket.parse(bytes, bytes.length, ExtensionMap.EMPTY);
    assertNotNull(packet);
    return packet;
  }
}
