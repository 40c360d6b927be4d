package org.meshless.sfu.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Connectivity checks as a browser writes and reads them, for tests: byte by byte, and nothing
 * shared with the code under test. Stateless.
 */
public final class StunChecks {
  private static final int COOKIE = 0x2112A442;

  private StunChecks() {}

  /** A check from {@code from} to the owner of {@code to}. */
  public static byte[] check(
      IceCredentials to, String from, boolean useCandidate, long transaction) {
    Writer writer = new Writer(0x0001, transaction);
    writer.attribute(0x0006, (to.ufrag() + ":" + from).getBytes(UTF_8));
    writer.attribute(0xC057, new byte[4]); // GOOG-NETWORK-INFO, which nobody has to understand
    writer.attribute(0x802A, new byte[8]); // ICE-CONTROLLING
    if (useCandidate) {
      writer.attribute(0x0025, new byte[0]);
    }
    writer.attribute(0x0024, new byte[] {0x6e, 0x00, 0x1e, (byte) 0xff});
    return writer.finish(to.pwd());
  }

  /** A request with {@code type} among its attributes. */
  static byte[] checkWith(IceCredentials to, String from, int type, byte[] value) {
    Writer writer = new Writer(0x0001, 77);
    writer.attribute(0x0006, (to.ufrag() + ":" + from).getBytes(UTF_8));
    writer.attribute(type, value);
    return writer.finish(to.pwd());
  }

  /** Whether a message's MESSAGE-INTEGRITY and FINGERPRINT hold under {@code pwd}. */
  public static boolean isGenuine(byte[] message, String pwd) {
    int integrity = find(message, 0x0008);
    int fingerprint = find(message, 0x8028);
    if (integrity < 0 || fingerprint < 0) {
      return false;
    }
    byte[] covered = Arrays.copyOf(message, integrity);
    ByteBuffer.wrap(covered).putShort(2, (short) (integrity + 24 - 20));
    byte[] mac = Arrays.copyOfRange(message, integrity + 4, integrity + 24);
    return MessageDigest.isEqual(hmac(covered, covered.length, pwd), mac)
        && crc(message, fingerprint) == ByteBuffer.wrap(message).getInt(fingerprint + 4);
  }

  /** XOR-MAPPED-ADDRESS of a success response; null when it is none. */
  public static @Nullable InetSocketAddress mappedAddress(byte[] message) {
    int at = find(message, 0x0020);
    if (at < 0 || ByteBuffer.wrap(message).getShort(0) != 0x0101) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(message);
    int port = (buffer.getShort(at + 6) & 0xffff) ^ (COOKIE >>> 16);
    byte[] address = Arrays.copyOfRange(message, at + 8, at + (message[at + 5] == 1 ? 12 : 24));
    for (int i = 0; i < address.length; i++) {
      address[i] ^= message[4 + i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ERROR-CODE of an error response; 0 when it is none. */
  static int errorCode(byte[] message) {
    int at = find(message, 0x0009);
    return at < 0 ? 0 : message[at + 6] * 100 + message[at + 7];
  }

  /** The first 8 of the 12 bytes of a message's transaction id. */
  public static long transaction(byte[] message) {
    return ByteBuffer.wrap(message).getLong(8);
  }

  private static int find(byte[] message, int type) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    int at = 20;
    while (at + 4 <= message.length) {
      if ((buffer.getShort(at) & 0xffff) == type) {
        return at;
      }
      at += 4 + (((buffer.getShort(at + 2) & 0xffff) + 3) & ~3);
    }
    return -1;
  }

  private static byte[] hmac(byte[] bytes, int length, String pwd) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(pwd.getBytes(UTF_8), "HmacSHA1"));
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue() ^ 0x5354554e;
  }

  private static final class Writer {
    private final ByteBuffer buffer = ByteBuffer.allocate(2048);

    Writer(int type, long transaction) {
      buffer.putShort((short) type).putShort((short) 0).putInt(COOKIE);
      buffer.putLong(transaction).putInt(0);
    }

    void attribute(int type, byte[] value) {
      buffer.putShort((short) type).putShort((short) value.length).put(value);
      while (buffer.position() % 4 != 0) {
        buffer.put((byte) 0);
      }
    }

    byte[] finish(String pwd) {
      buffer.putShort(2, (short) (buffer.position() + 24 - 20));
      attribute(0x0008, hmac(buffer.array(), buffer.position(), pwd));
      buffer.putShort(2, (short) (buffer.position() + 8 - 20));
      int crc = crc(buffer.array(), buffer.position());
      attribute(0x8028, ByteBuffer.allocate(4).putInt(crc).array());
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }
}
