package org.meshless.rtp.srtp;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.meshless.rtp.packet.RtpHeader;

/** Keys, packets and both ends of a session for the tests here. */
final class SrtpFixture {
  private SrtpFixture() {}

  /** Every profile with every provider that this machine has. */
  static Stream<Arguments> profilesAndProviders() {
    return Arrays.stream(SrtpProfile.values())
        .flatMap(
            profile ->
                Stream.of(SrtpProvider.sunJce(), SrtpProvider.choose())
                    .map(provider -> Arguments.of(profile, provider)));
  }

  static SrtpKeys keys(SrtpProfile profile) {
    Random random = new Random(profile.id());
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    return new SrtpKeys(profile, key, salt);
  }

  /** An RTP packet with the given payload. */
  static byte[] packet(long ssrc, int sequenceNumber, byte[] payload) {
    byte[] packet = new byte[RtpHeader.FIXED_LENGTH + payload.length];
    RtpHeader.write(packet, 0, false, 96, sequenceNumber, sequenceNumber * 3000L, ssrc);
    System.arraycopy(payload, 0, packet, RtpHeader.FIXED_LENGTH, payload.length);
    return packet;
  }

  /** An RTP packet with CSRCs, extension and payload of random kind. */
  static byte[] packet(long ssrc, int sequenceNumber, RandomGenerator random) {
    int csrcs = random.nextInt(3);
    int words = random.nextInt(4);
    int header = RtpHeader.FIXED_LENGTH + 4 * csrcs + (words == 0 ? 0 : 4 + 4 * words);
    byte[] packet = new byte[header + random.nextInt(1200)];
    random.nextBytes(packet);
    RtpHeader.write(
        packet,
        0,
        random.nextBoolean(),
        random.nextInt(128),
        sequenceNumber,
        random.nextLong(),
        ssrc);
    RtpHeader.setCsrcCount(packet, 0, csrcs);
    if (words > 0) {
      RtpHeader.setExtension(packet, 0, true);
      packet[RtpHeader.FIXED_LENGTH + 4 * csrcs + 2] = 0;
      packet[RtpHeader.FIXED_LENGTH + 4 * csrcs + 3] = (byte) words;
    }
    return packet;
  }

  /** Protects a whole packet as the forwarding path does: header written out, payload shared. */
  static byte[] protect(SrtpSender sender, byte[] packet) {
    byte[] out = new byte[packet.length + 64];
    int off = 7;
    int header = RtpHeader.headerLength(packet, 0, packet.length);
    System.arraycopy(packet, 0, out, off, header);
    int length = sender.protect(out, off, header, packet, header, packet.length - header);
    if (length < 0) {
      throw new AssertionError("verdict " + length);
    }
    return Arrays.copyOfRange(out, off, off + length);
  }

  /** The verdict on a packet that {@code sender} is to protect. */
  static int verdict(SrtpSender sender, byte[] packet) {
    byte[] out = Arrays.copyOf(packet, packet.length + 64);
    int header = RtpHeader.headerLength(packet, 0, packet.length);
    return Math.min(0, sender.protect(out, 0, header, packet, header, packet.length - header));
  }

  static byte[] protectRtcp(SrtpSender sender, byte[] packet) {
    byte[] out = new byte[packet.length + 64];
    System.arraycopy(packet, 0, out, 5, packet.length);
    int length = sender.protectRtcp(out, 5, packet.length);
    return Arrays.copyOfRange(out, 5, 5 + length);
  }

  static byte[] unprotect(SrtpReceiver receiver, byte[] packet) {
    byte[] in = new byte[packet.length + 9];
    System.arraycopy(packet, 0, in, 9, packet.length);
    byte[] out = new byte[packet.length];
    int length = receiver.unprotect(in, 9, packet.length, out);
    if (length < 0) {
      throw new AssertionError("verdict " + length);
    }
    return Arrays.copyOf(out, length);
  }

  /** The verdict on a packet that {@code receiver} gets. */
  static int verdict(SrtpReceiver receiver, byte[] packet) {
    return Math.min(0, receiver.unprotect(packet, 0, packet.length, new byte[packet.length]));
  }

  static byte[] unprotectRtcp(SrtpReceiver receiver, byte[] packet) {
    byte[] in = new byte[packet.length + 9];
    System.arraycopy(packet, 0, in, 9, packet.length);
    byte[] out = new byte[packet.length];
    int length = receiver.unprotectRtcp(in, 9, packet.length, out);
    if (length < 0) {
      throw new AssertionError("verdict " + length);
    }
    return Arrays.copyOf(out, length);
  }
}
