package org.meshless.perf.client;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.dtls.DtlsClient;
import org.meshless.sfu.sctp.CookieSigner;
import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.Reliability;
import org.meshless.sfu.sctp.SctpAssociation;
import org.meshless.sfu.sctp.SctpClose;
import org.meshless.sfu.sctp.SctpCounters;
import org.meshless.sfu.sctp.SctpOptions;

/**
 * A client's data channels: sends messages that carry the time, and says how long others' took.
 * Confined to its loop, {@link #established} apart.
 */
public final class DataEnd implements DataChannels.Listener, SctpAssociation.Output {
  /** What the server puts before every message. */
  private static final int HEADER = 24;

  private static final long LONGEST_US = 60_000_000;

  private final DtlsClient dtls;
  private final DataChannels channels;
  private final CompletableFuture<DataEnd> established = new CompletableFuture<>();
  private final Histogram delaysUs = new Histogram(LONGEST_US, 3);
  private @Nullable DataChannel channel;
  private long received;
  private long datagrams;
  private long datagramBytes;
  private long closed;

  DataEnd(DtlsClient dtls, RandomGenerator random) {
    this.dtls = dtls;
    this.channels =
        new DataChannels(
            SctpOptions.DEFAULT,
            false,
            16,
            new CookieSigner(random),
            random,
            new SctpCounters(),
            this,
            this);
    channels.association().connect(System.nanoTime());
  }

  /** Done when channels can be used. */
  public CompletableFuture<DataEnd> established() {
    return established;
  }

  /** Opens a reliable, ordered channel, and closes the one before. */
  public void open(String label) {
    long nowNs = System.nanoTime();
    if (channel != null) {
      channel.close(nowNs);
    }
    channel = channels.open(nowNs, label, "", Reliability.RELIABLE);
    flush();
  }

  /**
   * Sends so many messages in one go.
   *
   * @param bytes of each, at least 8
   * @return how many were taken
   */
  public int send(int count, int bytes) {
    int taken = 0;
    DataChannel to = channel;
    for (int i = 0; i < count && to != null; i++) {
      long nowNs = System.nanoTime();
      byte[] message = new byte[bytes];
      ByteBuffer.wrap(message).putLong(nowNs);
      switch (to.send(nowNs, true, message)) {
        case QUEUED -> taken++;
        case FULL, CLOSED, TOO_LONG -> {}
      }
    }
    flush();
    return taken;
  }

  /** What has arrived since the last time it was asked. */
  public Arrivals takeArrivals() {
    Arrivals arrivals = new Arrivals(received, datagrams, datagramBytes, closed, delaysUs.copy());
    received = 0;
    datagrams = 0;
    datagramBytes = 0;
    delaysUs.reset();
    return arrivals;
  }

  /**
   * What arrived.
   *
   * @param datagramBytes of DTLS
   * @param closed channels that the server closed so far
   */
  public record Arrivals(
      long messages, long datagrams, long datagramBytes, long closed, Histogram delaysUs) {}

  void onDatagram(byte[] datagram) {
    datagrams++;
    datagramBytes += datagram.length;
    dtls.pump(
        datagram,
        (bytes, length) -> channels.association().onPacket(System.nanoTime(), bytes, 0, length));
  }

  void flush() {
    channels.association().flush(System.nanoTime());
  }

  void onTick() {
    long nowNs = System.nanoTime();
    if (channels.association().nextDeadlineNs() <= nowNs) {
      channels.association().onTimeout(nowNs);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    dtls.send(bytes, offset, length);
  }

  @Override
  public void onEstablished(long nowNs) {
    established.complete(this);
  }

  @Override
  public void onOpen(long nowNs, DataChannel opened) {}

  @Override
  public void onMessage(long nowNs, DataChannel on, boolean binary, byte[] message) {
    if (message.length < HEADER + Long.BYTES) {
      return;
    }
    received++;
    long sentNs = ByteBuffer.wrap(message, HEADER, Long.BYTES).getLong();
    delaysUs.recordValue(Math.clamp((System.nanoTime() - sentNs) / 1_000, 0, LONGEST_US));
  }

  @Override
  public void onBufferedAmountLow(long nowNs, DataChannel on) {}

  @Override
  public void onClosed(long nowNs, DataChannel gone) {
    if (gone == channel) {
      closed++;
    }
  }

  @Override
  public void onEnded(long nowNs, SctpClose reason) {
    established.completeExceptionally(new IllegalStateException("ended: " + reason));
  }
}
