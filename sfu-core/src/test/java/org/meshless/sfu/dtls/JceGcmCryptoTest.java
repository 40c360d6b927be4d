package org.meshless.sfu.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

class JceGcmCryptoTest {
  private static final byte[] NONCE = new byte[12];

  /** Test case 2 of the GCM specification (McGrew and Viega, appendix B). */
  @Test
  void aBlockIsEncryptedAsTheSpecificationHasIt() throws Exception {
    byte[] sealed = seal(new byte[0], new byte[16]);
    assertEquals(
        "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf",
        HexFormat.of().formatHex(sealed));
  }

  @Test
  void aRecordIsOpenedInPlace() throws Exception {
    byte[] record = seal(associated(DtlsRecords.APPLICATION_DATA), new byte[] {1, 2, 3});
    byte[] buffer = new byte[5 + record.length];
    System.arraycopy(record, 0, buffer, 5, record.length);
    JceGcmCrypto.Gcm gcm = gcm(Cipher.DECRYPT_MODE);
    assertEquals(3, gcm.getOutputSize(record.length));
    byte[] associated = associated(DtlsRecords.APPLICATION_DATA);
    assertEquals(3, gcm.doFinal(associated, buffer, 5, record.length, buffer, 5));
    assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOfRange(buffer, 5, 8));
  }

  /** An exception that BouncyCastle takes for a bad record. */
  @Test
  void aForgedRecordIsRefused() throws Exception {
    byte[] record = seal(associated(DtlsRecords.APPLICATION_DATA), new byte[] {1, 2, 3});
    record[0] ^= 1;
    JceGcmCrypto.Gcm gcm = gcm(Cipher.DECRYPT_MODE);
    byte[] associated = associated(DtlsRecords.APPLICATION_DATA);
    assertThrows(
        IllegalStateException.class,
        () -> gcm.doFinal(associated, record, 0, record.length, record, 0));
  }

  @Test
  void aHandshakeMessageOfAbsurdLengthIsRefusedThoughEncryptedByThePeer() throws Exception {
    byte[] finished = new byte[DtlsRecords.FRAGMENT_HEADER + 12];
    finished[0] = 20;
    finished[3] = 12;
    finished[11] = 12;
    assertEquals(finished.length, open(DtlsRecords.HANDSHAKE, finished));
    finished[1] = 0x10; // 1 MiB
    assertThrows(IllegalStateException.class, () -> open(DtlsRecords.HANDSHAKE, finished));
    assertEquals(finished.length, open(DtlsRecords.APPLICATION_DATA, finished));
  }

  private static int open(int type, byte[] plaintext) throws Exception {
    byte[] record = seal(associated(type), plaintext);
    return gcm(Cipher.DECRYPT_MODE).doFinal(associated(type), record, 0, record.length, record, 0);
  }

  private static byte[] seal(byte[] associated, byte[] plaintext) throws Exception {
    JceGcmCrypto.Gcm gcm = gcm(Cipher.ENCRYPT_MODE);
    byte[] sealed = new byte[gcm.getOutputSize(plaintext.length)];
    gcm.doFinal(associated, plaintext, 0, plaintext.length, sealed, 0);
    return sealed;
  }

  private static JceGcmCrypto.Gcm gcm(int mode) throws Exception {
    JceGcmCrypto.Gcm gcm = new JceGcmCrypto.Gcm(mode);
    gcm.setKey(new byte[16], 0, 16);
    gcm.init(NONCE, 16);
    return gcm;
  }

  private static byte[] associated(int type) {
    byte[] associated = new byte[13];
    associated[8] = (byte) type;
    return associated;
  }
}
