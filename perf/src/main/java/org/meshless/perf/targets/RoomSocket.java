package org.meshless.perf.targets;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.ProtocolJson;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.ServerMessage;

/** A seat's WebSocket: requests and their replies; events pass by. Thread-safe. */
final class RoomSocket implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Map<RequestId, CompletableFuture<ServerMessage.Reply>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final WebSocket socket;

  private RoomSocket(HttpClient http, URI url) throws IOException, InterruptedException {
    socket =
        await(http.newWebSocketBuilder().connectTimeout(TIMEOUT).buildAsync(url, new Incoming()));
  }

  static RoomSocket open(HttpClient http, URI url) throws IOException, InterruptedException {
    return new RoomSocket(http, url);
  }

  RequestId nextId() {
    return RequestId.of(requests.incrementAndGet());
  }

  /** Asks, and returns the reply. */
  <R extends ServerMessage.Reply> R ask(ClientMessage request, Class<R> type)
      throws IOException, InterruptedException {
    RequestId id = request.id();
    if (id == null) {
      throw new IllegalArgumentException("a request that has no reply");
    }
    CompletableFuture<ServerMessage.Reply> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    await(socket.sendText(ProtocolJson.write(request), true));
    ServerMessage.Reply answer = await(reply);
    if (!type.isInstance(answer)) {
      throw new IOException("the server replied " + answer);
    }
    return type.cast(answer);
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer from the server within " + TIMEOUT, e);
    }
  }

  /** The listener; calls come one at a time. */
  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        // Most of what comes in a large room are events, which need not be understood.
        if (message.contains("\"re\"")
            && ProtocolJson.readServerMessage(message) instanceof ServerMessage.Reply reply
            && reply.re() != null) {
          CompletableFuture<ServerMessage.Reply> asked = waiting.remove(reply.re());
          if (asked != null) {
            asked.complete(reply);
          }
        }
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      waiting.values().forEach(asked -> asked.completeExceptionally(error));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      IOException closed = new IOException("the server closed the socket: " + statusCode);
      waiting.values().forEach(asked -> asked.completeExceptionally(closed));
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Closes as a page that is left does: the seat is given up. */
  void leave() {
    CompletableFuture<WebSocket> _ =
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(2, TimeUnit.SECONDS);
  }
}
