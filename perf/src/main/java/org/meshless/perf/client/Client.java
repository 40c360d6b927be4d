package org.meshless.perf.client;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.dtls.DtlsClient;
import org.meshless.perf.net.ReceiveBatch;
import org.meshless.perf.net.UdpSocket;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.rtcp.FullIntraRequest;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;

/**
 * One participant's peer connection: a socket of its own, ICE, DTLS, SRTP, what it publishes and
 * what it receives. Confined to its loop, {@link #connect} and the futures apart.
 */
public final class Client implements AutoCloseable {
  private static final int SOCKET_BUFFER_BYTES = 1 << 22;
  private static final long CHECK_EVERY_NS = 50_000_000;
  private static final long CONSENT_EVERY_NS = 3_000_000_000L;
  private static final long REPORT_EVERY_NS = 1_000_000_000L;
  private static final int HEADER_BYTES = 96;

  private final ClientLoop loop;
  private final RandomGenerator random;
  private final long tieBreaker;
  private final long ssrc;
  private final CompletableFuture<Client> connected = new CompletableFuture<>();
  private final CompletableFuture<Long> firstMedia = new CompletableFuture<>();

  private volatile UdpSocket socket;
  private volatile IceCredentials credentials;
  private CompletableFuture<Long> mediaAgain = CompletableFuture.completedFuture(0L);
  private CompletableFuture<Long> nominated = CompletableFuture.completedFuture(0L);

  private @Nullable RemotePeer peer;
  private @Nullable ConnectivityCheck check;
  private @Nullable DtlsClient dtls;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private @Nullable Subscriber subscriber;
  private final List<Publisher> publishers = new ArrayList<>();
  private List<Publication> publications = List.of();
  private final byte[] rtcpPlain = new byte[2048];
  private final byte[] rtcpOut = new byte[1500];
  private long nextCheckNs;
  private long nextReportNs;
  private boolean checked;
  private long overflows;

  private Client(ClientLoop loop, UdpSocket socket, RandomGenerator random) {
    this.loop = loop;
    this.socket = socket;
    this.random = random;
    this.credentials = IceCredentials.random(random);
    this.tieBreaker = random.nextLong();
    this.ssrc = random.nextLong() & 0x7fff_ffffL;
  }

  /** A client with a socket and credentials, unknown to any server yet. Any thread. */
  static Client open(ClientLoop loop, Inet4Address local, RandomGenerator random)
      throws IOException {
    return new Client(loop, UdpSocket.open(local, SOCKET_BUFFER_BYTES), random);
  }

  /** What the next offer has to tell. */
  public IceCredentials credentials() {
    return credentials;
  }

  /** Credentials for an offer that restarts ICE; in force with {@link #restart}. */
  public IceCredentials newCredentials() {
    return IceCredentials.random(random);
  }

  public InetSocketAddress local() {
    return socket.local();
  }

  /** Where the server is; only once {@link #connected}. */
  public InetSocketAddress server() {
    RemotePeer remote = peer;
    if (remote == null) {
      throw new IllegalStateException("not connected");
    }
    return remote.address();
  }

  /** Done when the keys are agreed. */
  public CompletableFuture<Client> connected() {
    return connected;
  }

  /** Done with the time of the first authentic packet, in nanoseconds since 1970. */
  public CompletableFuture<Long> firstMedia() {
    return firstMedia;
  }

  /** Begins, from any thread, when the server's answer is there. */
  public CompletableFuture<Client> connect(RemotePeer remote, List<Publication> publishing) {
    loop.execute(() -> begin(remote, publishing));
    return connected;
  }

  private void begin(RemotePeer remote, List<Publication> publishing) {
    peer = remote;
    publications = List.copyOf(publishing);
    check = check(remote);
    loop.add(this);
    sendCheck(loop.clockNs());
  }

  private ConnectivityCheck check(RemotePeer remote) {
    return new ConnectivityCheck(credentials.ufrag(), remote.ufrag(), remote.pwd(), tieBreaker);
  }

