package org.meshless.sfu.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.meshless.rtp.srtp.SrtpProfile;

/**
 * A whole handshake in memory: the first one of a process loads and compiles for half a second, and
 * that is better spent before anybody waits for it.
 */
final class WarmUp {
  private static final int TIMEOUT_MS = 10_000;

  private WarmUp() {}

  /** Whether the handshake came to its end; when not, the server works but starts slowly. */
  static boolean run(BcDtlsServer server, SecureRandom random) {
    DtlsIdentity identity = DtlsIdentity.create(random);
    BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
    BcDtlsHandshake handshake =
        server.begin(
            identity.fingerprint(),
            new BcDtlsHandshake.Output() {
              @Override
              public void send(byte[] datagram) {
                toClient.add(datagram);
              }

              @Override
              public void onFinished(BcDtlsSession session) {}

              @Override
              public void onFailed(DtlsFailure failure) {}
            },
            TIMEOUT_MS);
    if (handshake == null) {
      return false;
    }
    try {
      SrtpTlsClient client =
          new SrtpTlsClient(
              new JceGcmCrypto(random),
              identity,
              server.fingerprint(),
              List.of(SrtpProfile.values()),
              TIMEOUT_MS);
      new DTLSClientProtocol().connect(client, new Link(handshake, toClient));
      return true;
    } catch (IOException e) {
      handshake.cancel();
      return false;
    }
  }

  /** The client's end; nothing is lost. */
  private record Link(BcDtlsHandshake server, BlockingQueue<byte[]> inbound)
      implements DatagramTransport {
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
      try {
        byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, datagram.length);
        return datagram.length;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      byte[] datagram = new byte[length];
      System.arraycopy(bytes, offset, datagram, 0, length);
      server.offer(datagram);
    }

    @Override
    public void close() {}
  }
}
