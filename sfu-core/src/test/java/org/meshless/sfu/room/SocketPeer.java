package org.meshless.sfu.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.dtls.DtlsPeer;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.StunChecks;

/**
 * A browser's transport on a real socket: real checks, real DTLS, real SRTP. A thread of its own
 * reads; everything else is the test's.
 */
final class SocketPeer implements AutoCloseable {
  private static final String UFRAG = "peer";
  private static final int DEADLINE_S = 20;

  /** A datagram and where it came from. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Arrived(InetSocketAddress from, byte[] bytes) {}

  private final DatagramSocket socket;
  private final DtlsPeer dtls =
      new DtlsPeer(List.of(SrtpProfile.AEAD_AES_128_GCM), this::sendToServer);
  private final BlockingQueue<Arrived> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> media = new LinkedBlockingQueue<>();
  private volatile @Nullable InetSocketAddress server;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private long transaction;

  SocketPeer(InetAddress address) throws IOException {
    socket = new DatagramSocket(0, address);
    transaction = (long) socket.getLocalPort() << 32; // nobody else's
    Thread.ofPlatform().daemon().name("peer").start(this::read);
  }

  /** What its SDP says. */
  RemoteTransport remote() {
    Fingerprint own = dtls.fingerprint();
    return new RemoteTransport(UFRAG, "pwd", own.algorithm(), own.hex());
  }

  /** Sends a check that nominates, and waits for its answer. */
  Arrived check(InetSocketAddress to, IceCredentials credentials) throws Exception {
    byte[] check = StunChecks.check(credentials, UFRAG, true, transaction++);
    socket.send(new DatagramPacket(check, check.length, to));
    Arrived answer = answers.poll(DEADLINE_S, TimeUnit.SECONDS);
    if (answer == null || !StunChecks.isGenuine(answer.bytes(), credentials.pwd())) {
      throw new AssertionError(to + " has not answered");
    }
    return answer;
  }

  /** Goes through checks and the handshake. */
  void connect(InetSocketAddress to, IceCredentials credentials, Fingerprint fingerprint)
      throws Exception {
    server = to;
    check(to, credentials);
    dtls.start(fingerprint);
    dtls.awaitFinished();
    sender = new SrtpSender(dtls.sendKeys(), SrtpProvider.sunJce());
    receiver = new SrtpReceiver(dtls.receiveKeys(), SrtpProvider.sunJce());
  }

  /** Protects an RTP packet with a header of twelve bytes, and sends it. */
  void send(byte[] rtp) {
    SrtpSender keyed = sender;
    if (keyed == null) {
      throw new IllegalStateException("not connected");
    }
    byte[] out = Arrays.copyOf(rtp, rtp.length + 16);
    int length = keyed.protect(out, 0, 12, rtp, 12, rtp.length - 12);
    sendToServer(Arrays.copyOf(out, length));
  }

  /** The next RTP packet, unprotected; null when none has come for so long. */
  byte @Nullable [] receive(long ms) throws InterruptedException {
    SrtpReceiver keyed = receiver;
    if (keyed == null) {
      throw new IllegalStateException("not connected");
    }
    byte[] datagram = media.poll(ms, TimeUnit.MILLISECONDS);
    if (datagram == null) {
      return null;
    }
    byte[] plain = new byte[datagram.length];
    int length = keyed.unprotect(datagram, 0, datagram.length, plain);
    if (length < 0) {
      throw new AssertionError("verdict " + length);
    }
    return Arrays.copyOf(plain, length);
  }

  @Override
  public void close() {
    dtls.stop();
    socket.close();
  }

  private void sendToServer(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    while (!socket.isClosed()) {
      try {
        packet.setLength(2048);
        socket.receive(packet);
      } catch (IOException e) {
        return; // closed
      }
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      int first = bytes[0] & 0xff;
      boolean rtcp = bytes.length > 1 && (bytes[1] & 0xff) >= 192 && (bytes[1] & 0xff) < 224;
      if (first < 4) {
        answers.add(new Arrived((InetSocketAddress) packet.getSocketAddress(), bytes));
      } else if (first >= 20 && first < 64) {
        dtls.receive(bytes);
      } else if (!rtcp) {
        media.add(bytes);
      }
    }
  }
}
