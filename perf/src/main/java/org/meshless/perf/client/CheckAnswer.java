package org.meshless.perf.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.NetworkOrder;

/**
 * Answers to a server's own connectivity checks, which not every "lite" one does without. Confined
 * to its client.
 *
 * <pre>
 *   type 0x0101, length, cookie, transaction id
 *   XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY, FINGERPRINT
 * </pre>
 */
final class CheckAnswer {
  private static final int HEADER = 20;
  private static final int COOKIE = 0x2112A442;
  private static final int REQUEST = 0x0001;
  private static final int SUCCESS = 0x0101;
  private static final int INTEGRITY = 0x0008;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int FINGERPRINT = 0x8028;
  private static final int FINGERPRINT_XOR = 0x5354554e;
  private static final int LENGTH = HEADER + 12 + 24 + 8;

  private final Mac mac;

  CheckAnswer(String ourPwd) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(ourPwd.getBytes(US_ASCII), "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  /** The answer to an authentic check from there; null for anything else. */
  byte @Nullable [] to(byte[] b, int length, InetSocketAddress from) {
    if (length < HEADER
        || NetworkOrder.getUnsigned16(b, 0) != REQUEST
        || (int) NetworkOrder.getUnsigned32(b, 4) != COOKIE
        || !isAuthentic(b, length)) {
      return null;
    }
    byte[] out = new byte[LENGTH];
    NetworkOrder.put16(out, 0, SUCCESS);
    System.arraycopy(b, 4, out, 4, 16);
    NetworkOrder.put16(out, HEADER, XOR_MAPPED_ADDRESS);
    NetworkOrder.put16(out, HEADER + 2, 8);
    NetworkOrder.put16(out, HEADER + 4, 1); // IPv4
    NetworkOrder.put16(out, HEADER + 6, from.getPort() ^ (COOKIE >>> 16));
    byte[] address = from.getAddress().getAddress();
    NetworkOrder.put32(out, HEADER + 8, NetworkOrder.getUnsigned32(address, 0) ^ COOKIE);
    int at = HEADER + 12;
    NetworkOrder.put16(out, 2, at + 24 - HEADER);
    mac.update(out, 0, at);
    byte[] hmac = mac.doFinal();
    NetworkOrder.put16(out, at, INTEGRITY);
    NetworkOrder.put16(out, at + 2, hmac.length);
    System.arraycopy(hmac, 0, out, at + 4, hmac.length);
    at += 24;
    NetworkOrder.put16(out, 2, at + 8 - HEADER);
    CRC32 crc = new CRC32();
    crc.update(out, 0, at);
    NetworkOrder.put16(out, at, FINGERPRINT);
    NetworkOrder.put16(out, at + 2, 4);
    NetworkOrder.put32(out, at + 4, crc.getValue() ^ FINGERPRINT_XOR);
    return out;
  }

  private boolean isAuthentic(byte[] b, int length) {
    int at = HEADER;
    while (at + 4 <= length) {
      int type = NetworkOrder.getUnsigned16(b, at);
      int size = NetworkOrder.getUnsigned16(b, at + 2);
      if (type == INTEGRITY) {
        if (size != 20 || at + 24 > length) {
          return false;
        }
        byte[] signed = Arrays.copyOf(b, at);
        NetworkOrder.put16(signed, 2, at + 24 - HEADER);
        mac.update(signed);
        return Arrays.equals(mac.doFinal(), Arrays.copyOfRange(b, at + 4, at + 24));
      }
      at += 4 + ((size + 3) & ~3);
    }
    return false;
  }
}
