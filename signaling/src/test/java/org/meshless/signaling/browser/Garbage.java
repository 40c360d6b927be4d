package org.meshless.signaling.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes no honest peer sends, or honest ones spoilt. All of it follows from the seed. */
final class Garbage {

  private final Random random;

  Garbage(long seed) {
    random = new Random(seed);
  }

  /** Something that looks more or less like STUN, DTLS, SRTP or SRTCP (RFC 7983). */
  byte[] datagram(byte[] goodBindingRequest) {
    return switch (random.nextInt(8)) {
      case 0 -> bytes(random.nextInt(1500));
      case 1 -> Arrays.copyOf(goodBindingRequest, random.nextInt(goodBindingRequest.length));
      case 2 -> flipped(goodBindingRequest);
      case 3 -> stunOfRandomAttributes();
      case 4 -> dtlsRecord();
      case 5 ->
          startingWith(0x80 | random.nextInt(64), random.nextInt(128), 12 + random.nextInt(1400));
      case 6 ->
          startingWith(
              0x80 | random.nextInt(64), 192 + random.nextInt(32), 4 + random.nextInt(1400));
      default -> flipped(startingWith(0x90, 0xe0, 12 + random.nextInt(200)));
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] startingWith(int first, int second, int length) {
    byte[] bytes = bytes(length);
    bytes[0] = (byte) first;
    bytes[1] = (byte) second;
    return bytes;
  }

  private byte[] flipped(byte[] good) {
    byte[] bytes = good.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] stunOfRandomAttributes() {
    ByteBuffer message = ByteBuffer.wrap(bytes(20 + 4 * random.nextInt(100)));
    message
        .putShort(0, (short) random.nextInt(0x4000))
        .putShort(2, (short) (message.capacity() - 20));
    message.putInt(4, 0x2112A442);
    return message.array();
  }

  /** A record header that may tell the truth about its length, around a handshake that does not. */
  private byte[] dtlsRecord() {
    int length = random.nextInt(1300);
    ByteBuffer record = ByteBuffer.wrap(bytes(13 + length));
    record.put(0, (byte) (20 + random.nextInt(6))).putShort(1, (short) 0xfefd);
    record.putShort(3, (short) random.nextInt(2));
    record.putShort(11, (short) (random.nextBoolean() ? length : random.nextInt(1 << 16)));
    if (length > 12 && random.nextBoolean()) {
      record.put(0, (byte) 22).putShort(3, (short) 0).put(13, (byte) 1);
    }
    return record.array();
  }

  /** A message the protocol does not know: broken JSON, wrong types, unknown types, too much. */
  String message() {
    return switch (random.nextInt(12)) {
      case 0 -> "{";
      case 1 -> "[".repeat(5000);
      case 2 -> "null";
      case 3 ->
          "{\"id\":1,\"type\":\"join\",\"room\":\"" + "x".repeat(70_000) + "\",\"name\":\"m\"}";
      case 4 -> "{\"id\":1,\"type\":\"no-such-type\"}";
      case 5 -> "{\"id\":{},\"type\":\"chat\",\"text\":\"t\"}";
      case 6 -> "{\"id\":2,\"type\":\"join\",\"room\":\"../..\",\"name\":\"\\u202e\"}";
      case 7 -> "{\"id\":3,\"type\":\"chat\",\"text\":" + "9".repeat(3000) + "}";
      case 8 -> "{\"type\":\"track\",\"source\":\"camera\",\"muted\":\"maybe\",\"id\":4}";
      case 9 ->
          "{\"id\":5,\"type\":\"app\",\"kind\":\"k\",\"data\":"
              + "{\"a\":".repeat(900)
              + "0"
              + "}".repeat(900)
              + "}";
      case 10 -> new String(bytes(200), StandardCharsets.ISO_8859_1);
      default -> "{\"id\":6,\"type\":\"leave\",\"type\":\"offer\",\"sdp\":7}";
    };
  }

  /** An offer with lines lost, doubled, swapped or spoilt, or out of all proportion. */
  ObjectNode offer() {
    List<String> lines = new ArrayList<>(Intruder.OFFER.lines().toList());
    switch (random.nextInt(10)) {
      case 0 -> lines.add("a=" + "x".repeat(300_000));
      case 1 -> {
        for (int i = 0; i < 1000; i++) {
          lines.add("m=video 9 UDP/TLS/RTP/SAVPF 96");
        }
      }
      case 2 -> lines.replaceAll(line -> line.replace("sha-256", "md5"));
      case 3 -> lines.replaceAll(line -> line.replace("96", "99999999999999999999"));
      default -> {
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
          spoil(lines);
        }
      }
    }
    return Intruder.offer(String.join("\r\n", lines) + "\r\n");
  }

  private void spoil(List<String> lines) {
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 ->
          lines.set(at, lines.get(at).substring(0, random.nextInt(lines.get(at).length() + 1)));
      default -> {
        StringBuilder line = new StringBuilder(lines.get(at));
        if (!line.isEmpty()) {
          line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(0x250));
        }
        lines.set(at, line.toString());
      }
    }
    if (lines.isEmpty()) {
      lines.add("v=0");
    }
  }
}
