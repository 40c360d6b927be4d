package org.meshless.perf.client;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.dtls.DtlsClient;
import org.meshless.perf.net.ReceiveBatch;
import org.meshless.perf.net.UdpSocket;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.srtp.SrtpKeys;

/**
 * One participant's peer connection: a socket of its own, ICE, DTLS and what they lead to, a {@link
 * MediaSession}. Confined to its loop, {@link #connect} and the futures apart.
 */
public final class Client implements AutoCloseable {
  private static final int SOCKET_BUFFER_BYTES = 1 << 22;
  private static final int HEADER_BYTES = 96;

  private final ClientLoop loop;
  private final RandomGenerator random;
  private final long ssrc;
  private final ControllingAgent ice;
  private final CompletableFuture<Client> connected = new CompletableFuture<>();
  private final CompletableFuture<Long> firstMedia = new CompletableFuture<>();

  private volatile UdpSocket socket;
  private volatile @Nullable RemotePeer peer;
  private CompletableFuture<Long> mediaAgain = CompletableFuture.completedFuture(0L);
  private List<Publication> publications = List.of();
  private @Nullable DtlsClient dtls;
  private @Nullable MediaSession media;
  private @Nullable DataEnd data;
  private long overflows;

  private Client(ClientLoop loop, UdpSocket socket, RandomGenerator random) {
    this.loop = loop;
    this.socket = socket;
    this.random = random;
    this.ssrc = random.nextLong() & 0x7fff_ffffL;
    this.ice = new ControllingAgent(loop, random, new Checks());
  }

  /** A client with a socket and credentials, unknown to any server yet. Any thread. */
  static Client open(ClientLoop loop, Inet4Address local, RandomGenerator random)
      throws IOException {
    return new Client(loop, UdpSocket.open(local, SOCKET_BUFFER_BYTES), random);
  }

  /** What the next offer has to tell. */
  public IceCredentials credentials() {
    return ice.credentials();
  }

  /** Credentials for an offer that restarts ICE; in force with {@link #restart}. */
  public IceCredentials newCredentials() {
    return IceCredentials.random(random);
  }

  public InetSocketAddress local() {
    return socket.local();
  }

  /** The server as it described itself; only once {@link #connected}. */
  public RemotePeer peer() {
    RemotePeer remote = peer;
    if (remote == null) {
      throw new IllegalStateException("not connected");
    }
    return remote;
  }

  /** Where the server is; only once {@link #connected}. */
  public InetSocketAddress server() {
    return peer().address();
  }

  /** Done when the keys are agreed. */
  public CompletableFuture<Client> connected() {
    return connected;
  }

  /** Done with the time of the first authentic packet, in nanoseconds since 1970. */
  public CompletableFuture<Long> firstMedia() {
    return firstMedia;
  }

  /** Has data channels, if they were offered; from any thread, once connected. */
  public CompletableFuture<DataEnd> openData() {
    CompletableFuture<DataEnd> opened = new CompletableFuture<>();
    loop.execute(
        () -> {
          DtlsClient secured = dtls;
          if (secured == null || data != null) {
            opened.completeExceptionally(new IllegalStateException("not connected, or open"));
            return;
          }
          DataEnd end = new DataEnd(secured, random);
          data = end;
          end.flush();
          CompletableFuture<Void> _ = end.established().thenAccept(opened::complete);
        });
    return opened;
  }

  /** The loop that it is confined to. */
  public ClientLoop loop() {
    return loop;
  }

  /** Begins, from any thread, when the server's answer is there. */
  public CompletableFuture<Client> connect(RemotePeer remote, List<Publication> publishing) {
    loop.execute(
        () -> {
          peer = remote;
          publications = List.copyOf(publishing);
          loop.add(this);
          ice.begin(remote);
        });
    return connected;
  }

  /**
   * Loses the address it has and goes on from another, as a device that changes networks. Any
   * thread.
   *
   * @return when the first media came there, in nanoseconds since 1970
   */
  public CompletableFuture<Long> move(Inet4Address to) throws IOException {
    UdpSocket fresh = UdpSocket.open(to, SOCKET_BUFFER_BYTES);
    CompletableFuture<Long> again = new CompletableFuture<>();
    loop.execute(
        () -> {
          UdpSocket lost = socket;
          loop.replace(this, lost, fresh);
          socket = fresh;
          if (media != null) {
            media.moveTo(fresh);
          }
          lost.close();
          mediaAgain = again;
          ice.begin();
        });
    return again;
  }

  /**
   * Goes on under new credentials on both sides, which an offer and its answer have exchanged. Any
   * thread.
   *
   * @return when the server answered a check under them, in nanoseconds since 1970
   */
  public CompletableFuture<Long> restart(IceCredentials ours, RemotePeer remote) {
    CompletableFuture<Long> succeeded = new CompletableFuture<>();
    loop.execute(
        () -> {
          peer = remote;
          ice.restart(ours, remote, succeeded);
        });
    return succeeded;
  }

