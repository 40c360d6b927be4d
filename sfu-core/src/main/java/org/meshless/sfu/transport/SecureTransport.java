package org.meshless.sfu.transport;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;
import org.meshless.sfu.dtls.BcDtlsHandshake;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.dtls.BcDtlsSession;
import org.meshless.sfu.dtls.DtlsFailure;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.ice.BindingRequest;
import org.meshless.sfu.ice.IceAgent;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.IcePath;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopCounters;
import org.meshless.sfu.net.LoopEndpoint;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.LoopTimer;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.SctpOptions;

/**
 * The real transport. Confined to its media loop; the handshake alone runs elsewhere and reports
 * back through {@link MediaLoop#execute}.
 *
 * <p>A datagram gets as far as DTLS or SRTP only on a path that has passed a connectivity check,
 * and whatever is sent goes to such a path.
 */
final class SecureTransport implements Transport, LoopEndpoint, LoopTask {
  private final MediaLoop loop;
  private final LoopCounters counters;
  private final TransportListener listener;
  private final BcDtlsServer dtls;
  private final SrtpProvider srtp;
  private final SecureRandom random;
  private final LoopBuffers buffers;
  private final IceAgent ice;
  private final LoopTimer timer;
  private TransportState state = TransportState.NEW;
  private @Nullable Fingerprint expected;
  private @Nullable BcDtlsHandshake handshake;
  private @Nullable BcDtlsSession session;
  private @Nullable SrtpReceiver receiver;
  private @Nullable SrtpSender sender;
  private @Nullable DataLink data;

  SecureTransport(
      MediaLoop loop,
      TransportListener listener,
      BcDtlsServer dtls,
      SrtpProvider srtp,
      SecureRandom random,
      LoopBuffers buffers) {
    this.loop = loop;
    this.counters = loop.counters();
    this.listener = listener;
    this.dtls = dtls;
    this.srtp = srtp;
    this.random = random;
    this.buffers = buffers;
    ice = new IceAgent(loop.nowNs(), newCredentials(), new IceSide());
    timer = loop.newTimer(this);
    timer.set(ice.nextDeadlineNs());
    counters.increment(LoopCounter.TRANSPORTS_OPENED);
  }

  // --- for the participant ----------------------------------------------------------------------

  @Override
  public IceCredentials ice() {
    return ice.credentials();
  }

  @Override
  public boolean remote(RemoteTransport remote) {
    Fingerprint announced = Fingerprint.of(remote.fingerprintAlgorithm(), remote.fingerprint());
    if (announced == null || (expected != null && !expected.equals(announced))) {
      return false;
    }
    expected = announced;
    ice.remoteUfrag(remote.iceUfrag());
    return true;
  }

  @Override
  public IceCredentials restartIce() {
    if (state == TransportState.CLOSED) {
      throw new IllegalStateException("closed");
    }
    ice.restart(newCredentials());
    return ice.credentials();
  }

  @Override
  public TransportState state() {
    return state;
  }

  @Override
  public boolean isWritable() {
    return state == TransportState.CONNECTED && ice.path() != null;
  }

  @Override
  public SrtpSender srtpSender() {
    SrtpSender known = sender;
    if (known == null) {
      throw new IllegalStateException("no keys are agreed");
    }
    return known;
  }

  @Override
  public DatagramRun beginRun() {
    IcePath path = ice.path();
    if (path == null || !isWritable()) {
      throw new IllegalStateException("not writable");
    }
    return buffers.run.begin(path.socket(), path.remote());
  }

  @Override
  public void sendRtcp(byte[] compound, int offset, int length) {
    if (length > MAX_RTCP_BYTES) {
      throw new IllegalArgumentException("an RTCP compound of " + length + " bytes");
    }
    if (isWritable()) {
      System.arraycopy(compound, offset, buffers.rtcp, 0, length);
      int total = srtpSender().protectRtcp(buffers.rtcp, 0, length);
      if (total > 0) {
        send(buffers.rtcp, 0, total);
      }
    }
  }

  @Override
  public DataChannels openDataChannels(SctpOptions options, DataChannels.Listener channels) {
    if (data != null || state == TransportState.CLOSED) {
      throw new IllegalStateException("opened before, or closed");
    }
    DataLink link = new DataLink(loop, this, buffers, random, options, channels);
    if (session != null) {
      link.onConnected(session);
    }
    data = link;
    return link.channels();
  }

