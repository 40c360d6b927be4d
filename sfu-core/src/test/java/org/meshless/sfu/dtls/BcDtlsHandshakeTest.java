package org.meshless.sfu.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;

class BcDtlsHandshakeTest {
  private static final int TIMEOUT_MS = 60_000;
  private static final BcDtlsServer SERVER = new BcDtlsServer(new SecureRandom(), 2);

  /** What browsers offer, in their order. */
  private static final List<SrtpProfile> BROWSERS =
      List.of(
          SrtpProfile.AES_CM_128_HMAC_SHA1_80,
          SrtpProfile.AEAD_AES_256_GCM,
          SrtpProfile.AEAD_AES_128_GCM);

  @BeforeAll
  static void aWarmUpComesToItsEnd() {
    assertTrue(SERVER.warmUp());
  }

  @Test
  void bothSidesDeriveTheSameKeys() throws Exception {
    Pair pair = new Pair(BROWSERS, 0, 0, 0);
    pair.run();
    BcDtlsSession session = pair.server.awaitSession();
    assertSameKeys(pair.client.sendKeys(), session.receiveKeys());
    assertSameKeys(session.sendKeys(), pair.client.receiveKeys());
  }

  @ParameterizedTest
  @CsvSource({
    "AES_CM_128_HMAC_SHA1_80, AEAD_AES_256_GCM, AEAD_AES_128_GCM, AEAD_AES_128_GCM",
    "AES_CM_128_HMAC_SHA1_80, AEAD_AES_256_GCM, AES_CM_128_HMAC_SHA1_80, AEAD_AES_256_GCM",
    "AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_80,"
        + " AES_CM_128_HMAC_SHA1_80"
  })
  void theServerChoosesTheCheapestProfileOffered(
      SrtpProfile first, SrtpProfile second, SrtpProfile third, SrtpProfile chosen)
      throws Exception {
    Pair pair = new Pair(List.of(first, second, third), 0, 0, 0);
    pair.run();
    assertEquals(chosen, pair.server.awaitSession().sendKeys().profile());
  }

