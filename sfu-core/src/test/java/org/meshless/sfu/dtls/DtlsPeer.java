package org.meshless.sfu.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;

/**
 * A DTLS client as a browser plays it, for tests: real cryptography and real time, its datagrams
 * given to and taken from whatever network the test has. Thread-safe.
 */
public final class DtlsPeer {
  private static final int TIMEOUT_MS = 60_000;

  private final SecureRandom random = new SecureRandom();
  private final DtlsIdentity identity = DtlsIdentity.create(random);
  private final List<SrtpProfile> profiles;
  private final int sendLimit;
  private final Consumer<byte[]> network;
  private final BlockingQueue<byte[]> inbound = new LinkedBlockingQueue<>();
  private final CompletableFuture<SrtpTlsClient> finished = new CompletableFuture<>();
  private volatile @Nullable DTLSTransport dtls;
  private @Nullable Thread thread;

  /**
   * A client that offers {@code profiles}.
   *
   * @param network takes its datagrams, on its thread
   */
  public DtlsPeer(List<SrtpProfile> profiles, Consumer<byte[]> network) {
    this(profiles, SwitchedTransport.SEND_LIMIT, network);
  }

  /**
   * A client whose datagrams have at most {@code sendLimit} bytes: a small one takes its messages
   * apart.
   */
  DtlsPeer(List<SrtpProfile> profiles, int sendLimit, Consumer<byte[]> network) {
    this.sendLimit = sendLimit;
    this.profiles = profiles;
    this.network = network;
  }

  /** Of its certificate. */
  public Fingerprint fingerprint() {
    return identity.fingerprint();
  }

  DtlsIdentity identity() {
    return identity;
  }

  /** Starts the handshake with the server whose certificate has that fingerprint. */
  public void start(Fingerprint server) {
    thread = Thread.ofVirtual().start(() -> run(server));
  }

  /** A datagram of the server's. */
  public void receive(byte[] datagram) {
    inbound.add(datagram);
  }

  /** Waits until the handshake has ended well, or throws why it did not. */
  public void awaitFinished() throws Exception {
    finished.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }

  public boolean isFinished() {
    return finished.isDone();
  }

  /** What it protects with. */
  public SrtpKeys sendKeys() throws Exception {
    return keys(finished.get().clientKeys());
  }

  /** What the server protects with. */
  public SrtpKeys receiveKeys() throws Exception {
    return keys(finished.get().serverKeys());
  }

  /** Sends application data. */
  public void send(byte[] data) throws IOException {
    established().send(data, 0, data.length);
  }

  /** Reads application data that came in. */
  public byte[] read() throws IOException {
    byte[] buffer = new byte[SwitchedTransport.RECEIVE_LIMIT];
    int length = established().receive(buffer, 0, buffer.length, TIMEOUT_MS);
    return Arrays.copyOf(buffer, Math.max(0, length));
  }

  /** Says close_notify. */
  public void close() throws IOException {
    established().close();
  }

  /** Gives up. */
  public void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private DTLSTransport established() {
    DTLSTransport transport = dtls;
    if (transport == null) {
      throw new IllegalStateException("not established");
    }
    return transport;
  }

  private static SrtpKeys keys(@Nullable SrtpKeys keys) {
    if (keys == null) {
      throw new IllegalStateException("not established");
    }
    return keys;
  }

  private void run(Fingerprint server) {
    SrtpTlsClient client =
        new SrtpTlsClient(new JceGcmCrypto(random), identity, server, profiles, TIMEOUT_MS);
    try {
      Link link = new Link();
      dtls = new DTLSClientProtocol().connect(client, link);
      link.flight.flush();
      finished.complete(client);
    } catch (IOException | RuntimeException e) {
      finished.completeExceptionally(e);
    }
  }

  private final class Link implements DatagramTransport {
    final FlightBuffer flight = new FlightBuffer(network::accept);

    @Override
    public int getReceiveLimit() {
      return SwitchedTransport.RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return sendLimit;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      flight.flush();
      try {
        byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        System.arraycopy(datagram, 0, buffer, offset, Math.min(length, datagram.length));
        return Math.min(length, datagram.length);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      flight.add(bytes, offset, length);
      if (dtls != null || sendLimit < SwitchedTransport.SEND_LIMIT) {
        flight.flush();
      }
    }

    @Override
    public void close() {
      flight.flush();
    }
  }
}
