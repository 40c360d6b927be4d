package org.meshless.sfu.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.ice.StunChecks;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.RecordingPort;
import org.meshless.sfu.net.VirtualLoop;

class SecureTransportTest {
  private static final long SECOND = 1_000_000_000L;
  private static final BcDtlsServer DTLS = new BcDtlsServer(new SecureRandom(), 2);
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 50_000);
  private static final InetSocketAddress MOBILE = new InetSocketAddress("198.51.100.7", 4_000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.9", 666);

  private final SecureTransports transports =
      new SecureTransports(DTLS, SrtpProvider.sunJce(), new SecureRandom());
  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingListener listener = new RecordingListener();
  private final Transport transport = transports.open(loop.loop(), listener);
  private final PeerModel peer = new PeerModel(loop, HOME);

  @BeforeAll
  static void warmUp() {
    assertTrue(DTLS.warmUp());
  }

  @Test
  void aPeerConnectsAndMediaFlowsBothWays() throws Exception {
    connect();
    assertEquals(List.of("connected"), listener.said);
    loop.receive(0, HOME, List.of(peer.srtp(1, 100), peer.srtcp()));
    assertEquals(112, listener.rtp.getFirst().length);
    assertArrayEquals(
        new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 42}, listener.rtcp.getFirst());
    loop.run(
        () -> {
          transport.sendRtcp(listener.rtcp.getFirst(), 0, 8);
          send(1, 100);
        });
    List<RecordingPort.Sent> sent = loop.port().take();
    assertEquals(8, peer.unprotectRtcp(sent.getFirst().bytes()));
    assertEquals(112, peer.unprotect(sent.get(1).bytes()));
    assertEquals(HOME, sent.get(1).remote());
  }

  @Test
  void packetsOfEqualSizeLeaveAsOneRun() throws Exception {
    connect();
    loop.run(
        () -> {
          DatagramRun run = transport.beginRun();
          int sequence = 0;
          for (int payload : new int[] {1_000, 1_000, 1_000, 500, 600, 600}) {
            write(run, sequence++, payload);
          }
          run.end();
        });
    List<RecordingPort.Sent> sent = loop.port().take();
    assertEquals(2, sent.size());
    assertEquals(1_028, sent.getFirst().segmentSize());
    assertEquals(4, sent.getFirst().datagrams().size());
    assertEquals(2, sent.get(1).datagrams().size());
    for (RecordingPort.Sent run : sent) {
      for (byte[] datagram : run.datagrams()) {
        assertTrue(peer.unprotect(datagram) > 0);
      }
    }
  }

  @Test
  void mediaFollowsTheSelectedPath() throws Exception {
    connect();
    checkFrom(MOBILE, true);
    loop.run(() -> send(1, 100));
    assertEquals(MOBILE, loop.port().take().getFirst().remote());
  }

  @Test
  void mediaIsTakenFromEveryValidatedPathAndNoOther() throws Exception {
    connect();
    loop.receive(0, STRANGER, peer.srtp(1, 100));
    loop.receive(1, HOME, peer.srtp(2, 100));
    assertEquals(2, loop.count(LoopCounter.DROPPED_UNKNOWN_PATH));
    checkFrom(MOBILE, false);
    loop.receive(0, MOBILE, peer.srtp(3, 100));
    loop.receive(0, HOME, peer.srtp(4, 100));
    assertEquals(2, listener.rtp.size());
  }

  @Test
  void nothingIsSentToAnAddressThatHasPassedNoCheck() throws Exception {
    transport.remote(peer.remote());
    Random random = new Random(3);
    for (byte[] datagram : hostile(random, StunChecks.check(guess(), PeerModel.UFRAG, true, 9))) {
      loop.receive(0, STRANGER, datagram);
    }
    peer.connect(transport, transports);
    for (byte[] datagram : hostile(random, peer.srtp(1, 500))) {
      loop.receive(0, STRANGER, datagram);
      assertEquals(List.of(), loop.port().take());
    }
    assertTrue(listener.rtp.isEmpty());
  }

  @Test
  void hostileBytesOnAValidatedPathAreCountedDrops() throws Exception {
    connect();
    Random random = new Random(4);
    byte[] srtp = peer.srtp(1, 500);
    byte[] srtcp = peer.srtcp();
    byte[] check = StunChecks.check(transport.ice(), PeerModel.UFRAG, true, 1);
    int sent = 0;
    for (byte[] original : List.of(srtp, srtcp, check)) {
      for (byte[] datagram : hostile(random, original)) {
        loop.receive(0, HOME, datagram);
        sent++;
      }
    }
    assertEquals(List.of(), listener.rtp);
    assertEquals(List.of(), listener.rtcp);
    long dropped = 0;
    for (LoopCounter counter : LoopCounter.values()) {
      dropped += counter.name().startsWith("DROPPED") ? loop.count(counter) : 0;
    }
    assertEquals(sent, dropped);
    assertEquals(0, loop.count(LoopCounter.HANDLER_FAILURES));
    loop.receive(0, HOME, srtp);
    assertEquals(1, listener.rtp.size());
  }

  @Test
  void aReplayedPacketIsDropped() throws Exception {
    connect();
    byte[] packet = peer.srtp(1, 100);
    loop.receive(0, HOME, List.of(packet, packet));
    assertEquals(1, listener.rtp.size());
    assertEquals(1, loop.count(LoopCounter.DROPPED_SRTP_REPLAYED));
  }

  @Test
  void mediaBeforeTheKeysIsDropped() {
    transport.remote(peer.remote());
    assertTrue(peer.check(transport, true));
    byte[] packet = new byte[100];
    packet[0] = (byte) 0x80;
    loop.receive(0, HOME, packet);
    assertEquals(1, loop.count(LoopCounter.DROPPED_SRTP_EARLY));
  }

  @Test
  void dtlsIsNotAnsweredBeforeACheckHasPassed() throws Exception {
    transport.remote(peer.remote());
    peer.dtls().start(transports.fingerprint());
    peer.exchangeUntil(() -> loop.count(LoopCounter.DROPPED_UNKNOWN_PATH) >= 2);
    assertEquals(0, loop.count(LoopCounter.HANDSHAKES_STARTED));
    peer.dtls().stop();
  }

  @Test
  void onlyAClientHelloBeginsAHandshake() {
    transport.remote(peer.remote());
    peer.check(transport, true);
    Random random = new Random(6);
    for (int i = 0; i < 500; i++) {
      byte[] datagram = new byte[13 + random.nextInt(100)];
      random.nextBytes(datagram);
      datagram[0] = (byte) (20 + random.nextInt(44));
      loop.receive(0, HOME, datagram);
    }
    assertEquals(0, loop.count(LoopCounter.HANDSHAKES_STARTED));
    assertEquals(500, loop.count(LoopCounter.DROPPED_DTLS));
  }

  @Test
  void anotherCertificateThanTheAnnouncedOneClosesTheTransport() throws Exception {
    RemoteTransport announced = new PeerModel(loop, MOBILE).remote();
    transport.remote(announced);
    assertTrue(peer.check(transport, true));
    peer.dtls().start(transports.fingerprint());
    peer.exchangeUntil(() -> transport.state() == TransportState.CLOSED);
    assertEquals(List.of("closed WRONG_FINGERPRINT"), listener.said);
    assertEquals(1, loop.count(LoopCounter.HANDSHAKES_FAILED));
  }

  @Test
  void theFingerprintCannotChange() {
    assertTrue(transport.remote(peer.remote()));
    assertTrue(transport.remote(peer.remote()));
    assertFalse(transport.remote(new PeerModel(loop, MOBILE).remote()));
    assertFalse(transport.remote(new RemoteTransport(PeerModel.UFRAG, "pwd", "sha-1", "00:11:22")));
  }

  @Test
  void closeNotifyClosesAtOnce() throws Exception {
    connect();
    peer.dtls().close();
    peer.exchangeUntil(() -> transport.state() == TransportState.CLOSED);
    assertEquals(List.of("connected", "closed CLOSE_NOTIFY"), listener.said);
  }

  @Test
  void closingSaysGoodbyeAndIsTheEnd() throws Exception {
    connect();
    loop.run(transport::close);
    List<RecordingPort.Sent> sent = loop.port().take();
    assertEquals(21, sent.getFirst().bytes()[0]);
    assertEquals(List.of("connected", "closed LOCAL"), listener.said);
    loop.receive(0, HOME, List.of(peer.srtp(1, 100), peer.srtcp()));
    assertEquals(List.of(), listener.rtp);
    assertFalse(peer.check(transport, true));
    assertFalse(transport.isWritable());
    loop.advanceTo(100 * SECOND);
    loop.run(transport::close);
    assertEquals(2, listener.said.size());
  }

  @Test
  void silencePausesAndLostConsentCloses() throws Exception {
    connect();
    loop.advanceTo(10 * SECOND);
    assertEquals(TransportState.SILENT, transport.state());
    assertFalse(transport.isWritable());
    peer.check(transport, false);
    assertTrue(transport.isWritable());
    loop.advanceTo(40 * SECOND);
    assertEquals(
        List.of("connected", "silent", "alive", "silent", "closed CONSENT_LOST"), listener.said);
    assertEquals(List.of(), loop.port().take());
  }

  @Test
  void aPacketEndsTheSilenceWhichMayComeAgain() throws Exception {
    connect();
    loop.advanceTo(12 * SECOND);
    loop.receive(0, HOME, peer.srtp(1, 100));
    assertEquals(TransportState.CONNECTED, transport.state());
    loop.advanceTo(22 * SECOND);
    assertEquals(List.of("connected", "silent", "alive", "silent"), listener.said);
  }

  @Test
  void aPeerCannotTakeThePathOfAnother() throws Exception {
    connect();
    Transport other = transports.open(loop.loop(), new RecordingListener());
    other.remote(peer.remote());
    loop.receive(0, HOME, StunChecks.check(other.ice(), PeerModel.UFRAG, true, 99));
    assertEquals(1, loop.count(LoopCounter.DROPPED_STUN_PATH_TAKEN));
    assertEquals(List.of(), loop.port().take());
    loop.receive(0, HOME, peer.srtp(1, 100));
    assertEquals(1, listener.rtp.size());
  }

  @Test
  void aPeerThatNeverComesIsGivenUp() {
    loop.advanceTo(30 * SECOND - 1);
    assertEquals(TransportState.NEW, transport.state());
    loop.advanceTo(30 * SECOND);
    assertEquals(List.of("closed CONSENT_LOST"), listener.said);
  }

  @Test
  void anIceRestartKeepsTheKeys() throws Exception {
    connect();
    IceCredentials before = transport.ice();
    loop.run(transport::restartIce);
    assertFalse(before.ufrag().equals(transport.ice().ufrag()));
    assertTrue(transport.remote(peer.remote()));
    checkFrom(MOBILE, true);
    loop.receive(0, MOBILE, peer.srtp(1, 100));
    assertEquals(1, listener.rtp.size());
    assertEquals(List.of("connected"), listener.said);
    loop.receive(0, HOME, StunChecks.check(before, PeerModel.UFRAG, true, 1_234));
    assertEquals(1, loop.count(LoopCounter.DROPPED_STUN_UNKNOWN_USER));
  }

  @Test
  void inAnIceRestartMediaStaysOnTheOldPathUntilTheNewOneIsNominated() throws Exception {
    connect();
    IceCredentials before = transport.ice();
    loop.run(transport::restartIce);
    RemoteTransport again =
        new RemoteTransport(
            "again", "pwd", peer.remote().fingerprintAlgorithm(), peer.remote().fingerprint());
    assertTrue(transport.remote(again));
    assertEquals(HOME, whereMediaGoes(1));
    loop.receive(0, HOME, StunChecks.check(before, PeerModel.UFRAG, true, 1_000));
    loop.receive(0, MOBILE, StunChecks.check(transport.ice(), "again", false, 1_001));
    assertEquals(2, loop.port().take().size());
    assertEquals(HOME, whereMediaGoes(2));
    loop.receive(0, MOBILE, StunChecks.check(transport.ice(), "again", true, 1_002));
    loop.port().take();
    assertEquals(MOBILE, whereMediaGoes(3));
  }

  @Test
  void withoutARestartMediaMovesWithEachNominationThereAndBack() throws Exception {
    connect();
    checkFrom(MOBILE, false);
    assertEquals(HOME, whereMediaGoes(1));
    loop.receive(0, MOBILE, StunChecks.check(transport.ice(), PeerModel.UFRAG, true, 1_000));
    loop.port().take();
    assertEquals(MOBILE, whereMediaGoes(2));
    loop.receive(0, HOME, StunChecks.check(transport.ice(), PeerModel.UFRAG, true, 1_001));
    loop.port().take();
    assertEquals(HOME, whereMediaGoes(3));
  }

  private InetSocketAddress whereMediaGoes(int sequence) {
    loop.run(() -> send(sequence, 100));
    return loop.port().take().getFirst().remote();
  }

  @Test
  void aListenerThatThrowsLosesItsTransportOnly() throws Exception {
    TransportListener bad = new ThrowingListener(listener);
    Transport other = transports.open(loop.loop(), bad);
    PeerModel otherPeer = new PeerModel(loop, MOBILE);
    other.remote(otherPeer.remote());
    otherPeer.connect(other, transports);
    connect();
    loop.receive(0, MOBILE, otherPeer.srtp(1, 100));
    loop.receive(0, HOME, peer.srtp(1, 100));
    assertEquals(TransportState.CLOSED, other.state());
    assertEquals(1, listener.rtp.size());
    assertEquals(1, loop.count(LoopCounter.HANDLER_FAILURES));
    assertTrue(listener.said.contains("closed INTERNAL_ERROR"));
  }

  @Test
  void whatCannotBeSentIsMisuseOrSilence() {
    assertFalse(transport.isWritable());
    assertThrows(IllegalStateException.class, transport::beginRun);
    assertThrows(IllegalStateException.class, transport::srtpSender);
    transport.sendRtcp(new byte[8], 0, 8);
    assertEquals(List.of(), loop.port().take());
    assertThrows(
        IllegalArgumentException.class, () -> transport.sendRtcp(new byte[1_300], 0, 1_300));
  }

  private void connect() throws Exception {
    assertTrue(transport.remote(peer.remote()));
    peer.connect(transport, transports);
  }

  private void checkFrom(InetSocketAddress address, boolean useCandidate) {
    byte[] check =
        StunChecks.check(transport.ice(), PeerModel.UFRAG, useCandidate, 4_711 + address.getPort());
    loop.receive(0, address, check);
    assertEquals(address, loop.port().take().getFirst().remote());
  }

  private void send(int sequence, int payload) {
    DatagramRun run = transport.beginRun();
    write(run, sequence, payload);
    run.end();
  }

  private void write(DatagramRun run, int sequence, int payload) {
    byte[] out = run.array();
    int at = run.offset();
    Arrays.fill(out, at, at + 12, (byte) 0);
    out[at] = (byte) 0x80;
    out[at + 3] = (byte) sequence;
    run.add(transport.srtpSender().protect(out, at, 12, new byte[payload], 0, payload));
  }

  /** What a stranger who knows the ufrag might try. */
  private IceCredentials guess() {
    return new IceCredentials(transport.ice().ufrag(), "guessedguessedguessed");
  }

  /** Truncated at every length, with a bit flipped, and random bytes of the same kind. */
  private static List<byte[]> hostile(Random random, byte[] original) {
    List<byte[]> hostile = new ArrayList<>();
    for (int length = 1; length < original.length; length += 7) {
      hostile.add(Arrays.copyOf(original, length));
    }
    for (int i = 0; i < 200; i++) {
      byte[] flipped = original.clone();
      flipped[1 + random.nextInt(original.length - 1)] ^= (byte) (1 << random.nextInt(8));
      hostile.add(flipped);
      byte[] noise = new byte[20 + random.nextInt(1_300)];
      random.nextBytes(noise);
      noise[0] = original[0];
      hostile.add(noise);
    }
    return hostile;
  }

  /** Fails on media; tells the rest. */
  private record ThrowingListener(RecordingListener to) implements TransportListener {
    @Override
    public void onConnected(long nowNs) {}

    @Override
    public void onRtp(long nowNs, byte[] plaintext, int length) {
      throw new IllegalStateException("planted");
    }

    @Override
    public void onRtcp(long nowNs, byte[] bytes, int offset, int length) {}

    @Override
    public void onSilent(long nowNs) {}

    @Override
    public void onAlive(long nowNs) {}

    @Override
    public void onClosed(long nowNs, TransportClose reason) {
      to.onClosed(nowNs, reason);
    }
  }
}
