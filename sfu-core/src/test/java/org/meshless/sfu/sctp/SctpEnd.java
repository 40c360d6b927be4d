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

/** One end of a simulated association, and the link from it to the other end. */
final class SctpEnd implements SctpAssociation.Listener, Timed {
  /** A message as it arrived. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(long atNs, int streamId, int ppid, byte[] bytes) {}

  final SctpAssociation association;
  final SctpCounters counters = new SctpCounters();
  final Netem<byte[]> link;
  final List<Arrived> arrived = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final List<Integer> lows = new ArrayList<>();
  final List<byte[]> sent = new ArrayList<>();
  private final ManualClock clock;
  @Nullable SctpEnd other;
  @Nullable SctpClose closed;

  /** UDP, DTLS and IP around a packet. */
  private static final int AROUND = 65;

  SctpEnd(ManualClock clock, long seed, SctpOptions options, LinkConditions conditions) {
    this.clock = clock;
    Random random = new Random(seed);
    link =
        new Netem<>(
            random.nextLong(),
            conditions,
            (nowNs, packet) -> {
              if (other != null) {
                other.association.onPacket(nowNs, packet, 0, packet.length);
              }
            });
    association =
        new SctpAssociation(
            options, new CookieSigner(random), random, counters, this::transmit, this);
    clock.add(this);
    clock.add(link);
  }

  /** Two ends with the same conditions both ways. */
  static SctpEnd[] pair(
      ManualClock clock, long seed, SctpOptions options, LinkConditions conditions) {
    return pair(clock, seed, options, options, conditions);
  }

  static SctpEnd[] pair(
      ManualClock clock, long seed, SctpOptions a, SctpOptions b, LinkConditions conditions) {
    SctpEnd left = new SctpEnd(clock, 2 * seed, a, conditions);
    SctpEnd right = new SctpEnd(clock, 2 * seed + 1, b, conditions);
    left.other = right;
    right.other = left;
    return new SctpEnd[] {left, right};
  }

  private void transmit(byte[] bytes, int offset, int length) {
    byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length);
    sent.add(packet);
    link.send(clock.nowNs(), packet, length + AROUND);
  }

  boolean send(int streamId, byte[] bytes, Reliability reliability) {
    return association.send(clock.nowNs(), streamId, 53, bytes, reliability);
  }

  long count(SctpCounter counter) {
    return counters.get(counter);
  }

  @Override
  public long nextDeadlineNs() {
    return association.nextDeadlineNs();
  }

  @Override
  public void onTimeout(long nowNs) {
    association.onTimeout(nowNs);
  }

  @Override
  public void onEstablished(long nowNs) {
    events.add("established");
  }

  @Override
  public void onRestarted(long nowNs) {
    events.add("restarted");
  }

  @Override
  public void onMessage(long nowNs, int streamId, int ppid, byte[] bytes) {
    arrived.add(new Arrived(nowNs, streamId, ppid, bytes));
  }

  @Override
  public void onOutgoingReset(long nowNs, int streamId) {
    events.add("outgoing " + streamId);
  }

  @Override
  public void onIncomingReset(long nowNs, int[] streamIds) {
    events.add("incoming " + Arrays.toString(streamIds));
  }

  @Override
  public void onBufferedAmountLow(long nowNs, int streamId) {
    lows.add(streamId);
  }

  @Override
  public void onClosed(long nowNs, SctpClose reason) {
    closed = reason;
    events.add("closed " + reason);
  }
}