  @ParameterizedTest
  @CsvSource({"0.1, 20", "0.2, 20", "0.3, 20"})
  void everyHandshakeFinishesOverALossyNetwork(double loss, int handshakes) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < handshakes; i++) {
      Pair pair = new Pair(BROWSERS, 1000 * handshakes + i, loss, 0.1);
      pair.start();
      pairs.add(pair);
    }
    for (Pair pair : pairs) {
      pair.client.awaitFinished();
      BcDtlsSession session = pair.server.awaitSession();
      assertSameKeys(pair.client.sendKeys(), session.receiveKeys());
    }
  }

  @Test
  void messagesInSeveralDatagramsArePutTogether() throws Exception {
    AtomicReference<DtlsServerEnd> server = new AtomicReference<>();
    AtomicInteger hellos = new AtomicInteger();
    DtlsPeer client =
        new DtlsPeer(
            BROWSERS,
            100,
            datagram -> {
              if (DtlsRecords.isClientHello(datagram, datagram.length)) {
                hellos.incrementAndGet();
              }
              server.get().receive(datagram);
            });
    server.set(new DtlsServerEnd(SERVER, client::receive));
    server.get().begin(client.fingerprint(), TIMEOUT_MS);
    client.start(SERVER.fingerprint());
    client.awaitFinished();
    assertTrue(hellos.get() >= 2, () -> hellos + " datagrams with a ClientHello");
  }

  /** BouncyCastle by itself would wait for ever: see {@link FlightGate}. */
  @Test
  void aHandshakeSurvivesTheLossOfCertificateVerifyAlone() throws Exception {
    AtomicReference<DtlsServerEnd> server = new AtomicReference<>();
    AtomicInteger lost = new AtomicInteger();
    DtlsPeer client =
        new DtlsPeer(
            BROWSERS,
            SwitchedTransport.SEND_LIMIT - 1, // every record in a datagram of its own
            datagram -> {
              boolean verify =
                  DtlsRecords.type(datagram, 0) == DtlsRecords.HANDSHAKE
                      && DtlsRecords.epoch(datagram, 0) == 0
                      && datagram[DtlsRecords.HEADER] == DtlsRecords.CERTIFICATE_VERIFY;
              if (!verify || lost.getAndIncrement() > 0) {
                server.get().receive(datagram);
              }
            });
    server.set(new DtlsServerEnd(SERVER, client::receive));
    server.get().begin(client.fingerprint(), TIMEOUT_MS);
    client.start(SERVER.fingerprint());
    server.get().finished.get(10, TimeUnit.SECONDS);
    client.awaitFinished();
  }

  @Test
  void aCertificateOtherThanTheAnnouncedOneIsRefused() throws Exception {
    Pair pair = new Pair(BROWSERS, 0, 0, 0);
    pair.server.begin(new DtlsPeer(BROWSERS, datagram -> {}).fingerprint(), TIMEOUT_MS);
    pair.client.start(SERVER.fingerprint());
    assertEquals(DtlsFailure.WRONG_FINGERPRINT, pair.server.failed.get(10, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, pair.client::awaitFinished);
    assertFalse(pair.server.finished.isDone());
  }

  @Test
  void aClientWithoutSrtpIsRefused() throws Exception {
    Pair pair = new Pair(List.of(), 0, 0, 0);
    pair.start();
    assertEquals(DtlsFailure.HANDSHAKE, pair.server.failed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aHandshakeThatGetsNoAnswerFails() throws Exception {
    DtlsServerEnd server = new DtlsServerEnd(SERVER, datagram -> {});
    server.begin(new DtlsPeer(BROWSERS, datagram -> {}).fingerprint(), 200);
    assertEquals(DtlsFailure.HANDSHAKE, server.failed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aCancelledHandshakeSaysNothingAndMakesRoom() throws Exception {
    BcDtlsServer own = new BcDtlsServer(new SecureRandom(), 1);
    DtlsServerEnd server = new DtlsServerEnd(own, datagram -> {});
    server.begin(own.fingerprint(), TIMEOUT_MS).cancel();
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (own.inProgress() > 0 && System.nanoTime() < deadlineNs) {
      Thread.onSpinWait();
    }
    assertEquals(0, own.inProgress());
    assertFalse(server.failed.isDone());
  }

  @Test
  void handshakesInProgressAreBounded() {
    BcDtlsServer own = new BcDtlsServer(new SecureRandom(), 1);
    List<BcDtlsHandshake> begun = new ArrayList<>();
    for (int i = 0; i < BcDtlsServer.MAX_IN_PROGRESS; i++) {
      begun.add(new DtlsServerEnd(own, datagram -> {}).begin(own.fingerprint(), TIMEOUT_MS));
    }
    DtlsServerEnd oneMore = new DtlsServerEnd(own, datagram -> {});
    assertNull(own.begin(own.fingerprint(), oneMore, TIMEOUT_MS));
    begun.forEach(BcDtlsHandshake::cancel);
  }

  @Test
  void datagramsThatWaitToBeReadAreBounded() {
    BcDtlsServer own = new BcDtlsServer(new SecureRandom(), 1);
    SrtpTlsServer never =
        new SrtpTlsServer(
            new JceGcmCrypto(new SecureRandom()),
            DtlsIdentity.create(new SecureRandom()),
            own.fingerprint(),
            TIMEOUT_MS);
    BcDtlsHandshake notStarted =
        new BcDtlsHandshake(never, new DtlsServerEnd(own, datagram -> {}), new Semaphore(1));
    for (int i = 0; i < BcDtlsHandshake.QUEUE; i++) {
      assertTrue(notStarted.offer(new byte[100]));
    }
    assertFalse(notStarted.offer(new byte[100]));
  }

  @Test
  void garbageAmongTheFlightsDoesNoHarm() throws Exception {
    Random random = new Random(7);
    AtomicReference<DtlsServerEnd> server = new AtomicReference<>();
    DtlsPeer client =
        new DtlsPeer(
            BROWSERS,
            datagram -> {
              for (byte[] garbage : garbage(random, datagram)) {
                server.get().receive(garbage);
              }
              server.get().receive(datagram);
            });
    server.set(new DtlsServerEnd(SERVER, client::receive));
    server.get().begin(client.fingerprint(), TIMEOUT_MS);
    client.start(SERVER.fingerprint());
    client.awaitFinished();
    server.get().awaitSession();
  }

  /** What a stranger might send who does not see the handshake's bytes, and broken copies. */
  private static List<byte[]> garbage(Random random, byte[] datagram) {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    byte[] record = new byte[60];
    random.nextBytes(record);
    record[0] = 22;
    record[1] = (byte) 0xfe;
    record[2] = (byte) 0xfd;
    record[11] = 0;
    record[12] = 47;
    byte[] cut = Arrays.copyOf(datagram, random.nextInt(datagram.length));
    return List.of(noise, record, cut);
  }

  private static void assertSameKeys(SrtpKeys protects, SrtpKeys unprotects) {
    byte[] packet = new byte[100];
    packet[0] = (byte) 0x80;
    packet[11] = 1;
    byte[] out = packet.clone();
    int length =
        new SrtpSender(protects, SrtpProvider.sunJce()).protect(out, 0, 12, packet, 12, 40);
    byte[] plain = new byte[length];
    SrtpReceiver receiver = new SrtpReceiver(unprotects, SrtpProvider.sunJce());
    assertEquals(52, receiver.unprotect(out, 0, length, plain));
    assertArrayEquals(Arrays.copyOf(packet, 52), Arrays.copyOf(plain, 52));
  }

  /** A client and a server with a lossy network between them. */
  private static final class Pair {
    final DtlsPeer client;
    final DtlsServerEnd server;

    Pair(List<SrtpProfile> profiles, long seed, double loss, double trouble) {
      AtomicReference<DtlsServerEnd> end = new AtomicReference<>();
      client =
          new DtlsPeer(
              profiles,
              new LossyLink(seed, loss, trouble, datagram -> end.get().receive(datagram)));
      server = new DtlsServerEnd(SERVER, new LossyLink(~seed, loss, trouble, client::receive));
      end.set(server);
    }

    void start() {
      server.begin(client.fingerprint(), TIMEOUT_MS);
      client.start(SERVER.fingerprint());
    }

    void run() throws Exception {
      start();
      client.awaitFinished();
    }
  }
}
