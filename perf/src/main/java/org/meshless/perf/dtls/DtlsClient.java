package org.meshless.perf.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executor;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;

/**
 * One client's DTLS connection: the handshake has a (virtual) thread of its own, for BouncyCastle's
 * blocks. Thread-safe because all it shares is its queue and a volatile field.
 */
public final class DtlsClient {
  /** What becomes of it; called on the handshake's thread. */
  public interface Output {
    void send(byte[] datagram);

    /** The handshake is complete. */
    void onKeys(SrtpKeys ours, SrtpKeys theirs);

    void onFailed(String reason);
  }

  private final DatagramQueue queue;
  private final Output output;
  private final byte[] record = new byte[2048];
  private volatile @Nullable DTLSTransport connection;

  private DtlsClient(Output output) {
    this.output = output;
    this.queue = new DatagramQueue(output::send);
  }

  /** What all handshakes of a run share. */
  public record Settings(
      ClientIdentity identity, BcTlsCrypto crypto, List<SrtpProfile> profiles, Executor executor) {
    public static Settings of(
        ClientIdentity identity, List<SrtpProfile> profiles, Executor executor) {
      return new Settings(identity, new JceRecordCrypto(new SecureRandom()), profiles, executor);
    }
  }

  /**
   * Begins a handshake.
   *
   * @param algorithm of the server's fingerprint, as SDP writes it
   */
  public static DtlsClient begin(
      Settings settings, String algorithm, String fingerprint, Output output) {
    DtlsClient client = new DtlsClient(output);
    settings.executor().execute(() -> client.handshake(settings, algorithm, fingerprint));
    return client;
  }

  private void handshake(Settings settings, String algorithm, String fingerprint) {
    BrowserTlsClient client = new BrowserTlsClient(settings, algorithm, fingerprint);
    try {
      connection = new DTLSClientProtocol().connect(client, queue);
      SrtpKeys ours = client.clientKeys();
      SrtpKeys theirs = client.serverKeys();
      if (ours == null || theirs == null) {
        output.onFailed("the server chose no SRTP profile");
      } else {
        output.onKeys(ours, theirs);
      }
    } catch (IOException | RuntimeException e) {
      output.onFailed("DTLS: " + e.getMessage());
    }
  }

  /** A datagram from the server; the array is given away. */
  public void receive(byte[] datagram) {
    queue.offer(datagram);
  }

  /** Takes application data; the bytes are only lent. */
  public interface DataOutput {
    void onData(byte[] bytes, int length);
  }

  /**
   * Reads the application data of a datagram. Once the keys are agreed, and from then on on one
   * thread, as {@link #send}.
   */
  public void pump(byte[] datagram, DataOutput data) {
    DTLSTransport open = connection;
    if (open == null) {
      return;
    }
    queue.pump();
    queue.offer(datagram);
    try {
      while (true) {
        int length = open.receive(record, 0, record.length, 0);
        if (length > 0) {
          data.onData(record, length);
        }
      }
    } catch (InterruptedIOException e) {
      // All is read.
    } catch (IOException e) {
      connection = null;
    }
  }

  /** Sends application data. */
  public void send(byte[] bytes, int offset, int length) {
    DTLSTransport open = connection;
    if (open == null) {
      return;
    }
    try {
      open.send(bytes, offset, length);
    } catch (IOException e) {
      connection = null;
    }
  }

  /** Says goodbye (close_notify). */
  public void close() {
    DTLSTransport open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }
}
