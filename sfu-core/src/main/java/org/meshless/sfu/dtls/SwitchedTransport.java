package org.meshless.sfu.dtls;

import java.io.IOException;
import org.bouncycastle.tls.DatagramTransport;

/**
 * What BouncyCastle reads from and writes to: a blocking end for the handshake, later one that a
 * media loop pumps. Handed from the one thread to the other together with what uses it.
 */
final class SwitchedTransport implements DatagramTransport {
  /** Room for one record; a datagram is taken apart before it gets here. */
  static final int RECEIVE_LIMIT = 2048;

  /**
   * Room for one outgoing datagram: IPv6's least MTU less IP and UDP headers (RFC 8831 §5), so that
   * no path has to fragment a handshake.
   */
  static final int SEND_LIMIT = 1200;

  private DatagramTransport end;

  SwitchedTransport(DatagramTransport end) {
    this.end = end;
  }

  void switchTo(DatagramTransport end) {
    this.end = end;
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
    return end.receive(buffer, offset, length, waitMillis);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws IOException {
    end.send(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
