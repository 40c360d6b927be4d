package org.meshless.sfu.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * One handshake in progress: BouncyCastle's blocks, so it runs on a virtual thread of its own.
 * Thread-safe: {@link #offer} and {@link #cancel} are the media loop's side, everything else is the
 * thread's.
 *
 * <p>The records of a flight leave together, in as few datagrams as hold them. At most so many
 * handshakes compute at a time as there are permits; those that wait for the network hold none.
 */
public final class BcDtlsHandshake {
  /** What a handshake says, on its own thread. */
  public interface Output {
    /** A datagram for the client; the array is the receiver's. */
    void send(byte[] datagram);

    /** Done. The session is the media loop's from now on, and so is what was offered meanwhile. */
    void onFinished(BcDtlsSession session);

    void onFailed(DtlsFailure failure);
  }

  /** Datagrams that wait to be read; a flight of a browser has four at most. */
  static final int QUEUE = 32;

  private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(QUEUE);
  private final SrtpTlsServer server;
  private final Output output;
  private final Semaphore permits;
  private @Nullable Thread thread;
  private volatile boolean cancelled;

  BcDtlsHandshake(SrtpTlsServer server, Output output, Semaphore permits) {
    this.server = server;
    this.output = output;
    this.permits = permits;
  }

  /** Runs it; {@code whenDone} comes last, whatever happened. */
  void start(Runnable whenDone) {
    thread =
        Thread.ofVirtual()
            .name("dtls")
            .start(
                () -> {
                  try {
                    run();
                  } finally {
                    whenDone.run();
                  }
                });
  }

  /**
   * Hands a datagram in; the array is the handshake's from now on.
   *
   * @return false when too many wait: it was dropped
   */
  public boolean offer(byte[] datagram) {
    return inbound.offer(datagram);
  }

  /** Ends it; nothing is said any more. */
  public void cancel() {
    cancelled = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run() {
    permits.acquireUninterruptibly();
    BlockingEnd end = new BlockingEnd();
    SwitchedTransport transport = new SwitchedTransport(end);
    try {
      DTLSTransport dtls = new DTLSServerProtocol().accept(server, transport);
      end.close();
      if (!cancelled) {
        output.onFinished(new BcDtlsSession(dtls, transport, server, inbound));
      }
    } catch (IOException | RuntimeException e) {
      end.close();
      if (!cancelled) {
        output.onFailed(server.failure());
      }
    } finally {
      permits.release();
    }
  }

  private void say(byte[] datagram) {
    if (!cancelled) {
      output.send(datagram);
    }
  }

  /** Waits for datagrams, and collects the records of a flight until then. */
  private final class BlockingEnd implements DatagramTransport {
    private final FlightGate gate = new FlightGate();
    private final FlightBuffer flight = new FlightBuffer(BcDtlsHandshake.this::say);

    @Override
    public int getReceiveLimit() {
      return SwitchedTransport.RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SwitchedTransport.SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      flight.flush();
      byte[] record = gate.poll();
      long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (record == null) {
        byte[] datagram = take(deadlineNs - System.nanoTime());
        if (datagram == null) {
          return -1;
        }
        gate.accept(datagram);
        record = gate.poll();
      }
      int size = Math.min(record.length, length);
      System.arraycopy(record, 0, buffer, offset, size);
      return size;
    }

    private byte @Nullable [] take(long waitNs) throws InterruptedIOException {
      permits.release();
      try {
        return inbound.poll(waitNs, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new InterruptedIOException("cancelled");
      } finally {
        permits.acquireUninterruptibly();
      }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      flight.add(bytes, offset, length);
    }

    @Override
    public void close() {
      flight.flush();
    }
  }
}
