package org.meshless.sfu.sctp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;
import org.meshless.rtp.netem.Netem;
import org.meshless.rtp.netem.Timed;

/**
 * The data channels of one end of a simulated connection, and the link from it to the other end.
 */
final class ChannelEnd implements DataChannels.Listener, Timed {
  /** A message as it arrived. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(String label, boolean binary, byte[] bytes) {}

  private static final int AROUND = 65;

  final DataChannels channels;
  final SctpCounters counters = new SctpCounters();
  final Netem<byte[]> link;
  final List<DataChannel> opened = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  final List<Arrived> arrived = new ArrayList<>();
  final List<String> lows = new ArrayList<>();
  private final ManualClock clock;
  @Nullable ChannelEnd other;
  boolean echoes;

  ChannelEnd(
      ManualClock clock, long seed, boolean server, int maxChannels, LinkConditions conditions) {
    this.clock = clock;
    Random random = new Random(seed);
    link =
        new Netem<>(
            random.nextLong(),
            conditions,
            (nowNs, packet) -> {
              if (other != null) {
                other.channels.association().onPacket(nowNs, packet, 0, packet.length);
              }
            });
    channels =
        new DataChannels(
            SctpOptions.DEFAULT,
            server,
            maxChannels,
            new CookieSigner(random),
            random,
            counters,
            this::transmit,
            this);
    clock.add(this);
    clock.add(link);
  }

  private void transmit(byte[] bytes, int offset, int length) {
    byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length);
    link.send(clock.nowNs(), packet, length + AROUND);
  }

  @Override
  public long nextDeadlineNs() {
    return channels.association().nextDeadlineNs();
  }

  @Override
  public void onTimeout(long nowNs) {
    channels.association().onTimeout(nowNs);
  }

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onOpen(long nowNs, DataChannel channel) {
    opened.add(channel);
  }

  @Override
  public void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message) {
    arrived.add(new Arrived(channel.label(), binary, message));
    if (echoes) {
      channel.send(nowNs, binary, message);
    }
  }

  @Override
  public void onBufferedAmountLow(long nowNs, DataChannel channel) {
    lows.add(channel.label());
  }

  @Override
  public void onClosed(long nowNs, DataChannel channel) {
    closed.add(channel.label());
  }

  @Override
  public void onEnded(long nowNs, SctpClose reason) {
    closed.add(reason.name());
  }
}
