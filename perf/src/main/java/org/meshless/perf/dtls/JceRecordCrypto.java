package org.meshless.perf.dtls;

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
 * BouncyCastle's cryptography with the JDK's AES-GCM for records: a generator that is slower than
 * the server measures itself. Thread-safe as its superclass is.
 */
final class JceRecordCrypto extends BcTlsCrypto {
  JceRecordCrypto(SecureRandom random) {
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
      throw new IOException("no AES-GCM", e);
    }
  }

  /** One direction of one connection; confined to whoever runs that. */
  private static final class Gcm implements TlsAEADCipherImpl {
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
        throw new IOException(e);
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
      try {
        cipher.updateAAD(additionalData);
        return cipher.doFinal(input, offset, length, output, outputOffset);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e); // BouncyCastle expects it: a bad record
      }
    }
  }
}
