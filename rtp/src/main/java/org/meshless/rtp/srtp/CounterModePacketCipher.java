package org.meshless.rtp.srtp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES_CM_128_HMAC_SHA1_80 (RFC 3711 §4.1.1 and §4.2.1).
 *
 * <pre>
 * counter:  salt × 2^16  XOR  SSRC × 2^64  XOR  index × 2^16
 *
 * SRTP:   header | ciphertext | tag over header, ciphertext and rollover counter
 * SRTCP:  header, SSRC | ciphertext | E + index | tag over all before it
 * </pre>
 */
final class CounterModePacketCipher extends PacketCipher {
  private static final int TAG = 10;
  private static final int TRAILER = 4;
  private static final int SHA1 = 20;
  private static final int BLOCK = 16;

  /** No datagram is longer on the usual paths. */
  private static final int USUAL_LENGTH = 1500;

  private final Session rtp;
  private final Session rtcp;
  private final byte[] tag = new byte[SHA1];
  private final byte[] rollover = new byte[4];

  private CounterModePacketCipher(Session rtp, Session rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  static CounterModePacketCipher derive(SrtpKeys keys, SrtpProvider provider) {
    int key = keys.profile().keyLength();
    int salt = keys.profile().saltLength();
    return new CounterModePacketCipher(
        new Session(
            KeyDerivation.derive(keys, KeyDerivation.RTP_ENCRYPTION, key),
            KeyDerivation.derive(keys, KeyDerivation.RTP_SALT, salt),
            KeyDerivation.derive(keys, KeyDerivation.RTP_AUTHENTICATION, SHA1),
            provider),
        new Session(
            KeyDerivation.derive(keys, KeyDerivation.RTCP_ENCRYPTION, key),
            KeyDerivation.derive(keys, KeyDerivation.RTCP_SALT, salt),
            KeyDerivation.derive(keys, KeyDerivation.RTCP_AUTHENTICATION, SHA1),
            provider));
  }

  /** A cipher with given session keys for SRTP, for test vectors. */
  static CounterModePacketCipher ofRtpSession(
      byte[] key, byte[] salt, byte[] authenticationKey, SrtpProvider provider) {
    Session session = new Session(key, salt, authenticationKey, provider);
    return new CounterModePacketCipher(session, session);
  }

  @Override
  int protect(
      byte[] out,
      int off,
      int headerLength,
      byte[] in,
      int inOff,
      int inLen,
      int ssrc,
      long index) {
    int length = headerLength + inLen;
    rtp.crypt(in, inOff, inLen, out, off + headerLength, ssrc, index);
    authenticateRtp(out, off, length, index);
    System.arraycopy(tag, 0, out, off + length, TAG);
    return length + TAG;
  }

  @Override
  int unprotect(byte[] in, int off, int headerLength, int len, byte[] out, int ssrc, long index) {
    int length = len - TAG;
    authenticateRtp(in, off, length, index);
    if (!tagFits(in, off + length)) {
      return -1;
    }
    int payload = length - headerLength;
    rtp.crypt(in, off + headerLength, payload, out, headerLength, ssrc, index);
    return payload;
  }

  @Override
  int protectRtcp(byte[] b, int off, int len, int ssrc, int index) {
    int clear = off + RTCP_CLEAR;
    rtcp.crypt(b, clear, len - RTCP_CLEAR, b, clear, ssrc, index);
    put32(b, off + len, E_FLAG | index);
    rtcp.authenticate(b, off, len + TRAILER, tag);
    System.arraycopy(tag, 0, b, off + len + TRAILER, TAG);
    return len + TRAILER + TAG;
  }

  @Override
  int unprotectRtcp(byte[] in, int off, int len, byte[] out, int ssrc, int trailer) {
    int authenticated = len - TAG;
    rtcp.authenticate(in, off, authenticated, tag);
    if (!tagFits(in, off + authenticated)) {
      return -1;
    }
    int length = authenticated - TRAILER;
    System.arraycopy(in, off, out, 0, RTCP_CLEAR);
    rtcp.crypt(in, off + RTCP_CLEAR, length - RTCP_CLEAR, out, RTCP_CLEAR, ssrc, trailer & ~E_FLAG);
    return length;
  }

  @Override
  int rtcpTrailer(byte[] in, int off, int len) {
    return (int) getUnsigned32(in, off + len - TAG - TRAILER);
  }

  private void authenticateRtp(byte[] b, int off, int length, long index) {
    put32(rollover, 0, index >>> 16);
    rtp.mac.update(b, off, length);
    rtp.authenticate(rollover, 0, rollover.length, tag);
  }

  /** Compares in constant time. */
  private boolean tagFits(byte[] b, int off) {
    int difference = 0;
    for (int i = 0; i < TAG; i++) {
      difference |= tag[i] ^ b[off + i];
    }
    return difference == 0;
  }

  /** Session keys of SRTP or of SRTCP. */
  private static final class Session {
    private final Key key;
    private final byte[] salt;
    private final Cipher cipher;
    private final Mac mac;
    private final LiveIv iv = new LiveIv();
    private byte[] copy = {};

    Session(byte[] key, byte[] salt, byte[] authenticationKey, SrtpProvider provider) {
      this.key = new SecretKeySpec(key, "AES");
      this.salt = salt;
      this.cipher = provider.newCounterMode();
      this.mac = provider.newHmacSha1();
      try {
        mac.init(new SecretKeySpec(authenticationKey, "HmacSHA1"));
      } catch (InvalidKeyException e) {
        throw new IllegalStateException("any key will do for HMAC", e);
      }
    }

    /** Encrypts or decrypts: the same in counter mode. */
    void crypt(byte[] in, int inOff, int length, byte[] out, int outOff, int ssrc, long index) {
      System.arraycopy(salt, 0, iv.counter, 0, salt.length);
      iv.counter[14] = 0;
      iv.counter[15] = 0;
      xor(iv.counter, 4, ssrc & 0xFFFF_FFFFL, 4);
      xor(iv.counter, 8, index, 6);
      try {
        cipher.init(Cipher.ENCRYPT_MODE, key, iv);
        if (in == out) {
          // The provider would allocate as much for every packet to do the same.
          cipher.doFinal(copied(in, inOff, length), 0, length, out, outOff);
        } else {
          cipher.doFinal(in, inOff, length, out, outOff);
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(e);
      }
    }

    private byte[] copied(byte[] in, int inOff, int length) {
      if (copy.length < length) {
        copy = new byte[Math.max(length, USUAL_LENGTH)];
      }
      System.arraycopy(in, inOff, copy, 0, length);
      return copy;
    }

    /** Finishes the HMAC with {@code b[off, off + length)} and writes it to {@code tag}. */
    void authenticate(byte[] b, int off, int length, byte[] tag) {
      mac.update(b, off, length);
      try {
        mac.doFinal(tag, 0);
      } catch (ShortBufferException e) {
        throw new IllegalStateException("20 bytes hold a SHA-1", e);
      }
    }
  }

  /** The first counter block of the next packet, handed to the cipher without the usual copies. */
  private static final class LiveIv extends IvParameterSpec {
    private final byte[] counter = new byte[BLOCK];

    LiveIv() {
      super(new byte[BLOCK]);
    }

    /** The live array. */
    @Override
    @SuppressWarnings("MissingSuperCall")
    public byte[] getIV() {
      return counter;
    }
  }
}
