package org.meshless.sfu.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.ContentType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.srtp.SrtpProfile;

class BcDtlsSessionTest {
  private static final BcDtlsServer SERVER = new BcDtlsServer(new SecureRandom(), 2);

  private final AtomicReference<DtlsServerEnd> serverEnd = new AtomicReference<>();
  private final AtomicBoolean deaf = new AtomicBoolean();
  private final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
  private final List<byte[]> toClient = new CopyOnWriteArrayList<>();
  private final DtlsPeer client = new DtlsPeer(List.of(SrtpProfile.values()), this::carryUp);
  private final DtlsServerEnd server = new DtlsServerEnd(SERVER, this::carryDown);

  private void carryUp(byte[] datagram) {
    fromClient.add(datagram.clone());
    serverEnd.get().receive(datagram);
  }

  private void carryDown(byte[] datagram) {
    toClient.add(datagram.clone());
    if (!deaf.get()) {
      client.receive(datagram);
    }
  }

  private int sentToClient() {
    return toClient.size();
  }

  private byte[] lastFromClient() {
    return fromClient.getLast();
  }

  @BeforeEach
  void establish() throws Exception {
    serverEnd.set(server);
    server.begin(client.fingerprint(), 60_000);
    client.start(SERVER.fingerprint());
    client.awaitFinished();
    server.awaitSession();
  }

  @Test
  void applicationDataIsHandedOn() throws Exception {
    client.send("data".getBytes(UTF_8));
    assertArrayEquals("data".getBytes(UTF_8), server.data.getFirst());
  }

  @Test
  void closeNotifyEndsTheSessionAtOnce() throws Exception {
    client.close();
    assertTrue(server.closed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void nothingIsReadAfterTheEnd() throws Exception {
    client.send("one".getBytes(UTF_8));
    byte[] data = lastFromClient();
    client.close();
    server.receive(data);
    assertEquals(1, server.data.size());
  }

  @Test
  void closingSaysCloseNotify() {
    int before = sentToClient();
    server.close();
    assertEquals(before + 1, sentToClient());
    assertFalse(server.closed.isDone());
    assertEquals(ContentType.alert, toClient.getLast()[0]);
  }

  @Test
  void aForgedAlertDoesNotEndTheSession() throws Exception {
    byte[] closeNotify = {21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 1, 0};
    byte[] fatal = {21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 98, 0, 2, 2, 40};
    server.receive(closeNotify);
    server.receive(fatal);
    client.send("still there".getBytes(UTF_8));
    assertEquals(1, server.data.size());
    assertEquals(2, server.dropped);
  }

  /** Among them records too short to be decrypted, which BouncyCastle takes for fatal. */
  @Test
  void forgedRecordsOfEveryLengthDoNotEndTheSession() throws Exception {
    Random random = new Random(5);
    for (int length = 0; length < 200; length++) {
      byte[] forged = new byte[13 + length];
      random.nextBytes(forged);
      forged[0] = (byte) (20 + length % 4);
      forged[1] = (byte) 0xfe;
      forged[2] = (byte) 0xfd;
      forged[3] = 0;
      forged[4] = 1;
      Arrays.fill(forged, 5, 11, (byte) 0);
      forged[10] = (byte) length;
      forged[11] = 0;
      forged[12] = (byte) length;
      server.receive(forged);
    }
    client.send("still there".getBytes(UTF_8));
    assertEquals(1, server.data.size());
    assertFalse(server.closed.isDone());
  }

  @Test
  void aFlippedBitIsNoData() throws Exception {
    client.send("data".getBytes(UTF_8));
    byte[] record = lastFromClient().clone();
    record[10]++; // another sequence number, so that it is no replay
    server.receive(record);
    record[10]++;
    record[20] ^= 1;
    server.receive(record);
    assertEquals(1, server.data.size());
  }

  @Test
  void aReplayedRecordIsNoData() throws Exception {
    client.send("data".getBytes(UTF_8));
    server.receive(lastFromClient());
    assertEquals(1, server.data.size());
  }

  @Test
  void recordsInOneDatagramAreAllRead() throws Exception {
    client.send("one".getBytes(UTF_8));
    byte[] one = lastFromClient();
    deafen();
    client.send("two".getBytes(UTF_8));
    byte[] two = lastFromClient();
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    serverEnd.set(server);
    server.receive(both);
    assertEquals(2, server.data.size());
  }

  private void deafen() {
    serverEnd.set(new DtlsServerEnd(SERVER, datagram -> {}));
  }

  @Test
  void aLostLastFlightIsSentAgain() throws Exception {
    AtomicReference<DtlsServerEnd> end = new AtomicReference<>();
    AtomicBoolean lost = new AtomicBoolean();
    DtlsPeer other =
        new DtlsPeer(List.of(SrtpProfile.values()), datagram -> end.get().receive(datagram));
    DtlsServerEnd its =
        new DtlsServerEnd(
            SERVER,
            datagram -> {
              boolean last = datagram[0] == DtlsRecords.CHANGE_CIPHER_SPEC;
              if (!last || lost.getAndSet(true)) {
                other.receive(datagram);
              }
            });
    end.set(its);
    its.begin(other.fingerprint(), 60_000);
    other.start(SERVER.fingerprint());
    its.awaitSession();
    assertTrue(lost.get());
    assertFalse(other.isFinished());
    other.awaitFinished();
  }
}
