package org.meshless.perf.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The checks of a controlling agent towards a lite one (RFC 8445 §7.2) and their answers, read and
 * written here rather than by the server's own code. Confined to its client.
 *
 * <pre>
 *   type 0x0001, length, cookie, transaction id
 *   USERNAME, PRIORITY, ICE-CONTROLLING, USE-CANDIDATE, MESSAGE-INTEGRITY, FINGERPRINT
 * </pre>
 */
final class ConnectivityCheck {
  private static final int HEADER = 20;
  private static final int COOKIE = 0x2112A442;
  private static final int BINDING_SUCCESS = 0x0101;
  private static final int USERNAME = 0x0006;
  private static final int INTEGRITY = 0x0008;
  private static final int PRIORITY = 0x0024;
  private static final int USE_CANDIDATE = 0x0025;
  private static final int FINGERPRINT = 0x8028;
  private static final int CONTROLLING = 0x802A;
  private static final int FINGERPRINT_XOR = 0x5354554e;

  /** That of a peer-reflexive host candidate (RFC 8445 §5.1.2.1). */
  private static final int PRFLX_PRIORITY = 110 << 24 | 0xffff << 8 | 255;

  private final byte[] username;
  private final long tieBreaker;
  private final Mac mac;
  private final byte[] out = new byte[256];
  private final byte[] expected = new byte[20];
  private int at;
  private long lastTransaction;

  ConnectivityCheck(String localUfrag, String remoteUfrag, String remotePwd, long tieBreaker) {
    this.username = (remoteUfrag + ":" + localUfrag).getBytes(US_ASCII);
    this.tieBreaker = tieBreaker;
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(remotePwd.getBytes(US_ASCII), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  /**
   * Writes a check into {@link #bytes()}.
   *
   * @param transaction random (RFC 8489 §5)
   * @return its length
   */
  int write(long transaction) {
    lastTransaction = transaction;
    at = 0;
    put32(1 << 16);
    put32(COOKIE);
    put64(transaction);
    put32((int) (transaction >>> 7));
    attribute(USERNAME, username.length);
    System.arraycopy(username, 0, out, at, username.length);
    int padded = (username.length + 3) & ~3;
    Arrays.fill(out, at + username.length, at + padded, (byte) 0);
    at += padded;
    attribute(PRIORITY, 4);
    put32(PRFLX_PRIORITY);
    attribute(CONTROLLING, 8);
    put64(tieBreaker);
    attribute(USE_CANDIDATE, 0);
    length(at + 24);
    byte[] hmac = hmac(out, at);
    attribute(INTEGRITY, hmac.length);
    System.arraycopy(hmac, 0, out, at, hmac.length);
    at += hmac.length;
    length(at + 8);
    CRC32 crc = new CRC32();
    crc.update(out, 0, at);
    attribute(FINGERPRINT, 4);
    put32((int) crc.getValue() ^ FINGERPRINT_XOR);
    return at;
  }

  byte[] bytes() {
    return out;
  }

  /** Whether a datagram is the authentic success of the last check. */
  boolean isSuccess(byte[] b, int length) {
    if (length < HEADER
        || (b[0] << 8 | b[1]) != BINDING_SUCCESS
        || get32(b, 4) != COOKIE
        || ((long) get32(b, 8) << 32 | (get32(b, 12) & 0xffff_ffffL)) != lastTransaction) {
      return false;
    }
    int from = HEADER;
    while (from + 4 <= length) {
      int type = get32(b, from) >>> 16;
      int size = get32(b, from) & 0xffff;
      if (type == INTEGRITY && size == 20 && from + 24 <= length) {
        System.arraycopy(b, from + 4, expected, 0, 20);
        byte[] signed = Arrays.copyOf(b, from);
        signed[2] = (byte) ((from + 24 - HEADER) >>> 8);
        signed[3] = (byte) (from + 24 - HEADER);
        return Arrays.equals(hmac(signed, from), expected);
      }
      from += 4 + ((size + 3) & ~3);
    }
    return false;
  }

  private byte[] hmac(byte[] b, int length) {
    mac.update(b, 0, length);
    return mac.doFinal();
  }

  private void length(int end) {
    out[2] = (byte) ((end - HEADER) >>> 8);
    out[3] = (byte) (end - HEADER);
  }

  private void attribute(int type, int size) {
    put32(type << 16 | size);
  }

  private void put32(int value) {
    out[at++] = (byte) (value >>> 24);
    out[at++] = (byte) (value >>> 16);
    out[at++] = (byte) (value >>> 8);
    out[at++] = (byte) value;
  }

  private void put64(long value) {
    put32((int) (value >>> 32));
    put32((int) value);
  }

  private static int get32(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }
}
