package org.meshless.rtp.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from the master key: the AES-CM pseudo-random function (RFC 3711 §4.3.1 and §4.3.3,
 * with a 256-bit key RFC 6188 §3). The key derivation rate is zero, as DTLS-SRTP has it, so every
 * key is derived once.
 */
final class KeyDerivation {
  static final int RTP_ENCRYPTION = 0x00;
  static final int RTP_AUTHENTICATION = 0x01;
  static final int RTP_SALT = 0x02;
  static final int RTCP_ENCRYPTION = 0x03;
  static final int RTCP_AUTHENTICATION = 0x04;
  static final int RTCP_SALT = 0x05;

  /** Where the label is XORed into the 112 bits of x: key_id = label || 48-bit index / kdr (0). */
  private static final int LABEL_OFFSET = 7;

  private KeyDerivation() {}

  /** The first {@code length} bytes of the key stream that {@code label} gives. */
  static byte[] derive(SrtpKeys keys, int label, int length) {
    byte[] iv = new byte[16];
    byte[] salt = keys.salt();
    // A 96-bit salt of RFC 7714 stands left-justified in the 112 bits, padded with zeros (§11).
    System.arraycopy(salt, 0, iv, 0, salt.length);
    iv[LABEL_OFFSET] ^= (byte) label;
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.key(), "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }
}
