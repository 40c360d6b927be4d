package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SrtpReceiverTest {
  private static final String CASES = "org.meshless.rtp.srtp.SrtpFixture#profilesAndProviders";
  private static final SrtpKeys KEYS = SrtpFixture.keys(SrtpProfile.AEAD_AES_128_GCM);
  private static final byte[] PAYLOAD = new byte[100];

  private final SrtpSender sender = new SrtpSender(KEYS, SrtpProvider.choose());
  private final SrtpReceiver receiver = new SrtpReceiver(KEYS, SrtpProvider.choose());

  @ParameterizedTest
  @MethodSource(CASES)
  void aPacketWithAnyBitFlippedIsNotAccepted(SrtpProfile profile, SrtpProvider provider) {
    byte[] sealed =
        SrtpFixture.protect(
            new SrtpSender(SrtpFixture.keys(profile), provider),
            SrtpFixture.packet(7, 1, new byte[20]));
    SrtpReceiver flipped = new SrtpReceiver(SrtpFixture.keys(profile), provider);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] copy = sealed.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      int verdict = SrtpFixture.verdict(flipped, copy);
      int expected = verdict == SrtpReceiver.MALFORMED ? verdict : SrtpReceiver.BAD_TAG;
      assertEquals(expected, verdict, "bit " + bit);
    }
    assertEquals(0, SrtpFixture.verdict(flipped, sealed));
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void anRtcpPacketWithAnyBitFlippedIsNotAccepted(SrtpProfile profile, SrtpProvider provider) {
    byte[] plain = new byte[28];
    plain[0] = (byte) 0x80;
    byte[] sealed =
        SrtpFixture.protectRtcp(new SrtpSender(SrtpFixture.keys(profile), provider), plain);
    SrtpReceiver flipped = new SrtpReceiver(SrtpFixture.keys(profile), provider);
    byte[] out = new byte[sealed.length];
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] copy = sealed.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      int verdict = flipped.unprotectRtcp(copy, 0, copy.length, out);
      int expected = verdict == SrtpReceiver.MALFORMED ? verdict : SrtpReceiver.BAD_TAG;
      assertEquals(expected, verdict, "bit " + bit);
    }
    assertArrayEquals(plain, SrtpFixture.unprotectRtcp(flipped, sealed));
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedPacketIsNotAccepted(SrtpProfile profile) {
    SrtpSender any = new SrtpSender(SrtpFixture.keys(profile), SrtpProvider.choose());
    byte[] rtp = SrtpFixture.protect(any, SrtpFixture.packet(7, 1, new Random(1)));
    byte[] rtcp = SrtpFixture.protectRtcp(any, new byte[28]);
    SrtpReceiver truncated = new SrtpReceiver(SrtpFixture.keys(profile), SrtpProvider.choose());
    byte[] out = new byte[2000];
    for (int length = 0; length < rtp.length; length++) {
      assertEquals(-1, Integer.signum(truncated.unprotect(rtp, 0, length, out)), "at " + length);
    }
    for (int length = 0; length < rtcp.length; length++) {
      assertEquals(
          -1, Integer.signum(truncated.unprotectRtcp(rtcp, 0, length, out)), "at " + length);
    }
  }

  @Test
  void aReplayedPacketIsRefused() {
    byte[] first = seal(7, 1);
    byte[] second = seal(7, 2);
    assertEquals(0, SrtpFixture.verdict(receiver, second));
    assertEquals(0, SrtpFixture.verdict(receiver, first));
    assertEquals(SrtpReceiver.REPLAYED, SrtpFixture.verdict(receiver, first));
    assertEquals(SrtpReceiver.REPLAYED, SrtpFixture.verdict(receiver, second));
  }

  @Test
  void aPacketOlderThanTheWindowIsRefused() {
    byte[] old = seal(7, 1);
    byte[] youngEnough = seal(7, 2);
    assertEquals(0, SrtpFixture.verdict(receiver, seal(7, 1 + ReplayWindow.SIZE)));
    assertEquals(SrtpReceiver.REPLAYED, SrtpFixture.verdict(receiver, old));
    assertEquals(0, SrtpFixture.verdict(receiver, youngEnough));
  }

  @Test
  void aReplayedRtcpPacketIsRefused() {
    byte[] first = SrtpFixture.protectRtcp(sender, new byte[8]);
    byte[] second = SrtpFixture.protectRtcp(sender, new byte[8]);
    byte[] out = new byte[100];
    assertEquals(8, receiver.unprotectRtcp(second, 0, second.length, out));
    assertEquals(8, receiver.unprotectRtcp(first, 0, first.length, out));
    assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectRtcp(first, 0, first.length, out));
    assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectRtcp(second, 0, second.length, out));
  }

  @Test
  void aForgedPacketLeavesNoTrace() {
    byte[] authentic = seal(7, 1);
    SrtpSender other = new SrtpSender(KEYS, SrtpProvider.choose());
    byte[] forged = SrtpFixture.protect(other, SrtpFixture.packet(7, 30_000, PAYLOAD));
    forged[forged.length - 1] ^= 1;
    // Neither the index nor the SSRC of a forged packet counts for anything.
    for (int ssrc = 0; ssrc < 2 * SrtpReceiver.MAX_STREAMS; ssrc++) {
      byte[] stranger = forged.clone();
      stranger[10] = (byte) (ssrc >>> 8);
      stranger[11] = (byte) ssrc;
      assertEquals(SrtpReceiver.BAD_TAG, SrtpFixture.verdict(receiver, stranger));
    }
    assertEquals(0, SrtpFixture.verdict(receiver, authentic));
    assertEquals(SrtpReceiver.BAD_TAG, SrtpFixture.verdict(receiver, forged));
    assertEquals(0, SrtpFixture.verdict(receiver, seal(7, 2)));
  }

  @Test
  void theNumberOfStreamsIsBounded() {
    SrtpSender other = new SrtpSender(KEYS, SrtpProvider.choose());
    for (int ssrc = 0; ssrc < SrtpReceiver.MAX_STREAMS; ssrc++) {
      assertEquals(0, SrtpFixture.verdict(receiver, seal(ssrc, 1)));
    }
    byte[] oneMore = SrtpFixture.protect(other, SrtpFixture.packet(99_999, 1, PAYLOAD));
    assertEquals(SrtpReceiver.TOO_MANY_STREAMS, SrtpFixture.verdict(receiver, oneMore));
    assertEquals(0, SrtpFixture.verdict(receiver, seal(5, 2)));
  }

  @Test
  void aJumpOfMoreThanHalfTheNumbersBeforeTheFirstRolloverStaysInTheFirstCycle() {
    assertEquals(0, SrtpFixture.verdict(receiver, seal(7, 100)));
    assertEquals(0, SrtpFixture.verdict(receiver, seal(7, 65_000)));
  }

  @Test
  void packetsOfTheOtherDirectionAreNotAccepted() {
    SrtpKeys others = new SrtpKeys(KEYS.profile(), new byte[16], Arrays.copyOf(new byte[] {1}, 12));
    SrtpSender stranger = new SrtpSender(others, SrtpProvider.choose());
    byte[] sealed = SrtpFixture.protect(stranger, SrtpFixture.packet(7, 1, PAYLOAD));
    assertEquals(SrtpReceiver.BAD_TAG, SrtpFixture.verdict(receiver, sealed));
  }

  private byte[] seal(long ssrc, int seq) {
    return SrtpFixture.protect(sender, SrtpFixture.packet(ssrc, seq, PAYLOAD));
  }
}
