package org.meshless.sfu.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.meshless.rtp.srtp.SrtpKeys;

/**
 * An established association, pumped by the media loop without ever blocking: every record handed
 * in is read at once, and when there is none BouncyCastle is told so by an exception it takes for
 * an interruption. Confined to its media loop once {@link BcDtlsHandshake.Output#onFinished} has
 * handed it over.
 *
 * <p>Keep handing records in: a client that has not received our last flight repeats its own and is
 * answered from here.
 */
public final class BcDtlsSession {
  /** What a session says, on the media loop. */
  public interface Output {
    /** A datagram for the client; the array is the receiver's. */
    void send(byte[] datagram);

    /** Application data of the client; the bytes are only lent. */
    void onData(byte[] bytes, int offset, int length);

    /**
     * The association is over.
     *
     * @param orderly whether the client said close_notify, and not a fatal alert
     */
    void onClosed(boolean orderly);
  }

  private final DTLSTransport dtls;
  private final SrtpTlsServer server;
  private final Queue<byte[]> waiting;
  private final PumpedEnd end = new PumpedEnd();
  private final byte[] data = new byte[SwitchedTransport.RECEIVE_LIMIT];
  private Output output = new Silence();
  private boolean closed;

  BcDtlsSession(
      DTLSTransport dtls,
      SwitchedTransport transport,
      SrtpTlsServer server,
      Queue<byte[]> waiting) {
    this.dtls = dtls;
    this.server = server;
    this.waiting = waiting;
    transport.switchTo(end);
  }

  /** What the client protects SRTP with. */
  public SrtpKeys receiveKeys() {
    return server.clientKeys();
  }

  /** What we protect SRTP with. */
  public SrtpKeys sendKeys() {
    return server.serverKeys();
  }

  /** Starts to speak to {@code output}, with what was offered while the handshake ended. */
  public void start(Output output) {
    this.output = output;
    for (byte[] datagram = waiting.poll(); datagram != null; datagram = waiting.poll()) {
      onDatagram(datagram, datagram.length);
    }
  }

  /**
   * Reads what a datagram holds.
   *
   * @return false when it held nothing that can be a record here
   */
  public boolean onDatagram(byte[] bytes, int length) {
    boolean any = false;
    int at = 0;
    int record = DtlsRecords.length(bytes, at, length);
    while (record > 0 && !closed) {
      if (isPlausible(bytes, at, record)) {
        any = true;
        end.next(bytes, at, record);
        pump();
      }
      at += record;
      record = DtlsRecords.length(bytes, at, length);
    }
    return any;
  }

  /**
   * Sends application data in a record and datagram of its own; nothing once it is over.
   *
   * @param bytes only read
   * @param length so many that the record fits a datagram
   */
  public void send(byte[] bytes, int offset, int length) {
    if (closed) {
      return;
    }
    try {
      dtls.send(bytes, offset, length);
    } catch (IOException e) {
      end.closed = true;
    }
    end.flight.flush();
    closeIfEnded();
  }

  /** Says close_notify and is over; says nothing to the output but that datagram. */
  public void close() {
    if (!closed) {
      closed = true;
      try {
        dtls.close();
      } catch (IOException e) {
        // It is over either way.
      }
      end.flight.flush();
    }
  }

  /**
   * Encrypted records long enough to be decrypted: BouncyCastle takes shorter ones for a fatal
   * error, forged or not. In the clear only a handshake that is repeated.
   */
  private static boolean isPlausible(byte[] bytes, int at, int record) {
    return switch (DtlsRecords.epoch(bytes, at)) {
      case 0 ->
          DtlsRecords.type(bytes, at) == DtlsRecords.HANDSHAKE
              && DtlsRecords.isSane(bytes, at, record);
      case 1 -> record >= DtlsRecords.HEADER + DtlsRecords.AEAD_OVERHEAD;
      default -> false;
    };
  }

  private void pump() {
    try {
      while (!closed && !end.closed) {
        int length = dtls.receive(data, 0, data.length, 0);
        if (length > 0) {
          output.onData(data, 0, length);
        }
      }
    } catch (InterruptedIOException e) {
      // Everything is read.
    } catch (IOException e) {
      end.closed = true;
    }
    end.flight.flush();
    closeIfEnded();
  }

  private void closeIfEnded() {
    if (end.closed && !closed) {
      closed = true;
      output.onClosed(server.saidCloseNotify());
    }
  }

  /** Holds one record at most; what is written leaves when that is read. */
  private final class PumpedEnd implements DatagramTransport {
    private final InterruptedIOException nothingThere = new NothingThere();
    final FlightBuffer flight = new FlightBuffer(datagram -> output.send(datagram));
    private byte[] bytes = {};
    private int at;
    private int length;
    boolean closed;

    void next(byte[] bytes, int at, int length) {
      this.bytes = bytes;
      this.at = at;
      this.length = length;
    }

    @Override
    public int getReceiveLimit() {
      return SwitchedTransport.RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SwitchedTransport.SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int limit, int waitMillis) throws IOException {
      if (length == 0) {
        throw nothingThere;
      }
      int size = Math.min(length, limit);
      System.arraycopy(bytes, at, buffer, offset, size);
      length = 0;
      return size;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      flight.add(bytes, offset, length);
    }

    /** BouncyCastle closes its transport after close_notify and after a fatal alert. */
    @Override
    public void close() {
      closed = true;
    }
  }

  /** Before {@link #start}. */
  private static final class Silence implements Output {
    @Override
    public void send(byte[] datagram) {}

    @Override
    public void onData(byte[] bytes, int offset, int length) {}

    @Override
    public void onClosed(boolean orderly) {}
  }

  /** Made once per session, and without a stack trace: it is thrown after every datagram. */
  private static final class NothingThere extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
