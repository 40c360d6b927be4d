package org.meshless.sfu.sctp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Our data channels, connected to those of a stack that shares no code with ours: aiortc, as Debian
 * packages it. Runs src/test/python/sctp_peer.py. Confined to one thread.
 */
final class AiortcPeer implements DataChannels.Listener, AutoCloseable {
  private static final long DEADLINE_NS = 30_000_000_000L;

  final DataChannels channels;
  final SctpCounters counters = new SctpCounters();
  final List<DataChannel> opened = new ArrayList<>();
  final List<DataChannel> closed = new ArrayList<>();
  final List<ChannelEnd.Arrived> arrived = new ArrayList<>();
  @Nullable SctpClose end;
  private final Process process;
  private final DataOutputStream toPeer;
  private final BlockingQueue<byte[]> fromPeer = new LinkedBlockingQueue<>();
  private final Random random = new Random(1);
  private final double loss;

  /**
   * Starts the peer.
   *
   * @param peerFirst whether it sends the INIT
   * @param loss of packets, both ways
   */
  AiortcPeer(boolean peerFirst, SctpOptions options, double loss) throws IOException {
    this.loss = loss;
    process =
        // Debian's Python: another one on the PATH does not see its packages.
        new ProcessBuilder(
                "/usr/bin/python3",
                Path.of("src", "test", "python", "sctp_peer.py").toString(),
                peerFirst ? "first" : "second")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    toPeer = new DataOutputStream(process.getOutputStream());
    Thread.ofVirtual().start(this::read);
    SecureRandom secure = new SecureRandom();
    // aiortc counts oddly where it is the client of the handshake below, contrary to RFC 8832 §6.
    channels =
        new DataChannels(
            options, !peerFirst, 256, new CookieSigner(secure), secure, counters, this::send, this);
    if (!peerFirst) {
      channels.association().connect(System.nanoTime());
    }
  }

  private void read() {
    try (DataInputStream input = new DataInputStream(process.getInputStream())) {
      while (true) {
        byte[] packet = new byte[input.readUnsignedShort()];
        input.readFully(packet);
        fromPeer.add(packet);
      }
    } catch (IOException e) {
      // The process is gone.
    }
  }

  private void send(byte[] bytes, int offset, int length) {
    if (random.nextDouble() < loss) {
      return;
    }
    try {
      toPeer.writeShort(length);
      toPeer.write(bytes, offset, length);
      toPeer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets packets and time pass until something is so. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long giveUpNs = System.nanoTime() + DEADLINE_NS;
    SctpAssociation association = channels.association();
    while (!condition.getAsBoolean()) {
      long nowNs = System.nanoTime();
      if (nowNs > giveUpNs) {
        throw new AssertionError("not within 30 s");
      }
      association.flush(nowNs);
      long untilNs = Math.min(association.nextDeadlineNs(), giveUpNs) - nowNs;
      byte[] packet = fromPeer.poll(Math.max(0, untilNs), TimeUnit.NANOSECONDS);
      nowNs = System.nanoTime();
      if (packet != null && random.nextDouble() >= loss) {
        association.onPacket(nowNs, packet, 0, packet.length);
      }
      if (association.nextDeadlineNs() <= nowNs) {
        association.onTimeout(nowNs);
      }
    }
  }

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onOpen(long nowNs, DataChannel channel) {
    opened.add(channel);
  }

  @Override
  public void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message) {
    arrived.add(new ChannelEnd.Arrived(channel.label(), binary, message));
  }

  @Override
  public void onBufferedAmountLow(long nowNs, DataChannel channel) {}

  @Override
  public void onClosed(long nowNs, DataChannel channel) {
    closed.add(channel);
  }

  @Override
  public void onEnded(long nowNs, SctpClose reason) {
    end = reason;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
