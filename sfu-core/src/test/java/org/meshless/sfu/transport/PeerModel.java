package org.meshless.sfu.transport;

import java.net.InetSocketAddress;
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
import org.meshless.sfu.ice.StunChecks;
import org.meshless.sfu.net.RecordingPort;
import org.meshless.sfu.net.VirtualLoop;

/**
 * The transport of a browser against a {@link VirtualLoop}: real checks, real DTLS, real SRTP, no
 * sockets. Confined to its test's thread; its DTLS runs on a thread of its own and is waited for.
 */
public final class PeerModel {
  public static final String UFRAG = "peer";

  private final VirtualLoop loop;
  private final InetSocketAddress address;
  private final BlockingQueue<byte[]> fromDtls = new LinkedBlockingQueue<>();
  private final DtlsPeer dtls = new DtlsPeer(List.of(SrtpProfile.AEAD_AES_128_GCM), fromDtls::add);
  private long transaction = System.identityHashCode(this) * 1_000_000L;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;

  /** A peer at an address of its own. */
  public PeerModel(VirtualLoop loop, InetSocketAddress address) {
    this.loop = loop;
    this.address = address;
  }

  public InetSocketAddress address() {
    return address;
  }

  public DtlsPeer dtls() {
    return dtls;
  }

  /** What its SDP says. */
  public RemoteTransport remote() {
    return new RemoteTransport(
        UFRAG, "peerpassword", dtls.fingerprint().algorithm(), dtls.fingerprint().hex());
  }

  /** Sends a check and takes the answer, if there is one. */
  public boolean check(Transport transport, boolean useCandidate) {
    byte[] check = StunChecks.check(transport.ice(), UFRAG, useCandidate, transaction++);
    loop.receive(0, address, check);
    boolean answered = false;
    for (RecordingPort.Sent sent : loop.port().take()) {
      if (sent.remote().equals(address) && sent.bytes()[0] == 1) {
        answered |= StunChecks.isGenuine(sent.bytes(), transport.ice().pwd());
      } else {
        deliver(sent);
      }
    }
    return answered;
  }

  /** Goes through the handshake; afterwards the transport is connected. */
  public void connect(Transport transport, SecureTransports transports) throws Exception {
    check(transport, true);
    dtls.start(transports.fingerprint());
    exchangeUntil(() -> dtls.isFinished() && transport.state() == TransportState.CONNECTED);
    dtls.awaitFinished();
    sender = new SrtpSender(dtls.sendKeys(), SrtpProvider.sunJce());
    receiver = new SrtpReceiver(dtls.receiveKeys(), SrtpProvider.sunJce());
  }

  /** What the exchange goes on for. */
  public interface Condition {
    boolean holds();
  }

  /** Carries DTLS datagrams both ways until the condition holds, for 20 s at most. */
  public void exchangeUntil(Condition condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      if (System.nanoTime() > deadlineNs) {
        throw new AssertionError("it did not come to that");
      }
      byte[] datagram = fromDtls.poll(1, TimeUnit.MILLISECONDS);
      if (datagram != null) {
        loop.receive(0, address, datagram);
      }
      loop.runTasks();
      loop.port().take().forEach(this::deliver);
    }
  }

  private void deliver(RecordingPort.Sent sent) {
    if (sent.remote().equals(address) && sent.bytes()[0] >= 20 && sent.bytes()[0] <= 63) {
      dtls.receive(sent.bytes());
    }
  }

  /** A protected RTP packet with a payload of so many bytes. */
  public byte[] srtp(int sequence, int payload) {
    byte[] out = new byte[12 + payload + 16];
    out[0] = (byte) 0x80;
    out[1] = 96;
    out[2] = (byte) (sequence >>> 8);
    out[3] = (byte) sequence;
    out[11] = 42;
    int length = known(sender).protect(out, 0, 12, new byte[payload], 0, payload);
    if (length != out.length) {
      throw new IllegalStateException("verdict " + length);
    }
    return out;
  }

  /** A protected RTCP packet: an empty receiver report. */
  public byte[] srtcp() {
    byte[] out = new byte[8 + 20];
    out[0] = (byte) 0x80;
    out[1] = (byte) 201;
    out[3] = 1;
    out[7] = 42;
    known(sender).protectRtcp(out, 0, 8);
    return out;
  }

  /** Opens a protected RTP packet: its length, or a negative verdict. */
  public int unprotect(byte[] datagram) {
    return known(receiver).unprotect(datagram, 0, datagram.length, new byte[datagram.length]);
  }

  /** Opens a protected RTCP packet: its length, or a negative verdict. */
  public int unprotectRtcp(byte[] datagram) {
    return known(receiver).unprotectRtcp(datagram, 0, datagram.length, new byte[datagram.length]);
  }

  private static <T> T known(@Nullable T keyed) {
    if (keyed == null) {
      throw new IllegalStateException("not connected");
    }
    return keyed;
  }
}
