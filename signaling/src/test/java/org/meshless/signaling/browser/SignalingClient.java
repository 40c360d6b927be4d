package org.meshless.signaling.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bare client of the signaling protocol: somebody in the room without sound or picture, or
 * somebody who misbehaves. Thread-safe.
 */
final class SignalingClient implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  SignalingClient(URI url) {
    socket = HTTP.newWebSocketBuilder().buildAsync(url, new Listener()).join();
  }

  static ObjectNode message(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  /**
   * Sends a request under a new id and waits for what answers it: a reply, an error, or, if the
   * server ends the connection instead, a message of type "closed" with the code.
   */
  JsonNode request(ObjectNode message) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    if (closed()) {
      reply.complete(message("closed"));
    }
    trySend(message.put("id", id).toString());
    return reply.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  JsonNode join(String room, String name) {
    return request(message("join").put("room", room).put("name", name));
  }

  /** Sends, whether or not the server still listens. */
  void trySend(String text) {
    socket.sendText(text, true).exceptionally(gone -> socket).join();
  }

  /** Whether the connection is gone. */
  boolean closed() {
    return closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        onMessage(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    private void onMessage(String text) {
      JsonNode message;
      try {
        message = JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      CompletableFuture<JsonNode> reply = replies.remove(message.path("re").asInt());
      if (reply != null) {
        reply.complete(message);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      ended(code);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      ended(1006);
    }

    private void ended(int code) {
      closed.complete(code);
      replies
          .values()
          .forEach(
              reply -> reply.completeExceptionally(new IllegalStateException("closed: " + code)));
    }
  }
}
