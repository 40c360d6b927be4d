package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packet of ours is understood by jitsi-srtp, and every packet of its by us. */
class JitsiSrtpOracleTest {
  private static final String CASES = "org.meshless.rtp.srtp.SrtpFixture#profilesAndProviders";
  private static final long SSRC = 0xCAFE_BABEL;
  private static final long SEED = 20261120;

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @MethodSource(CASES)
  void jitsiDecryptsWhatWeProtectAcrossTwoRollovers(SrtpProfile profile, SrtpProvider provider) {
    SrtpSender sender = new SrtpSender(SrtpFixture.keys(profile), provider);
    JitsiSession jitsi = new JitsiSession(SrtpFixture.keys(profile), false);
    for (long index : indices()) {
      byte[] packet = SrtpFixture.packet(SSRC, (int) index & 0xFFFF, random);
      assertArrayEquals(packet, jitsi.unprotect(SrtpFixture.protect(sender, packet)));
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void weDecryptWhatJitsiProtectsAcrossTwoRollovers(SrtpProfile profile, SrtpProvider provider) {
    JitsiSession jitsi = new JitsiSession(SrtpFixture.keys(profile), true);
    SrtpReceiver receiver = new SrtpReceiver(SrtpFixture.keys(profile), provider);
    for (long index : indices()) {
      byte[] packet = SrtpFixture.packet(SSRC, (int) index & 0xFFFF, random);
      assertArrayEquals(packet, SrtpFixture.unprotect(receiver, jitsi.protect(packet)));
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void packetsReorderedAroundARolloverAreDecrypted(SrtpProfile profile, SrtpProvider provider) {
    JitsiSession jitsi = new JitsiSession(SrtpFixture.keys(profile), true);
    SrtpReceiver receiver = new SrtpReceiver(SrtpFixture.keys(profile), provider);
    List<byte[]> plain = new ArrayList<>();
    for (int seq = 65500; seq < 65600; seq++) {
      plain.add(SrtpFixture.packet(SSRC, seq & 0xFFFF, random));
    }
    List<byte[]> sealed = plain.stream().map(jitsi::protect).toList();
    assertArrayEquals(plain.get(0), SrtpFixture.unprotect(receiver, sealed.get(0)));
    // Backwards, so that every packet but one is late and the first jumps the rollover.
    for (int i = plain.size() - 1; i > 0; i--) {
      assertArrayEquals(plain.get(i), SrtpFixture.unprotect(receiver, sealed.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void rtcpIsUnderstoodInBothDirections(SrtpProfile profile, SrtpProvider provider) {
    SrtpKeys keys = SrtpFixture.keys(profile);
    SrtpSender sender = new SrtpSender(keys, provider);
    SrtpReceiver receiver = new SrtpReceiver(keys, provider);
    JitsiSession jitsiReceiver = new JitsiSession(keys, false);
    JitsiSession jitsiSender = new JitsiSession(keys, true);
    for (int i = 0; i < 100; i++) {
      byte[] packet = new byte[8 + 4 * random.nextInt(100)];
      random.nextBytes(packet);
      packet[0] = (byte) 0x80;
      packet[1] = (byte) 200;
      packet[7] = (byte) (i % 3); // three senders
      assertArrayEquals(
          packet, jitsiReceiver.unprotectRtcp(SrtpFixture.protectRtcp(sender, packet)));
      assertArrayEquals(
          packet, SrtpFixture.unprotectRtcp(receiver, jitsiSender.protectRtcp(packet)));
    }
  }

  /** A stream that rolls over twice: dense around the rollovers, sparse elsewhere. */
  private static List<Long> indices() {
    List<Long> indices = new ArrayList<>();
    for (long index = 20_000; index < 3 * 65_536; ) {
      indices.add(index);
      long toRollover = 65_536 - index % 65_536;
      index += toRollover > 16 && toRollover < 65_520 ? Math.min(9_001, toRollover - 16) : 1;
    }
    return indices;
  }
}
