package org.meshless.signaling.web;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client on the JDK's WebSocket. */
public final class SocketClient implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DEADLINE_S = 20;
  // Shared: each has threads of its own.
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean reading = true;

  /**
   * Connects.
   *
   * @throws CompletionException if the server does not want to
   */
  public SocketClient(URI uri, @Nullable String origin) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    socket = builder.buildAsync(uri, this).join();
  }

  /** Joins, and returns the reply. */
  public JsonNode join(String room, String name) {
    send(
        "{\"id\":\"join\",\"type\":\"join\",\"room\":\"%s\",\"name\":\"%s\"}"
            .formatted(room, name));
    return next("joined");
  }

  /** Sends a text message. */
  public void send(String text) {
    socket.sendText(text, true).join();
  }

  void sendPart(String text, boolean last) {
    socket.sendText(text, last).join();
  }

  void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** From the next message on, nothing is taken in. */
  public void stopReading() {
    reading = false;
  }

  void close(int code) {
    socket.sendClose(code, "").join();
  }

  /** Cuts the connection. */
  public void abort() {
    socket.abort();
  }

  /** The next message, which is of this type. */
  public JsonNode next(String type) {
    JsonNode message = next();
    if (!message.path("type").asText().equals(type)) {
      throw new AssertionError("not " + type + " but " + message);
    }
    return message;
  }

  /** The code of the next message, which is an error. */
  String nextError() {
    return next("error").path("code").asText();
  }

  /** The next message, whatever it is. */
  public JsonNode next() {
    try {
      String message = messages.poll(DEADLINE_S, TimeUnit.SECONDS);
      assertNotNull(message, "a message was due");
      return JSON.readTree(message);
    } catch (InterruptedException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The code with which the server closes this socket, 1006 if it just cuts it. */
  public int closeCode() {
    return closed.orTimeout(DEADLINE_S, TimeUnit.SECONDS).join();
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }
}