  UdpSocket socket() {
    return socket;
  }

  private void send(byte[] bytes, int length) {
    RemotePeer remote = peer;
    if (remote != null) {
      loop.sends().add(remote.address(), bytes, 0, length);
      loop.sends().flush(socket);
    }
  }

  /** Reads all that the socket has. */
  void onReadable(ReceiveBatch batch, byte[] head) {
    int count;
    do {
      count = batch.receive(socket);
      for (int i = 0; i < count; i++) {
        onDatagram(batch, i, head);
      }
      if (count > 0) {
        long dropped = batch.overflows(count - 1);
        if (dropped > overflows) {
          loop.counters().overflows += dropped - overflows;
          overflows = dropped;
        }
      }
    } while (count == ReceiveBatch.CAPACITY);
    if (data != null) {
      data.flush();
    }
  }

  private void onDatagram(ReceiveBatch batch, int i, byte[] head) {
    loop.counters().datagrams++;
    int length = batch.length(i);
    RemotePeer remote = peer;
    if (remote == null
        || length < RtpHeader.FIXED_LENGTH
        || batch.port(i) != remote.address().getPort()) {
      loop.counters().otherDatagrams++;
      return;
    }
    batch.copy(i, head, Math.min(length, HEADER_BYTES));
    int first = head[0] & 0xff;
    if (first >= 128 && first < 192) {
      int second = head[1] & 0x7f;
      if (media == null) {
        return; // the keys are not agreed
      }
      if (second >= 64 && second < 96) {
        media.onRtcp(batch, i, length);
      } else {
        onRtp(media, batch, i, head, length);
      }
    } else if (first >= 20 && first < 64) {
      onDtls(batch, i, length);
    } else if (first < 4) {
      byte[] whole = new byte[length];
      batch.copy(i, whole, length);
      ice.onStun(whole, length);
    }
  }

  private void onRtp(MediaSession media, ReceiveBatch batch, int i, byte[] head, int length) {
    long arrivedNs = batch.timestampNs(i);
    if (arrivedNs == 0) {
      loop.counters().withoutTimestamp++;
      arrivedNs = loop.clockNs();
    }
    long firstNs = media.onRtp(batch, i, head, length, arrivedNs);
    mediaAgain.complete(arrivedNs);
    if (firstNs != 0 && !firstMedia.isDone()) {
      firstMedia.complete(firstNs);
    }
  }

  private void onDtls(ReceiveBatch batch, int i, int length) {
    if (dtls != null && (data != null || !connected.isDone())) {
      byte[] whole = new byte[length];
      batch.copy(i, whole, length);
      if (data != null) {
        data.onDatagram(whole);
      } else {
        dtls.receive(whole);
      }
    }
  }

  /** What ICE decides. */
  private final class Checks implements ControllingAgent.Output {
    @Override
    public void send(byte[] bytes, int length) {
      Client.this.send(bytes, length);
    }

    @Override
    public void onNominated() {
      RemotePeer remote = peer;
      if (dtls == null && remote != null) {
        dtls =
            DtlsClient.begin(
                loop.dtls(), remote.fingerprintAlgorithm(), remote.fingerprint(), new Handshake());
      }
    }
  }

  /** Speaks on the handshake's thread, acts on the loop. */
  private final class Handshake implements DtlsClient.Output {
    @Override
    public void send(byte[] datagram) {
      if (loop.isCurrent()) {
        Client.this.send(datagram, datagram.length);
      } else {
        loop.execute(() -> Client.this.send(datagram, datagram.length));
      }
    }

    @Override
    public void onKeys(SrtpKeys ours, SrtpKeys theirs) {
      loop.execute(() -> secured(ours, theirs));
    }

    @Override
    public void onFailed(String reason) {
      connected.completeExceptionally(new IOException(reason));
    }
  }

  private void secured(SrtpKeys ours, SrtpKeys theirs) {
    MediaSession session = new MediaSession(loop, socket, peer(), ssrc, publications, ours, theirs);
    media = session;
    loop.addPublishers(session.publishers());
    connected.complete(this);
  }

  void onTick(long nowNs) {
    ice.onTick(nowNs);
    if (media != null) {
      media.onTick(nowNs);
    }
    if (data != null) {
      data.onTick();
    }
  }

  void addTo(LoopCounters sum) {
    if (media != null) {
      media.addTo(sum);
    }
  }

  @Override
  public String toString() {
    return "Client[" + local() + "]";
  }

  /** Says goodbye and closes the socket; from any thread. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          if (media != null) {
            loop.removePublishers(media.publishers());
          }
          if (dtls != null) {
            dtls.close();
          }
          loop.execute(
              () -> {
                loop.remove(this);
                socket.close();
              });
        });
  }
}