  @Override
  public void close() {
    close(loop.nowNs(), TransportClose.LOCAL);
  }

  @Override
  public MediaLoop loop() {
    return loop;
  }

  // --- for the loop -----------------------------------------------------------------------------

  @Override
  public void onCheck(long nowNs, int socket, InetSocketAddress remote, BindingRequest request) {
    switch (ice.onCheck(nowNs, socket, remote, request)) {
      case ANSWERED -> counters.increment(LoopCounter.STUN_CHECKS);
      case NOT_GENUINE -> counters.increment(LoopCounter.DROPPED_STUN_INTEGRITY);
      case REPLAYED -> counters.increment(LoopCounter.DROPPED_STUN_REPLAYED);
      case PATH_TAKEN -> counters.increment(LoopCounter.DROPPED_STUN_PATH_TAKEN);
      case MALFORMED -> counters.increment(LoopCounter.DROPPED_STUN_MALFORMED);
    }
    if (state != TransportState.CLOSED) {
      timer.set(ice.nextDeadlineNs());
    }
  }

  @Override
  public void onDtls(long nowNs, int socket, InetSocketAddress remote, byte[] bytes, int length) {
    boolean taken =
        session != null
            ? session.onDatagram(bytes, length)
            : (handshake != null || begin(bytes, length)) && offer(bytes, length);
    if (!taken) {
      counters.increment(LoopCounter.DROPPED_DTLS);
    }
  }

  @Override
  public void onSrtp(long nowNs, byte[] bytes, int length) {
    if (receiver == null) {
      counters.increment(LoopCounter.DROPPED_SRTP_EARLY);
      return;
    }
    byte[] plaintext = new byte[length];
    int plain = receiver.unprotect(bytes, 0, length, plaintext);
    if (plain < 0) {
      countVerdict(plain);
    } else {
      ice.onHeard(nowNs);
      listener.onRtp(nowNs, plaintext, plain);
    }
  }

  @Override
  public void onSrtcp(long nowNs, byte[] bytes, int length) {
    if (receiver == null) {
      counters.increment(LoopCounter.DROPPED_SRTP_EARLY);
      return;
    }
    int plain = receiver.unprotectRtcp(bytes, 0, length, buffers.rtcpIn);
    if (plain < 0) {
      countVerdict(plain);
    } else {
      ice.onHeard(nowNs);
      listener.onRtcp(nowNs, buffers.rtcpIn, 0, plain);
    }
  }

  @Override
  public void onTurnEnd(long nowNs) {}

  @Override
  public void onTimeout(long nowNs) {
    ice.onTimeout(nowNs);
    timer.set(ice.nextDeadlineNs());
  }

  @Override
  public void onFailure(long nowNs, RuntimeException failure) {
    close(nowNs, TransportClose.INTERNAL_ERROR);
  }

  // ----------------------------------------------------------------------------------------------

  private boolean begin(byte[] bytes, int length) {
    if (expected != null && BcDtlsServer.isClientHello(bytes, length)) {
      handshake = dtls.begin(expected, new HandshakeSide());
    }
    if (handshake == null) {
      return false;
    }
    counters.increment(LoopCounter.HANDSHAKES_STARTED);
    return true;
  }

  private boolean offer(byte[] bytes, int length) {
    return handshake != null && handshake.offer(Arrays.copyOf(bytes, length));
  }

  private void finished(BcDtlsSession agreed) {
    if (state == TransportState.CLOSED) {
      return;
    }
    counters.increment(LoopCounter.HANDSHAKES_FINISHED);
    handshake = null;
    session = agreed;
    receiver = new SrtpReceiver(agreed.receiveKeys(), srtp);
    sender = new SrtpSender(agreed.sendKeys(), srtp);
    state = TransportState.CONNECTED;
    listener.onConnected(loop.nowNs());
    if (data != null) {
      data.onConnected(agreed);
    }
    agreed.start(new SessionSide());
  }

