package org.meshless.perf.targets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A session with Janus over its WebSocket API, and one handle of its VideoRoom plugin. Thread-safe.
 */
final class JanusSocket implements AutoCloseable {
  private static final int TIMEOUT_S = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<Boolean> up = new CompletableFuture<>();
  private final AtomicLong transactions = new AtomicLong();
  private final WebSocket socket;
  private final long session;
  private final long handle;

  private JanusSocket(HttpClient http, URI url) throws IOException, InterruptedException {
    socket =
        await(
            http.newWebSocketBuilder()
                .subprotocols("janus-protocol")
                .buildAsync(url, new Incoming()));
    session = send(request("create")).path("data").path("id").asLong();
    handle =
        send(request("attach").put("session_id", session).put("plugin", "janus.plugin.videoroom"))
            .path("data")
            .path("id")
            .asLong();
  }

  static JanusSocket open(HttpClient http, URI url) throws IOException, InterruptedException {
    return new JanusSocket(http, url);
  }

  static ObjectNode body(String request) {
    return JSON.createObjectNode().put("request", request);
  }

  private static ObjectNode request(String janus) {
    return JSON.createObjectNode().put("janus", janus);
  }

  /** A reply of the plugin: its data, and a session description if there is one. */
  record Reply(JsonNode data, @Nullable String sdp) {}

  /** Asks the plugin. */
  Reply ask(ObjectNode body, @Nullable String type, @Nullable String sdp)
      throws IOException, InterruptedException {
    ObjectNode message = request("message").put("session_id", session).put("handle_id", handle);
    message.set("body", body);
    if (sdp != null) {
      message.putObject("jsep").put("type", type).put("sdp", sdp);
    }
    JsonNode reply = send(message);
    JsonNode data = reply.path("plugindata").path("data");
    if (data.has("error")) {
      throw new IOException("Janus: " + data.path("error").asText());
    }
    JsonNode description = reply.path("jsep").path("sdp");
    return new Reply(data, description.isMissingNode() ? null : description.asText());
  }

  /** Waits until Janus has seen the peer connection come up. */
  void awaitUp() throws IOException, InterruptedException {
    boolean _ = await(up);
  }

  private JsonNode send(ObjectNode message) throws IOException, InterruptedException {
    String transaction = "t" + transactions.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    waiting.put(transaction, reply);
    await(socket.sendText(message.put("transaction", transaction).toString(), true));
    JsonNode answer = await(reply);
    if (answer.path("janus").asText().equals("error")) {
      throw new IOException("Janus: " + answer.path("error").path("reason").asText());
    }
    return answer;
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer from Janus within " + TIMEOUT_S + " s", e);
    }
  }

  /** The listener; calls come one at a time. */
  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          onMessage(JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          onError(webSocket, e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    private void onMessage(JsonNode message) {
      switch (message.path("janus").asText()) {
        case "ack" -> {} // the answer comes as an event
        case "webrtcup" -> up.complete(true);
        default -> {
          CompletableFuture<JsonNode> asked = waiting.remove(message.path("transaction").asText());
          if (asked != null) {
            asked.complete(message);
          }
        }
      }
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      waiting.values().forEach(asked -> asked.completeExceptionally(error));
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      onError(webSocket, new IOException("Janus closed the socket: " + status));
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
