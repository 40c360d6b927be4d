package org.meshless.sfu.dtls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's end of one association, a lock playing the media loop. */
final class DtlsServerEnd implements BcDtlsHandshake.Output, BcDtlsSession.Output {
  final CompletableFuture<BcDtlsSession> finished = new CompletableFuture<>();
  final CompletableFuture<DtlsFailure> failed = new CompletableFuture<>();
  final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  final List<byte[]> data = new ArrayList<>();
  private final BcDtlsServer server;
  private final Consumer<byte[]> network;
  private @Nullable BcDtlsHandshake handshake;
  private @Nullable BcDtlsSession session;
  int dropped;

  DtlsServerEnd(BcDtlsServer server, Consumer<byte[]> network) {
    this.server = server;
    this.network = network;
  }

  /** Begins to wait for a client with that fingerprint. */
  synchronized BcDtlsHandshake begin(Fingerprint client, int timeoutMs) {
    BcDtlsHandshake begun = server.begin(client, this, timeoutMs);
    if (begun == null) {
      throw new IllegalStateException("too many handshakes");
    }
    handshake = begun;
    return begun;
  }

  synchronized void receive(byte[] datagram) {
    if (session != null) {
      if (!session.onDatagram(datagram, datagram.length)) {
        dropped++;
      }
    } else if (handshake == null || !handshake.offer(datagram)) {
      dropped++;
    }
  }

  synchronized void close() {
    if (session != null) {
      session.close();
    }
  }

  BcDtlsSession awaitSession() throws Exception {
    return finished.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void send(byte[] datagram) {
    network.accept(datagram);
  }

  @Override
  public synchronized void onFinished(BcDtlsSession agreed) {
    session = agreed;
    agreed.start(this);
    finished.complete(agreed);
  }

  @Override
  public void onFailed(DtlsFailure failure) {
    failed.complete(failure);
  }

  @Override
  public synchronized void onData(byte[] bytes, int offset, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    data.add(copy);
  }

  @Override
  public void onClosed(boolean orderly) {
    closed.complete(orderly);
  }
}
