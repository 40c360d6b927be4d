package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshless.rtp.packet.RtpHeader;

class SrtpSenderTest {
  private static final SrtpKeys KEYS = SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM);
  private static final byte[] PAYLOAD = new byte[100];

  private final SrtpSender sender = new SrtpSender(KEYS, SrtpProvider.choose());

  @ParameterizedTest
  @CsvSource({
    "1000, 1000", // at once
    "1000, 900", // late
    "65535, 65535", // before a rollover
  })
  void aSequenceNumberIsProtectedOnce(int first, int second) {
    assertEquals(0, verdict(7, first));
    assertEquals(first == second ? SrtpSender.REPEATED_INDEX : 0, verdict(7, second));
    assertEquals(SrtpSender.REPEATED_INDEX, verdict(7, second));
    assertEquals(first == second ? 2 : 1, sender.refused());
  }

  @Test
  void aSequenceNumberIsProtectedAgainAfterARolloverBecauseItsIndexIsAnother() {
    for (int seq = 0; seq <= 65536 + 10; seq += 10) {
      assertEquals(0, verdict(7, seq & 0xFFFF));
    }
    assertEquals(SrtpSender.REPEATED_INDEX, verdict(7, 0xFFFF & 65540));
  }

  @Test
  void anIndexTooOldToKnowIsRefused() {
    assertEquals(0, verdict(7, 5000));
    assertEquals(0, verdict(7, 5000 - ReplayWindow.SIZE + 1));
    assertEquals(SrtpSender.REPEATED_INDEX, verdict(7, 5000 - ReplayWindow.SIZE));
  }

  @Test
  void aRefusedPacketLeavesTheOutputAsItWas() {
    byte[] packet = SrtpFixture.packet(7, 1, PAYLOAD);
    assertEquals(0, SrtpFixture.verdict(sender, packet));
    byte[] out = Arrays.copyOf(packet, packet.length + 16);
    byte[] before = out.clone();
    assertEquals(SrtpSender.REPEATED_INDEX, sender.protect(out, 0, 12, PAYLOAD, 0, 100));
    assertArrayEquals(before, out);
  }

  @Test
  void streamsDoNotShareIndices() {
    assertEquals(0, verdict(7, 1000));
    assertEquals(0, verdict(0xFFFF_FFF9L, 1000));
  }

  @Test
  void theNumberOfStreamsIsBounded() {
    for (int ssrc = 0; ssrc < SrtpSender.MAX_STREAMS; ssrc++) {
      assertEquals(0, verdict(ssrc * 65536L, 1));
    }
    assertEquals(SrtpSender.TOO_MANY_STREAMS, verdict(1, 1));
    assertEquals(0, verdict(0, 2));
    assertEquals(SrtpSender.REPEATED_INDEX, verdict(65536, 1));
  }

  @Test
  void noIndexEverRepeatsWhateverSequenceNumbersCome() {
    Random random = new Random(3711);
    java.util.Set<Long> used = new java.util.HashSet<>();
    SrtpReceiver receiver = new SrtpReceiver(KEYS, SrtpProvider.choose());
    long position = 60_000;
    for (int i = 0; i < 20_000; i++) {
      position += random.nextInt(-600, 700);
      int seq = (int) position & 0xFFFF;
      byte[] packet = SrtpFixture.packet(7, seq, PAYLOAD);
      byte[] out = Arrays.copyOf(packet, packet.length + 16);
      int length = sender.protect(out, 0, 12, PAYLOAD, 0, PAYLOAD.length);
      if (length > 0) {
        // Its ciphertext is a function of the index alone here.
        assertTrue(used.add(java.nio.ByteBuffer.wrap(out).getLong(12)), "seq " + seq);
        assertArrayEquals(packet, SrtpFixture.unprotect(receiver, out));
      } else {
        assertEquals(SrtpSender.REPEATED_INDEX, length);
      }
    }
    assertTrue(used.size() > 5_000, "only " + used.size() + " sent");
  }

  @ParameterizedTest
  @EnumSource
  void rtcpStopsWhenItsIndicesAreUsedUp(SrtpProfile profile) {
    SrtpSender last =
        new SrtpSender(SrtpFixture.keys(profile), SrtpProvider.sunJce(), (1L << 31) - 1);
    byte[] packet = new byte[64];
    assertEquals(8 + profile.rtcpOverhead(), last.protectRtcp(packet, 0, 8));
    assertEquals(SrtpSender.KEY_EXHAUSTED, last.protectRtcp(packet, 0, 8));
  }

  @ParameterizedTest
  @MethodSource("org.meshless.rtp.srtp.SrtpFixture#profilesAndProviders")
  void aPatchedPrefixAndPaddingTakeTheirPlaceAroundTheSharedPayload(
      SrtpProfile profile, SrtpProvider provider) {
    SrtpSender patching = new SrtpSender(SrtpFixture.keys(profile), provider);
    SrtpReceiver receiver = new SrtpReceiver(SrtpFixture.keys(profile), provider);
    byte[] shared = new byte[50];
    Arrays.fill(shared, (byte) 5);
    for (int padding = 0; padding <= 3; padding++) {
      byte[] out = new byte[200];
      RtpHeader.write(out, 20, true, 96, 100 + padding, 1, 7);
      out[32] = 1;
      out[33] = 2;
      out[34] = 3;
      int length = patching.protect(out, 20, 12, 3, shared, 4, 40, padding);
      assertEquals(12 + 3 + 40 + padding + profile.rtpOverhead(), length);

      byte[] plain = SrtpFixture.unprotect(receiver, Arrays.copyOfRange(out, 20, 20 + length));
      byte[] expected = new byte[12 + 43 + padding];
      RtpHeader.write(expected, 0, true, 96, 100 + padding, 1, 7);
      RtpHeader.setPadding(expected, 0, padding > 0);
      expected[12] = 1;
      expected[13] = 2;
      expected[14] = 3;
      Arrays.fill(expected, 15, 55, (byte) 5);
      if (padding > 0) {
        expected[expected.length - 1] = (byte) padding;
      }
      assertArrayEquals(expected, plain);
    }
    byte[] untouched = new byte[50];
    Arrays.fill(untouched, (byte) 5);
    assertArrayEquals(untouched, shared);
  }

  private int verdict(long ssrc, int seq) {
    return SrtpFixture.verdict(sender, SrtpFixture.packet(ssrc, seq, PAYLOAD));
  }
}
