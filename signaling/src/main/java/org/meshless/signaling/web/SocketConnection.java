package org.meshless.signaling.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
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
  // Between two of ours. Each is answered, also to those who do not listen.
  private static final int MAX_PINGS = 100;
  private static final int ABNORMAL_CLOSURE = 1006;

  private final ServerWebSocket socket;
  private final HallThread thread;
  private final WebSettings settings;
  private final WebCounters counters;
  private @Nullable Visitor visitor;
  private long queuedChars;
  private long lastHeardNs;
  private int pings;
  private boolean closed;
  private int ticksSinceClose;

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
    socket.frameHandler(this::onFrame);
    socket.textMessageHandler(text -> thread.run(() -> attached.onText(thread.nowNs(), text)));
    socket.binaryMessageHandler(_ -> thread.run(() -> attached.onBinary(thread.nowNs())));
    socket.exceptionHandler(_ -> onException());
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
    pings = 0;
    if (closed) {
      // A close frame waits behind all else that the other end does not take in.
      ticksSinceClose++;
      if (ticksSinceClose > 1) {
        HardClose.cut(socket);
      }
    } else if (thread.nowNs() - lastHeardNs > settings.silentAfter().toNanos()) {
      counters.silentSockets.incrementAndGet();
      lost(ABNORMAL_CLOSURE);
      abort();
    } else {
      socket.writePing(NO_BYTES);
    }
  }

  private void onFrame(WebSocketFrame frame) {
    lastHeardNs = thread.nowNs();
    if (closed || !frame.isPing()) {
      return;
    }
    pings++;
    if (pings > MAX_PINGS) {
      counters.pingFloods.incrementAndGet();
      lost(ABNORMAL_CLOSURE);
      abort();
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
    HardClose.cut(socket);
  }
}