  /**
   * Loses the address it has and goes on from another, as a device that changes networks. Any
   * thread.
   *
   * @return when the first media came there, in nanoseconds since 1970
   */
  public CompletableFuture<Long> move(Inet4Address to) throws IOException {
    UdpSocket fresh = UdpSocket.open(to, SOCKET_BUFFER_BYTES);
    CompletableFuture<Long> media = new CompletableFuture<>();
    loop.execute(
        () -> {
          UdpSocket lost = socket;
          loop.replace(this, lost, fresh);
          socket = fresh;
          publishers.forEach(publisher -> publisher.moveTo(fresh));
          lost.close();
          mediaAgain = media;
          checked = false;
          sendCheck(loop.clockNs());
        });
    return media;
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
          credentials = ours;
          peer = remote;
          check = check(remote);
          nominated = succeeded;
          checked = false;
          sendCheck(loop.clockNs());
        });
    return succeeded;
  }

  UdpSocket socket() {
    return socket;
  }

  private void sendCheck(long nowNs) {
    if (check != null && peer != null) {
      int length = check.write(random.nextLong());
      send(check.bytes(), length);
      nextCheckNs = nowNs + (checked ? CONSENT_EVERY_NS : CHECK_EVERY_NS);
    }
  }

  private void send(byte[] bytes, int length) {
    if (peer != null) {
      loop.sends().add(peer.address(), bytes, 0, length);
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
  }

  private void onDatagram(ReceiveBatch batch, int i, byte[] head) {
    loop.counters().datagrams++;
    int length = batch.length(i);
    if (peer == null
        || length < RtpHeader.FIXED_LENGTH
        || batch.port(i) != peer.address().getPort()) {
      loop.counters().otherDatagrams++;
      return;
    }
    batch.copy(i, head, Math.min(length, HEADER_BYTES));
    int first = head[0] & 0xff;
    if (first >= 128 && first < 192) {
      int second = head[1] & 0x7f;
      if (second >= 64 && second < 96) {
        onRtcp(batch, i, length);
      } else if (subscriber != null) {
        onRtp(subscriber, batch, i, head, length);
      }
    } else if (first >= 20 && first < 64) {
      onDtls(batch, i, length);
    } else if (first < 4) {
      byte[] whole = new byte[length];
      batch.copy(i, whole, length);
      onStun(whole, length);
    }
  }

  private void onRtp(Subscriber subscriber, ReceiveBatch batch, int i, byte[] head, int length) {
    long arrivedNs = batch.timestampNs(i);
    if (arrivedNs == 0) {
      loop.counters().withoutTimestamp++;
      arrivedNs = loop.clockNs();
    }
    subscriber.onRtp(batch, i, head, length, arrivedNs);
    mediaAgain.complete(arrivedNs);
    if (!firstMedia.isDone() && subscriber.firstMediaNs() != 0) {
      firstMedia.complete(subscriber.firstMediaNs());
    }
  }

  private void onStun(byte[] b, int length) {
    byte[] answer =
        peer == null ? null : new CheckAnswer(credentials.pwd()).to(b, length, peer.address());
    if (answer != null) {
      send(answer, answer.length);
      return;
    }
    if (check == null || peer == null || !check.isSuccess(b, length) || checked) {
      return;
    }
    checked = true;
    nextCheckNs = loop.clockNs() + CONSENT_EVERY_NS;
    nominated.complete(loop.clockNs());
    if (dtls != null) {
      return;
    }
    dtls =
        DtlsClient.begin(
            loop.dtls(), peer.fingerprintAlgorithm(), peer.fingerprint(), new Handshake());
  }

  private void onDtls(ReceiveBatch batch, int i, int length) {
    if (dtls != null && !connected.isDone()) {
      byte[] whole = new byte[length];
      batch.copy(i, whole, length);
      dtls.receive(whole);
    }
  }

  /** Speaks on the handshake's thread, acts on the loop. */
  private final class Handshake implements DtlsClient.Output {
    @Override
    public void send(byte[] datagram) {
      loop.execute(() -> Client.this.send(datagram, datagram.length));
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
    RemotePeer remote = peer;
    if (remote == null) {
      return;
    }
    SrtpSender srtp = new SrtpSender(ours, loop.provider());
    sender = srtp;
    receiver = new SrtpReceiver(theirs, loop.provider());
    if (!remote.receives().isEmpty()) {
      subscriber =
          new Subscriber(
              remote, new SrtpReceiver(theirs, loop.provider()), ssrc, this::sendRtcp, loop);
    }
    Publisher.TransportNumbers numbers = new Publisher.TransportNumbers();
    for (int i = 0; i < publications.size(); i++) {
      publishers.add(
          new Publisher(
              remote.sends().get(i),
              publications.get(i),
              srtp,
              numbers,
              loop,
              socket,
              remote.address()));
    }
    loop.addPublishers(publishers);
    connected.complete(this);
  }

  private void sendRtcp(RtcpPacket packet) {
    if (sender != null && packet.length() + 64 <= rtcpOut.length) {
      int length = packet.write(rtcpOut, 0);
      int protectedLength = sender.protectRtcp(rtcpOut, 0, length);
      if (protectedLength > 0) {
        send(rtcpOut, protectedLength);
      }
    }
  }

  private void onRtcp(ReceiveBatch batch, int i, int length) {
    if (receiver == null) {
      return;
    }
    byte[] whole = loop.ciphertext();
    batch.copy(i, whole, length);
    int plain = receiver.unprotectRtcp(whole, 0, length, rtcpPlain);
    if (plain < 0) {
      loop.counters().failures++;
      return;
    }
    long nowNs = loop.clockNs();
    for (RtcpPacket packet : RtcpPacket.parse(rtcpPlain, 0, plain)) {
      switch (packet) {
        case SenderReport report -> {
          if (subscriber != null) {
            subscriber.onSenderReport(nowNs, report);
          }
        }
        case GenericNack nack -> {
          Publisher publisher = publisher(nack.mediaSsrc());
          if (publisher != null) {
            nack.forEachLost(seq -> publisher.resend(seq, nowNs));
          }
        }
        case PictureLossIndication pli -> requestKeyFrame(pli.mediaSsrc());
        case FullIntraRequest fir -> fir.entries().forEach(entry -> requestKeyFrame(entry.ssrc()));
        default -> {} // reports and estimates do not change what is published
      }
    }
  }

  private @Nullable Publisher publisher(long ssrc) {
    for (Publisher publisher : publishers) {
      if (publisher.ssrc() == ssrc) {
        return publisher;
      }
    }
    return null;
  }

  private void requestKeyFrame(long ssrc) {
    Publisher publisher = publisher(ssrc);
    if (publisher != null) {
      publisher.source().requestKeyFrame();
    }
  }

  void onTick(long nowNs) {
    if (nowNs >= nextCheckNs) {
      sendCheck(nowNs);
    }
    if (subscriber != null) {
      subscriber.onTick(nowNs);
    }
    if (nowNs >= nextReportNs && sender != null) {
      nextReportNs = nowNs + REPORT_EVERY_NS;
      for (Publisher publisher : publishers) {
        if (publisher.isRunning()) {
          sendRtcp(publisher.report(nowNs));
        }
      }
    }
  }

  void addTo(LoopCounters sum) {
    if (subscriber != null) {
      subscriber.addTo(sum);
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
          loop.removePublishers(publishers);
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