  private void failed(DtlsFailure failure) {
    if (state != TransportState.CLOSED) {
      counters.increment(LoopCounter.HANDSHAKES_FAILED);
      close(
          loop.nowNs(),
          switch (failure) {
            case WRONG_FINGERPRINT -> TransportClose.WRONG_FINGERPRINT;
            case HANDSHAKE -> TransportClose.HANDSHAKE_FAILED;
          });
    }
  }

  private void close(long nowNs, TransportClose reason) {
    if (state == TransportState.CLOSED) {
      return;
    }
    state = TransportState.CLOSED;
    counters.increment(LoopCounter.TRANSPORTS_CLOSED);
    if (handshake != null) {
      handshake.cancel();
      handshake = null;
    }
    if (data != null) {
      data.close(nowNs);
    }
    if (session != null) {
      session.close(); // says close_notify while there is still a path
    }
    timer.cancel();
    ice.close();
    receiver = null;
    listener.onClosed(nowNs, reason);
  }

  private void send(byte[] bytes, int offset, int length) {
    IcePath path = ice.path();
    if (path != null) {
      loop.port().send(path.socket(), path.remote(), bytes, offset, length);
    }
  }

  private void countVerdict(int verdict) {
    counters.increment(
        verdict == SrtpReceiver.REPLAYED
            ? LoopCounter.DROPPED_SRTP_REPLAYED
            : LoopCounter.DROPPED_SRTP_INVALID);
  }

  private IceCredentials newCredentials() {
    IceCredentials credentials = IceCredentials.create(loop.index(), random);
    loop.addUfrag(credentials.ufrag(), this);
    return credentials;
  }

  /** What ICE decides. */
  private final class IceSide implements IceAgent.Output {
    @Override
    public void sendResponse(int socket, InetSocketAddress remote, byte[] response) {
      loop.port().send(socket, remote, response, 0, response.length);
    }

    @Override
    public boolean claim(IcePath path) {
      boolean claimed = loop.addPath(path.socket(), path.remote(), SecureTransport.this);
      if (claimed && state == TransportState.NEW) {
        state = TransportState.CONNECTING;
      }
      return claimed;
    }

    @Override
    public void onPathRemoved(IcePath path) {
      loop.removePath(path.socket(), path.remote(), SecureTransport.this);
    }

    @Override
    public void onPathSelected(long nowNs, IcePath path) {
      counters.increment(LoopCounter.PATHS_SELECTED);
    }

    @Override
    public void onUfragExpired(String ufrag) {
      loop.removeUfrag(ufrag);
    }

    @Override
    public void onSilent(long nowNs) {
      if (state == TransportState.CONNECTED) {
        state = TransportState.SILENT;
        listener.onSilent(nowNs);
      }
    }

    @Override
    public void onAlive(long nowNs) {
      timer.set(ice.nextDeadlineNs());
      if (state == TransportState.SILENT) {
        state = TransportState.CONNECTED;
        listener.onAlive(nowNs);
      }
    }

    @Override
    public void onConsentLost(long nowNs) {
      close(nowNs, TransportClose.CONSENT_LOST);
    }
  }

  /** What the handshake says, on its own thread. */
  private final class HandshakeSide implements BcDtlsHandshake.Output {
    @Override
    public void send(byte[] datagram) {
      loop.execute(
          SecureTransport.this, () -> SecureTransport.this.send(datagram, 0, datagram.length));
    }

    @Override
    public void onFinished(BcDtlsSession agreed) {
      loop.execute(SecureTransport.this, () -> finished(agreed));
    }

    @Override
    public void onFailed(DtlsFailure failure) {
      loop.execute(SecureTransport.this, () -> failed(failure));
    }
  }

  /** What the session says, on the loop. */
  private final class SessionSide implements BcDtlsSession.Output {
    @Override
    public void send(byte[] datagram) {
      SecureTransport.this.send(datagram, 0, datagram.length);
    }

    @Override
    public void onData(byte[] bytes, int offset, int length) {
      if (data != null) {
        data.onPacket(loop.nowNs(), bytes, offset, length);
      }
    }

    @Override
    public void onClosed(boolean orderly) {
      close(loop.nowNs(), orderly ? TransportClose.CLOSE_NOTIFY : TransportClose.DTLS_ALERT);
    }
  }
}
