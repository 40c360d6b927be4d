package org.meshless.perf.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/** What BouncyCastle reads from and writes to. Thread-safe. */
final class DatagramQueue implements DatagramTransport {
  private static final int RECEIVE_LIMIT = 2048;
  private static final int SEND_LIMIT = 1200;
  private static final int CAPACITY = 32;

  private final ArrayBlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(CAPACITY);
  private final Consumer<byte[]> outbound;
  private final NothingThere nothingThere = new NothingThere();
  private volatile boolean pumped;

  DatagramQueue(Consumer<byte[]> outbound) {
    this.outbound = outbound;
  }

  /** A datagram that finds no room is lost, as on a network. */
  void offer(byte[] datagram) {
    boolean _ = inbound.offer(datagram);
  }

  /** From now on who finds nothing does not wait, but goes away by an interruption. */
  void pump() {
    pumped = true;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = pumped ? inbound.poll() : inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        if (pumped) {
          throw nothingThere;
        }
        return -1;
      }
      int size = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, size);
      return size;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    outbound.accept(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public void close() {}

  /**
   * BouncyCastle takes it for no failure; without a stack trace, for it comes after every datagram.
   */
  private static final class NothingThere extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
