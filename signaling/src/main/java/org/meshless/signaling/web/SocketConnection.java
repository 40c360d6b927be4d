package org.meshless.signaling.web;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.hall.CloseCode;
import org.meshless.signaling.hall.Connection;
import org.meshless.signaling.hall.Visitor;
import org.meshless.signaling.protocol.ProtocolJson;
import org.meshless.signaling.protocol.ServerMessage;

/** A WebSocket and the visitor behind it. Confined to the event loop. */
final class SocketConnection implements Connection {
  private static final Buffer NO_BYTES = Buffer.buffer();
  private static final short MESSAGE_TOO_BIG = 1009; // RFC 6455 §7.4.1
  private static final int ABNORMAL_CLOSURE = 1006;

  private final ServerWebSocket socket;
  private final HallThread thread;
  private final WebSettings settings;
  private final WebCounters counters;
  private @Nullable Visitor visitor;
  private long queuedChars;
  private long lastHeardNs;
  private boolean closed;

  SocketConnection(
      ServerWebSocket socket, HallThread thread, WebSettings settings, WebCounters counters) {
    this.socket = socket;
    this.thread = thread;
    this.settings = settings;
    this.counters = counters;
    this.lastHeardNs = thread.nowNs();
  }

  /** Whatever arrives goes to {@code visitor} from now on. */
  void attach(Visitor attached) {
    visitor = attached;
    if (closed) {
      return;
    }
    socket.frameHandler(_ -> onFrame());
    socket.textMessageHandler(text -> thread.run(() -> attached.onText(thread.nowNs(), text)));
    socket.binaryMessageHandler(_ -> thread.run(() -> attached.onBinary(thread.nowNs())));
    socket.exceptionHandler(_ -> onException());
    socket.drainHandler(_ -> socket.resume());
  }

  /** The socket is closed, whoever did it. */
  void onClosed() {
    closed = true;
    Short code = socket.closeStatusCode();
    lost(code == null ? ABNORMAL_CLOSURE : code);
  }

  @Override
  public void send(ServerMessage message) {
    if (closed) {
      return;
    }
    String text = ProtocolJson.write(message);
    if (queuedChars + text.length() > settings.maxQueuedChars()) {
      counters.slowSockets.incrementAndGet();
      // A close frame would wait behind all the rest; and the hall must not hear of it from within
      // a call of its own.
      abort();
      thread.execute(() -> lost(ABNORMAL_CLOSURE));
      return;
    }
    queuedChars += text.length();
    socket.writeTextMessage(text).onComplete(_ -> queuedChars -= text.length());
  }

  @Override
  public void close(CloseCode code) {
    if (closed) {
      return;
    }
    closed = true;
    visitor = null;
    socket.close((short) code.code(), code.reason());
  }

  /** Asks for a sign of life, or gives up if the last ones were not answered. */
  void ping() {
    if (closed) {
      return;
    }
    if (thread.nowNs() - lastHeardNs > settings.silentAfter().toNanos()) {
      counters.silentSockets.incrementAndGet();
      abort();
      lost(ABNORMAL_CLOSURE);
    } else {
      socket.writePing(NO_BYTES);
    }
  }

  private void onFrame() {
    lastHeardNs = thread.nowNs();
    // Whoever asks without listening is not read until it listens: pings, too, are answered into
    // this queue.
    if (!closed && !socket.isClosed() && socket.writeQueueFull()) {
      socket.pause();
    }
  }

  private void onException() {
    if (closed) {
      return;
    }
    counters.oversizedMessages.incrementAndGet();
    closed = true;
    socket.close(MESSAGE_TOO_BIG, "too big");
    lost(ABNORMAL_CLOSURE);
  }

  private void lost(int code) {
    Visitor leaving = visitor;
    visitor = null;
    if (leaving != null) {
      thread.run(() -> leaving.onClosed(thread.nowNs(), code));
    }
  }

  private void abort() {
    closed = true;
    ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelFuture _ = channel.close(channel.voidPromise());
  }
}
