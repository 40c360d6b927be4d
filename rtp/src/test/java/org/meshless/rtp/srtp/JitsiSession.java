package org.meshless.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.meshless.rtp.NetworkOrder;

/**
 * One direction of an SRTP session as jitsi-srtp does it: written by others, from the same RFCs.
 */
final class JitsiSession {
  static {
    // Or it tries every engine it knows for two seconds.
    Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
  }

  private final SrtpContextFactory factory;
  private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();

  JitsiSession(SrtpKeys keys, boolean sender) {
    this.factory =
        new SrtpContextFactory(
            sender,
            keys.key(),
            keys.salt(),
            policy(keys.profile()),
            policy(keys.profile()),
            new LoggerImpl("jitsi-srtp"));
  }

  private static SrtpPolicy policy(SrtpProfile profile) {
    int key = profile.keyLength();
    int salt = profile.saltLength();
    return switch (profile) {
      case AEAD_AES_128_GCM, AEAD_AES_256_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION, key, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, salt);
      case AES_CM_128_HMAC_SHA1_80 ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION, key, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, salt);
    };
  }

  byte[] protect(byte[] packet) {
    Region region = new Region(packet);
    check(() -> rtp(packet).transformPacket(region));
    return region.bytes();
  }

  byte[] unprotect(byte[] packet) {
    Region region = new Region(packet);
    check(() -> rtp(packet).reverseTransformPacket(region, false));
    return region.bytes();
  }

  byte[] protectRtcp(byte[] packet) {
    Region region = new Region(packet);
    check(() -> rtcp(packet).transformPacket(region));
    return region.bytes();
  }

  byte[] unprotectRtcp(byte[] packet) {
    Region region = new Region(packet);
    check(() -> rtcp(packet).reverseTransformPacket(region));
    return region.bytes();
  }

  private SrtpCryptoContext rtp(byte[] packet) throws GeneralSecurityException {
    int ssrc = (int) NetworkOrder.getUnsigned32(packet, 8);
    SrtpCryptoContext context = rtp.get(ssrc);
    if (context == null) {
      context = factory.deriveContext(ssrc, 0);
      rtp.put(ssrc, context);
    }
    return context;
  }

  private SrtcpCryptoContext rtcp(byte[] packet) throws GeneralSecurityException {
    int ssrc = (int) NetworkOrder.getUnsigned32(packet, 4);
    SrtcpCryptoContext context = rtcp.get(ssrc);
    if (context == null) {
      context = factory.deriveControlContext(ssrc);
      rtcp.put(ssrc, context);
    }
    return context;
  }

  private interface Transform {
    SrtpErrorStatus apply() throws GeneralSecurityException;
  }

  private static void check(Transform transform) {
    try {
      SrtpErrorStatus status = transform.apply();
      if (status != SrtpErrorStatus.OK) {
        throw new AssertionError(status.desc);
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Region implements ByteArrayBuffer {
    private final byte[] buffer;
    private int offset;
    private int length;

    Region(byte[] packet) {
      buffer = Arrays.copyOf(packet, packet.length + 64);
      length = packet.length;
    }

    byte[] bytes() {
      return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    @Override
    public byte[] getBuffer() {
      return buffer;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int length) {
      this.length = length;
    }

    @Override
    public void setOffset(int offset) {
      this.offset = offset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int off, int len, byte[] out) {
      System.arraycopy(buffer, offset + off, out, 0, len);
    }

    @Override
    public void grow(int howMuch) {
      if (offset + length + howMuch > buffer.length) {
        throw new IllegalStateException("64 bytes are enough for any tag");
      }
    }

    @Override
    public void append(byte[] data, int len) {
      System.arraycopy(data, 0, buffer, offset + length, len);
      length += len;
    }

    @Override
    public void shrink(int len) {
      length -= len;
    }
  }
}
