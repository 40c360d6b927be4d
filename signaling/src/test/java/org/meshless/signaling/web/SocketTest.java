package org.meshless.signaling.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.signaling.hall.HallSettings;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final TestServer server = new TestServer();
  private SocketClient ann = server.connect();
  private SocketClient bo = ann;
  // In another room, and to be left alone by all that is done here.
  private SocketClient witness = ann;
  private int talked;

  @BeforeEach
  void meet() {
    String room = "room-" + System.identityHashCode(new Object()) + talked;
    ann = server.connect();
    bo = server.connect();
    witness = server.connect();
    ann.join(room, "Ann");
    bo.join(room, "Bo");
    ann.next("participant-joined");
    witness.join(room + "/witness", "Witness");
  }

  @AfterEach
  void nobodyElseNoticed() {
    assertWorks(bo);
    assertWorks(witness);
    ann.abort();
    bo.close(1000);
    witness.close(1000);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void assertWorks(SocketClient client) {
    String id = "talk-" + talked++;
    client.send("{\"id\":\"" + id + "\",\"type\":\"chat\",\"text\":\"x\"}");
    while (true) {
      JsonNode reply = client.next();
      if (reply.path("re").asText().equals(id)) {
        assertEquals("ok", reply.path("type").asText());
        return;
      }
    }
  }

  @Test
  void chatTravels() {
    ann.send("{\"id\":1,\"type\":\"chat\",\"text\":\"Grüße 😀\"}");

    assertEquals(1, ann.next("ok").path("re").asInt());
    assertEquals("Grüße 😀", bo.next("chat").path("text").asText());
  }

  @Test
  void whatComesInPiecesIsOneMessage() {
    ann.sendPart("{\"id\":1,\"type\":\"ch", false);
    ann.sendPart("at\",\"text\":\"whole\"}", true);

    ann.next("ok");
    assertEquals("whole", bo.next("chat").path("text").asText());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "bad-json     | {",
        "bad-json     | hello",
        "bad-message  | []",
        "bad-message  | {}",
        "bad-message  | {'id':1,'type':'chat'}",
        "bad-message  | {'id':{},'type':'chat','text':'x'}",
        "unknown-type | {'id':1,'type':'dance'}",
        "already-joined | {'id':1,'type':'join','room':'r','name':'n'}",
        "unknown-participant | {'id':1,'type':'chat','text':'x','to':'nobody'}",
        "duplicate-id | {'id':'join','type':'leave'}",
      })
  void whatIsMalformedIsAnsweredAndTheSocketStays(String code, String text) {
    ann.send(text.replace('\'', '"'));

    assertEquals(code, ann.nextError());
    assertWorks(ann);
  }

  @Test
  void deepJsonIsAnswered() {
    ann.send("{\"id\":1,\"type\":\"app\",\"kind\":\"k\",\"data\":" + "[".repeat(30_000) + "}");

    assertEquals("bad-json", ann.nextError());
    assertWorks(ann);
  }

  @Test
  void aMessageOfOver64KibibytesIsAnswered() {
    ann.send("{\"id\":1,\"type\":\"chat\",\"text\":\"" + "x".repeat(65_536) + "\"}");

    assertEquals("too-large", ann.nextError());
    assertWorks(ann);
  }

  @Test
  void anOfferOfUpTo256KibibytesTravelsAndALargerOneIsAnswered() {
    String offer = "{\"id\":%d,\"type\":\"offer\",\"tracks\":[],\"sdp\":\"%s\"}";

    ann.send(offer.formatted(1, "a=x\\r\\n".repeat(262_144 / 5)));
    assertEquals(262_140, ann.next("answer").path("sdp").asText().length());
    ann.send(offer.formatted(2, "x".repeat(262_145)));
    assertEquals("too-large", ann.nextError());
    assertWorks(ann);
  }

  @Test
  void beyondAMebibyteTheSocketIsClosed() {
    ann.send("x".repeat((1 << 20) + 1));

    assertEquals(1009, ann.closeCode());
  }

  @Test
  void beyondAMebibyteInPiecesTheSocketIsClosed() {
    for (int i = 0; i < 17 && ann.isOpen(); i++) {
      try {
        ann.sendPart("x".repeat(1 << 16), false);
      } catch (CompletionException e) {
        break; // The close was quicker.
      }
    }

    assertEquals(1009, ann.closeCode());
  }

  @Test
  void aBinaryMessageIsAnswered() {
    ann.sendBinary(new byte[1000]);

    assertEquals("bad-json", ann.nextError());
    assertWorks(ann);
  }

  @Test
  void textThatIsNoUtf8IsAnsweredAsNoJson() throws IOException {
    try (RawSocket raw = new RawSocket(server.port())) {
      raw.frame(0x81, new byte[] {(byte) 0xC3, 0x28});

      assertEquals(0x81, raw.nextFrameType());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x83, 0xC1, 0x80, 0x09})
  void aFrameThatIsNoneClosesTheSocket(int firstByte) throws IOException {
    try (RawSocket raw = new RawSocket(server.port())) {
      raw.frame(firstByte, new byte[] {'x'});

      assertEquals(0x88, raw.nextFrameType());
    }
  }

  @Test
  void leavingClosesWith1000() {
    ann.send("{\"id\":1,\"type\":\"leave\"}");

    ann.next("ok");
    assertEquals(1000, ann.closeCode());
    assertEquals("left", bo.next("participant-left").path("reason").asText());
  }

  @Test
  void closingIsLeaving() {
    ann.close(1000);

    assertEquals("left", bo.next("participant-left").path("reason").asText());
  }

  @Test
  void aCutSocketIsReconnectingAndCanComeBack() {
    SocketClient dee = server.connect();
    JsonNode seat = dee.join("cut", "Dee").path("seat");
    SocketClient eve = server.connect();
    eve.join("cut", "Eve");
    dee.next("participant-joined");

    dee.abort();
    assertEquals(
        "reconnecting", eve.next("participant-changed").path("participant").path("state").asText());
    SocketClient again = server.connect();
    again.send(
        "{\"id\":9,\"type\":\"resume\",\"seat\":%s,\"secret\":%s,\"last\":0}"
            .formatted(seat.get("id"), seat.get("secret")));

    assertEquals(1, again.next("resumed").path("n").asInt());
    assertEquals(1, again.next("participant-joined").path("n").asInt());
    eve.next("participant-changed");
    again.close(1000);
    eve.close(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "null",
        "",
        "http://localhost:80",
        "x",
        "https://friend.example.evil.example",
        "http://friend.example",
        "file://",
      })
  void pagesFromElsewhereAreNotLetIn(String origin) {
    long before = server.webCounters.foreignOrigins.get();

    assertEquals(403, refusal(() -> new SocketClient(socketUri(), origin)));
    assertEquals(before + 1, server.webCounters.foreignOrigins.get());
  }

  @Test
  void thisServersPagesAndFriendsAreLetIn() {
    new SocketClient(socketUri(), "http://127.0.0.1:" + server.port()).close(1000);
    new SocketClient(socketUri(), "https://127.0.0.1:" + server.port()).close(1000);
    new SocketClient(socketUri(), "https://friend.example").close(1000);
  }

  /** The HTTP status with which the server declines to speak WebSocket. */
  private static int refusal(Executable connecting) {
    Throwable cause = assertThrows(CompletionException.class, connecting).getCause();
    return assertInstanceOf(WebSocketHandshakeException.class, cause).getResponse().statusCode();
  }

  private URI socketUri() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
  }

  @Test
  void oneSocketTooManyIsRefused() {
    try (TestServer small = new TestServer(1, 1 << 20, LONG, LONG)) {
      SocketClient first = small.connect();

      assertEquals(503, refusal(small::connect));
      first.join("r", "Ann");
      first.abort();
    }
  }

  @Test
  void whoDoesNotTakeInWhatItIsSentIsCut() {
    try (TestServer small = new TestServer(talkative(), 10, 100_000, LONG, LONG)) {
      SocketClient talker = small.connect();
      talker.join("r", "Talker");
      SocketClient deaf = small.connect();
      deaf.stopReading();
      deaf.send("{\"id\":1,\"type\":\"join\",\"room\":\"r\",\"name\":\"Deaf\"}");
      talker.next("participant-joined");

      String large =
          "{\"id\":%d,\"type\":\"app\",\"kind\":\"k\",\"data\":\"" + "x".repeat(60_000) + "\"}";
      talker.send(large.formatted(0));
      JsonNode next = talker.next();
      for (int i = 1; next.path("type").asText().equals("ok"); i++) {
        assertTrue(i < 5000, "the server goes on keeping what nobody takes");
        talker.send(large.formatted(i));
        next = talker.next();
      }

      assertEquals("reconnecting", next.path("participant").path("state").asText());
      assertEquals(1, small.webCounters.slowSockets.get());
      assertEquals(1, small.hallCounters.sockets.get());
      talker.abort();
    }
  }

  /** As fast as one can. */
  private static HallSettings talkative() {
    HallSettings standard = HallSettings.DEFAULT;
    return new HallSettings(
        standard.maxRooms(),
        standard.maxPeoplePerRoom(),
        1_000_000,
        1_000_000,
        standard.eventLogLength(),
        standard.eventLogBytes(),
        standard.joinWithin(),
        standard.patienceWithPath(),
        standard.patienceWithoutPath(),
        standard.slots(),
        standard.codec());
  }

  @Test
  void whoGivesNoSignOfLifeIsCut() throws IOException {
    try (TestServer quick =
            new TestServer(10, 1 << 20, Duration.ofMillis(50), Duration.ofMillis(400));
        RawSocket dead = new RawSocket(quick.port())) {
      SocketClient alive = quick.connect(); // whose pongs the JDK sends
      alive.join("r", "Alive");

      assertEquals(0x89, dead.nextFrameType());
      assertTrue(dead.isClosedByServer());

      assertEquals(1, quick.webCounters.silentSockets.get());
      assertEquals(1, quick.hallCounters.sockets.get());
      alive.send("{\"id\":2,\"type\":\"chat\",\"text\":\"x\"}");
      alive.next("ok");
      alive.abort();
    }
  }

  @Test
  void whoFloodsWithPingsIsCut() throws IOException {
    try (RawSocket raw = new RawSocket(server.port())) {
      byte[] payload = new byte[125];
      for (int i = 0; i < 100; i++) {
        raw.frame(0x89, payload);
        assertEquals(0x8A, raw.nextFrameType());
      }
      raw.frame(0x89, payload);

      assertTrue(raw.isClosedByServer());
      assertEquals(1, server.webCounters.pingFloods.get());
    }
  }

  @Test
  void onStoppingEverybodyIsToldAndLeaves() {
    try (TestServer other = new TestServer()) {
      SocketClient member = other.connect();
      member.join("r", "Member");
      SocketClient stranger = other.connect();
      other.web.ready();

      TestServer.await(other.web.drain(1234));

      assertEquals(1234, member.next("closing").path("retryAfterMs").asInt());
      assertEquals(1001, member.closeCode());
      assertEquals(1001, stranger.closeCode());
      assertThrows(CompletionException.class, other::connect);
    }
  }

  /** A WebSocket spoken by hand (RFC 6455 §5.2). */
  private static final class RawSocket implements AutoCloseable {
    final Socket socket;
    private final DataInputStream in;

    RawSocket(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
      String request =
          """
          GET /ws HTTP/1.1\r
          Host: 127.0.0.1:%d\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          \r
          """
              .formatted(port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") == -1) {
        head.append((char) in.readUnsignedByte());
      }
      assertTrue(head.toString().startsWith("HTTP/1.1 101"), head::toString);
    }

    void frame(int firstByte, byte[] payload) throws IOException {
      byte[] frame = new byte[6 + payload.length];
      frame[0] = (byte) firstByte;
      frame[1] = (byte) (0x80 | payload.length); // masked, with zeros
      System.arraycopy(payload, 0, frame, 6, payload.length);
      socket.getOutputStream().write(frame);
    }

    int nextFrameType() throws IOException {
      int firstByte = in.readUnsignedByte();
      in.readFully(new byte[in.readUnsignedByte()]);
      return firstByte;
    }

    boolean isClosedByServer() throws IOException {
      in.readAllBytes();
      return true;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
