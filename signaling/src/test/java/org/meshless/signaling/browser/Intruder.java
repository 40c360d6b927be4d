package org.meshless.signaling.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who has a seat and a path that passed its check, as any member has, and sends whatever
 * they like over both. The path is made with a STUN of the test's own (RFC 8489).
 */
final class Intruder implements AutoCloseable {

  /** The least that a browser's offer says: one microphone, one camera. */
  static final String OFFER =
      """
      v=0
      o=- 1 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 0.0.0.0
      a=mid:0
      a=ice-ufrag:intr
      a=ice-pwd:intruderintruderintruder
      a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
      a=setup:actpass
      a=rtcp-mux
      a=sendonly
      a=rtpmap:111 opus/48000/2
      m=video 9 UDP/TLS/RTP/SAVPF 96
      c=IN IP4 0.0.0.0
      a=mid:1
      a=ice-ufrag:intr
      a=ice-pwd:intruderintruderintruder
      a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
      a=setup:actpass
      a=rtcp-mux
      a=sendonly
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 nack
      a=ssrc:1234567 cname:intruder
      """
          .replace("\n", "\r\n");

  private static final int MAGIC_COOKIE = 0x2112A442;
  private static final Pattern CANDIDATE =
      Pattern.compile("a=candidate:\\S+ 1 udp \\d+ (127\\.0\\.0\\.1|\\S+) (\\d+) typ host");

  private final SignalingClient signaling;
  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final String username;
  private final byte[] password;

  Intruder(ServerProcess process, String room) {
    signaling = new SignalingClient(process.socketUrl());
    signaling.join(room, "Mallory");
    JsonNode answer = signaling.request(offer(OFFER));
    String sdp = answer.path("sdp").asText();
    username = field(sdp, "a=ice-ufrag:(\\S+)") + ":intr";
    password = field(sdp, "a=ice-pwd:(\\S+)").getBytes(StandardCharsets.US_ASCII);
    Matcher candidate = CANDIDATE.matcher(sdp);
    if (!candidate.find()) {
      throw new IllegalStateException("no candidate in " + answer);
    }
    try {
      server =
          new InetSocketAddress(
              InetAddress.getByName(candidate.group(1)), Integer.parseInt(candidate.group(2)));
      socket = new DatagramSocket();
      passCheck();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode offer(String sdp) {
    ObjectNode offer = SignalingClient.message("offer").put("sdp", sdp);
    offer
        .putArray("tracks")
        .addObject()
        .put("mid", "1")
        .put("source", "camera")
        .put("muted", false);
    return offer;
  }

  private static String field(String sdp, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(sdp);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in:\n" + sdp);
    }
    return matcher.group(1);
  }

  InetSocketAddress server() {
    return server;
  }

  /** Sends from the address that has passed the check. */
  void send(byte[] datagram) {
    send(socket, server, datagram);
  }

  static void send(DatagramSocket from, InetSocketAddress to, byte[] datagram) {
    try {
      from.send(new DatagramPacket(datagram, datagram.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void passCheck() throws IOException {
    socket.setSoTimeout(500);
    byte[] buffer = new byte[1500];
    for (int attempt = 0; attempt < 20; attempt++) {
      send(bindingRequest(new Random(attempt)));
      try {
        DatagramPacket response = new DatagramPacket(buffer, buffer.length);
        socket.receive(response);
        if (ByteBuffer.wrap(buffer).getShort() == 0x0101) {
          return;
        }
      } catch (SocketTimeoutException e) {
        // Sent again, as STUN does.
      }
    }
    throw new IllegalStateException("no answer to a binding request");
  }

  /** A connectivity check as a browser sends it; the transaction id is random. */
  byte[] bindingRequest(Random random) {
    ByteBuffer message = ByteBuffer.allocate(256);
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    message.putShort((short) 0x0001).putShort((short) 0).putInt(MAGIC_COOKIE).put(transaction);
    attribute(message, 0x0006, username.getBytes(StandardCharsets.US_ASCII));
    attribute(message, 0x0024, new byte[] {0x6e, 0, 1, (byte) 0xff});
    attribute(message, 0x802a, new byte[8]);
    attribute(message, 0x0025, new byte[0]);
    length(message, 24);
    attribute(message, 0x0008, hmac(Arrays.copyOf(message.array(), message.position())));
    length(message, 8);
    CRC32 crc = new CRC32();
    crc.update(message.array(), 0, message.position());
    attribute(
        message, 0x8028, ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554e).array());
    return Arrays.copyOf(message.array(), message.position());
  }

  private static void attribute(ByteBuffer message, int type, byte[] value) {
    message.putShort((short) type).putShort((short) value.length).put(value);
    while (message.position() % 4 != 0) {
      message.put((byte) 0);
    }
  }

  /** The length field counts what is there after the header and what is about to be added. */
  private static void length(ByteBuffer message, int more) {
    message.putShort(2, (short) (message.position() - 20 + more));
  }

  private byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
    signaling.close();
  }
}
