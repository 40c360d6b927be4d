package org.meshless.rtp.srtp;

import static javax.crypto.Cipher.DECRYPT_MODE;
import static javax.crypto.Cipher.ENCRYPT_MODE;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714).
 *
 * <pre>
 * nonce of SRTP  (§8.1):  00 00 | SSRC | ROC   | SEQ         XOR salt
 * nonce of SRTCP (§9.1):  00 00 | SSRC | 00 00 | 0 + index   XOR salt
 *
 * SRTP:   header (authenticated) | ciphertext | tag
 * SRTCP:  header, SSRC (authenticated) | ciphertext | tag | E + index (authenticated)
 * </pre>
 */
final class GcmPacketCipher extends PacketCipher {
  private static final int TRAILER = 4;

  private final Key rtpKey;
  private final byte[] rtpSalt;
  private final Key rtcpKey;
  private final byte[] rtcpSalt;
  // A cipher caches its key schedule by key, so RTCP, which comes between, has its own.
  private final Cipher rtp;
  private final Cipher rtcp;
  private final PacketNonce.Pair rtpNonce = new PacketNonce.Pair();
  private final PacketNonce.Pair rtcpNonce = new PacketNonce.Pair();
  private final byte[] trailer = new byte[TRAILER];

  GcmPacketCipher(
      byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt, SrtpProvider provider) {
    this.rtpKey = new SecretKeySpec(rtpKey, "AES");
    this.rtpSalt = rtpSalt;
    this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
    this.rtcpSalt = rtcpSalt;
    this.rtp = provider.newGcm();
    this.rtcp = provider.newGcm();
  }

  static GcmPacketCipher derive(SrtpKeys keys, SrtpProvider provider) {
    int key = keys.profile().keyLength();
    int salt = keys.profile().saltLength();
    return new GcmPacketCipher(
        KeyDerivation.derive(keys, KeyDerivation.RTP_ENCRYPTION, key),
        KeyDerivation.derive(keys, KeyDerivation.RTP_SALT, salt),
        KeyDerivation.derive(keys, KeyDerivation.RTCP_ENCRYPTION, key),
        KeyDerivation.derive(keys, KeyDerivation.RTCP_SALT, salt),
        provider);
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
    rtpNonce.init(rtp, ENCRYPT_MODE, rtpKey, rtpSalt, ssrc, index);
    try {
      rtp.updateAAD(out, off, headerLength);
      return headerLength + rtp.doFinal(in, inOff, inLen, out, off + headerLength);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  int unprotect(byte[] in, int off, int headerLength, int len, byte[] out, int ssrc, long index) {
    rtpNonce.init(rtp, DECRYPT_MODE, rtpKey, rtpSalt, ssrc, index);
    try {
      rtp.updateAAD(in, off, headerLength);
      return rtp.doFinal(in, off + headerLength, len - headerLength, out, headerLength);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  int protectRtcp(byte[] b, int off, int len, int ssrc, int index) {
    put32(trailer, 0, E_FLAG | index);
    rtcpNonce.init(rtcp, ENCRYPT_MODE, rtcpKey, rtcpSalt, ssrc, index);
    try {
      rtcp.updateAAD(b, off, RTCP_CLEAR);
      rtcp.updateAAD(trailer, 0, TRAILER);
      int clear = off + RTCP_CLEAR;
      int end = clear + rtcp.doFinal(b, clear, len - RTCP_CLEAR, b, clear);
      System.arraycopy(trailer, 0, b, end, TRAILER);
      return end + TRAILER - off;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  int unprotectRtcp(byte[] in, int off, int len, byte[] out, int ssrc, int trailerWord) {
    put32(trailer, 0, trailerWord);
    rtcpNonce.init(rtcp, DECRYPT_MODE, rtcpKey, rtcpSalt, ssrc, trailerWord & ~E_FLAG);
    try {
      rtcp.updateAAD(in, off, RTCP_CLEAR);
      rtcp.updateAAD(trailer, 0, TRAILER);
      int sealed = len - RTCP_CLEAR - TRAILER;
      int length = rtcp.doFinal(in, off + RTCP_CLEAR, sealed, out, RTCP_CLEAR);
      System.arraycopy(in, off, out, 0, RTCP_CLEAR);
      return RTCP_CLEAR + length;
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  int rtcpTrailer(byte[] in, int off, int len) {
    return (int) getUnsigned32(in, off + len - TRAILER);
  }
}
