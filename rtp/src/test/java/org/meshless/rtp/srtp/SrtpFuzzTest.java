package org.meshless.rtp.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.meshless.rtp.packet.RtpHeader;

/** Whatever bytes come, a receiver answers with a verdict, and accepts only what was protected. */
class SrtpFuzzTest {
  @FuzzTest
  void arbitraryBytesAreRefused(byte[] data) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpReceiver receiver = new SrtpReceiver(SrtpFixture.keys(profile), SrtpProvider.sunJce());
      byte[] out = new byte[data.length];
      assertTrue(receiver.unprotect(data, 0, data.length, out) < 0);
      assertTrue(receiver.unprotectRtcp(data, 0, data.length, out) < 0);
    }
  }

  @FuzzTest
  void anyPacketThatIsOneSurvivesTheWay(byte[] data) {
    int header = RtpHeader.headerLength(data, 0, data.length);
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpKeys keys = SrtpFixture.keys(profile);
      SrtpSender sender = new SrtpSender(keys, SrtpProvider.sunJce());
      SrtpReceiver receiver = new SrtpReceiver(keys, SrtpProvider.sunJce());
      if (header >= 0) {
        byte[] sealed = SrtpFixture.protect(sender, data);
        assertArrayEquals(data, SrtpFixture.unprotect(receiver, sealed));
      }
      if (data.length >= 8) {
        byte[] sealed = SrtpFixture.protectRtcp(sender, data);
        assertArrayEquals(data, SrtpFixture.unprotectRtcp(receiver, sealed));
      }
    }
  }

  @FuzzTest
  void aDamagedPacketIsRefused(byte[] damage) {
    byte[] plain = SrtpFixture.packet(7, 1, new byte[20]);
    for (SrtpProfile profile : SrtpProfile.values()) {
      SrtpKeys keys = SrtpFixture.keys(profile);
      byte[] sealed = SrtpFixture.protect(new SrtpSender(keys, SrtpProvider.sunJce()), plain);
      byte[] damaged = Arrays.copyOf(sealed, Math.max(sealed.length, damage.length));
      for (int i = 0; i < damage.length; i++) {
        damaged[i] ^= damage[i];
      }
      if (!Arrays.equals(sealed, damaged)) {
        SrtpReceiver receiver = new SrtpReceiver(keys, SrtpProvider.sunJce());
        byte[] out = new byte[damaged.length];
        assertTrue(receiver.unprotect(damaged, 0, damaged.length, out) < 0);
      }
    }
  }
}
