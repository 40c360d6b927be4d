package org.meshless.sfu.dtls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's light-weight cryptography, whose handshake is the faster one, with the JDK's
 * AES-GCM for records, which is twenty times faster. Thread-safe as its superclass is.
 */
final class JceGcmCrypto extends BcTlsCrypto {
  JceGcmCrypto(SecureRandom random) {
    super(random);
  }

  @Override
  protected TlsAEADCipher createCipher_AES_GCM(
      TlsCryptoParameters parameters, int keySize, int macSize) throws IOException {
    try {
      return new TlsAEADCipher(
          parameters,
          new Gcm(Cipher.ENCRYPT_MODE),
          new Gcm(Cipher.DECRYPT_MODE),
          keySize,
          macSize,
          TlsAEADCipher.AEAD_GCM,
          null);
    } catch (GeneralSecurityException e) {
      throw new IOException("every Java has AES-GCM", e);
    }
  }

  /** One direction of one association; confined to whoever runs that. */
  static final class Gcm implements TlsAEADCipherImpl {
    /** Where the additional data of a record has its type (RFC 5246 §6.2.3.3). */
    private static final int TYPE = 8;

    private final int mode;
    private final Cipher cipher;
    private SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private int tagSize;

    Gcm(int mode) throws GeneralSecurityException {
      this.mode = mode;
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }

    @Override
    public void setKey(byte[] bytes, int offset, int length) {
      key = new SecretKeySpec(bytes, offset, length, "AES");
    }

    @Override
    public void init(byte[] nonce, int macSize) throws IOException {
      tagSize = macSize;
      try {
        cipher.init(mode, key, new GCMParameterSpec(macSize * 8, nonce));
      } catch (GeneralSecurityException e) {
        throw new IOException("a nonce was used twice", e);
      }
    }

    @Override
    public int getOutputSize(int inputLength) {
      return mode == Cipher.ENCRYPT_MODE ? inputLength + tagSize : inputLength - tagSize;
    }

    @Override
    public int doFinal(
        byte[] additionalData,
        byte[] input,
        int offset,
        int length,
        byte[] output,
        int outputOffset)
        throws IOException {
      int written;
      try {
        cipher.updateAAD(additionalData);
        written = cipher.doFinal(input, offset, length, output, outputOffset);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e); // BouncyCastle expects it: a bad record
      }
      if (mode == Cipher.DECRYPT_MODE && additionalData[TYPE] == DtlsRecords.HANDSHAKE) {
        refuseAbsurdLength(output, outputOffset, written);
      }
      return written;
    }

    /**
     * BouncyCastle would set aside as much as an encrypted handshake message claims to be long, up
     * to 16 MiB, several times over.
     */
    private static void refuseAbsurdLength(byte[] bytes, int at, int length) {
      int end = at + length;
      int fragment = at;
      while (end - fragment >= DtlsRecords.FRAGMENT_HEADER) {
        if (DtlsRecords.messageLength(bytes, fragment) > DtlsRecords.MAX_HANDSHAKE_MESSAGE) {
          throw new IllegalStateException("a handshake message of absurd length");
        }
        fragment += DtlsRecords.FRAGMENT_HEADER + DtlsRecords.fragmentLength(bytes, fragment);
      }
    }
  }
}
