package org.meshless.sfu.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.net.VirtualLoop;
import org.meshless.sfu.sctp.CookieSigner;
import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.Reliability;
import org.meshless.sfu.sctp.SctpClose;
import org.meshless.sfu.sctp.SctpCounter;
import org.meshless.sfu.sctp.SctpCounters;
import org.meshless.sfu.sctp.SctpOptions;

/** Data channels of a transport with those of a peer, through real DTLS. */
class DataLinkTest {
  private static final BcDtlsServer DTLS = new BcDtlsServer(new SecureRandom(), 2);
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 50_000);

  private final SecureTransports transports =
      new SecureTransports(DTLS, SrtpProvider.sunJce(), new SecureRandom());
  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingListener listener = new RecordingListener();
  private final Transport transport = transports.open(loop.loop(), listener);
  private final PeerModel peer = new PeerModel(loop, HOME);
  private final Side here = new Side();
  private final Side there = new Side();
  private final BlockingQueue<byte[]> toPeer = new LinkedBlockingQueue<>();
  private final DataChannels theirs =
      new DataChannels(
          SctpOptions.DEFAULT,
          false,
          256,
          new CookieSigner(new Random(1)),
          new Random(2),
          new SctpCounters(),
          this::sendAsPeer,
          there);

  @BeforeAll
  static void warmUp() {
    assertTrue(DTLS.warmUp());
  }

  private void sendAsPeer(byte[] bytes, int offset, int length) {
    try {
      peer.dtls().send(Arrays.copyOfRange(bytes, offset, offset + length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws Exception {
    assertTrue(transport.remote(peer.remote()));
    peer.connect(transport, transports);
    Thread.ofVirtual().start(this::read);
    theirs.association().connect(loop.nowNs());
  }

  private void read() {
    try {
      while (true) {
        byte[] packet = peer.dtls().read();
        if (packet.length > 0) {
          toPeer.add(packet);
        }
      }
    } catch (IOException e) {
      // Its DTLS is over.
    }
  }

  private void exchangeUntil(PeerModel.Condition condition) throws InterruptedException {
    peer.exchangeUntil(
        () -> {
          List<byte[]> packets = new ArrayList<>();
          toPeer.drainTo(packets);
          for (byte[] packet : packets) {
            theirs.association().onPacket(loop.nowNs(), packet, 0, packet.length);
          }
          theirs.association().flush(loop.nowNs());
          return condition.holds();
        });
  }

  @Test
  void messagesGoBothWaysThroughDtls() throws Exception {
    DataChannels ours = transport.openDataChannels(SctpOptions.DEFAULT, here);
    connect();
    DataChannel first = theirs.open(loop.nowNs(), "up", "", Reliability.RELIABLE);
    assertNotNull(first);
    byte[] large = new byte[100_000];
    new Random(3).nextBytes(large);
    first.send(loop.nowNs(), true, large);
    exchangeUntil(() -> here.said.size() == 3);
    loop.run(
        () -> {
          DataChannel second = ours.open(loop.nowNs(), "down", "", Reliability.RELIABLE);
          assertNotNull(second);
          second.send(loop.nowNs(), true, large);
        });
    exchangeUntil(() -> there.said.size() == 3);

    String message = "message " + Arrays.hashCode(large);
    assertEquals(List.of("established", "open up", message), here.said);
    assertEquals(List.of("established", "open down", message), there.said);
    assertTrue(transports.sctpCounters(loop.loop()).get(SctpCounter.BYTES_SENT) >= 100_000);
  }

  @Test
  void theChannelsEndWithTheTransport() throws Exception {
    transport.openDataChannels(SctpOptions.DEFAULT, here);
    connect();
    theirs.open(loop.nowNs(), "x", "", Reliability.RELIABLE);
    exchangeUntil(() -> here.said.size() == 2);
    loop.run(transport::close);

    assertEquals(List.of("established", "open x", "closed x", "ended LOCAL"), here.said);
    assertEquals("closed LOCAL", listener.said.getLast());
    exchangeUntil(() -> there.said.contains("ended ABORTED_BY_PEER"));
  }

  @Test
  void aPeerThatSendsDataUnaskedIsNotHeard() throws Exception {
    connect();
    peer.dtls().send(new byte[] {1, 2, 3});
    theirs.association().flush(loop.nowNs());
    loop.receive(0, HOME, peer.srtp(1, 100));

    assertEquals(1, listener.rtp.size());
    assertEquals(List.of("connected"), listener.said);
  }

  @Test
  void dataChannelsAreOpenedOnce() {
    transport.openDataChannels(SctpOptions.DEFAULT, here);
    assertThrows(
        IllegalStateException.class, () -> transport.openDataChannels(SctpOptions.DEFAULT, here));
  }

  /** Keeps what one side is told. */
  private static final class Side implements DataChannels.Listener {
    final List<String> said = new ArrayList<>();

    @Override
    public void onEstablished(long nowNs) {
      said.add("established");
    }

    @Override
    public void onOpen(long nowNs, DataChannel channel) {
      said.add("open " + channel.label());
    }

    @Override
    public void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message) {
      said.add("message " + Arrays.hashCode(message));
    }

    @Override
    public void onBufferedAmountLow(long nowNs, DataChannel channel) {}

    @Override
    public void onClosed(long nowNs, DataChannel channel) {
      said.add("closed " + channel.label());
    }

    @Override
    public void onEnded(long nowNs, SctpClose reason) {
      said.add("ended " + reason);
    }
  }
}
