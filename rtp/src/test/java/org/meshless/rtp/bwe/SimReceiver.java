package org.meshless.rtp.bwe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meshless.rtp.netem.Timed;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.rtcp.TransportFeedbackBuilder;

/**
 * A browser that watches one video and hears one voice: tells of arrivals every 50 ms, asks for
 * what is missing every round trip, decodes frames in order, and asks for a key frame when it is
 * stuck. Keeps account of what a person would notice.
 */
final class SimReceiver implements Timed {
  /** What it says; travels the path back. */
  sealed interface Message {
    record Feedback(TransportFeedback feedback) implements Message {}

    record Nack(long seq) implements Message {}

    record KeyFrameRequest() implements Message {}
  }

  /** Where its messages go. */
  interface Output {
    void send(long nowNs, Message message);
  }

  private static final long MS = 1_000_000;
  private static final long FEEDBACK_NS = 50 * MS;
  private static final long CLOCK_OFFSET_NS = 77_777 * MS;
  private static final long GIVE_UP_NS = 400 * MS;
  private static final int MAX_NACKS = 10;
  private static final long IN_TIME_NS = 250 * MS;

  private final Output output;
  private final long oneWayNs;
  private final TreeMap<Integer, Long> arrivals = new TreeMap<>();
  private int highestTold = -1;
  private int feedbackCount;
  private long nextFeedbackNs;

  private final TreeMap<Long, long[]> missing = new TreeMap<>(); // seq: since, last asked, times
  private long highestSeq = -1;

  private final Map<Integer, BitSet> incomplete = new HashMap<>();
  private int nextFrame;
  private boolean needsKey = true;
  private long lastKeyRequestNs = Long.MIN_VALUE / 2;
  private long waitingSinceNs = -1;
  private final TreeMap<Integer, SimPacket> complete = new TreeMap<>();

  long videoBits;
  long decoded;
  long inTime;
  long lastDecodedNs = -1;
  long worstFreezeNs;
  long freezeFromNs;
  final List<Long> queueingNs = new ArrayList<>();

  SimReceiver(long nowNs, long oneWayNs, Output output) {
    this.output = output;
    this.oneWayNs = oneWayNs;
    this.nextFeedbackNs = nowNs + FEEDBACK_NS;
  }

  /** Forgets what has been counted so far. */
  void restartAccount(long nowNs) {
    videoBits = 0;
    decoded = 0;
    inTime = 0;
    worstFreezeNs = 0;
    freezeFromNs = nowNs;
    queueingNs.clear();
  }

  void onPacket(long nowNs, SimPacket packet) {
    // Sixteen bits on the wire; the test's numbers do not wrap in the path's memory.
    arrivals.putIfAbsent(packet.transportSeq(), nowNs + CLOCK_OFFSET_NS);
    if (packet.frame() == SimPacket.AUDIO) {
      queueingNs.add(nowNs - packet.captureNs() - oneWayNs);
    }
    if (!packet.isVideo()) {
      return;
    }
    noteMissing(nowNs, packet.seq());
    if (packet.frame() < nextFrame || complete.containsKey(packet.frame())) {
      return;
    }
    videoBits += 8L * packet.sizeBytes();
    BitSet got = incomplete.computeIfAbsent(packet.frame(), frame -> new BitSet());
    got.set(packet.index());
    if (got.cardinality() == packet.count()) {
      incomplete.remove(packet.frame());
      complete.put(packet.frame(), packet);
      decode(nowNs);
    }
  }

  private void noteMissing(long nowNs, long seq) {
    missing.remove(seq);
    for (long each = Math.max(highestSeq + 1, seq - 500); highestSeq >= 0 && each < seq; each++) {
      missing.put(each, new long[] {nowNs, Long.MIN_VALUE / 2, 0});
    }
    highestSeq = Math.max(highestSeq, seq);
  }

  private void decode(long nowNs) {
    if (needsKey || !complete.containsKey(nextFrame)) {
      for (SimPacket each : complete.values()) {
        if (each.key() && each.frame() >= nextFrame) {
          // A later key frame: what is before it is given up.
          nextFrame = each.frame();
          needsKey = false;
        }
      }
    }
    complete.headMap(nextFrame).clear();
    while (!needsKey && complete.containsKey(nextFrame)) {
      SimPacket frame = complete.remove(nextFrame);
      if (frame == null) {
        return;
      }
      decoded++;
      if (nowNs - frame.captureNs() <= IN_TIME_NS + oneWayNs) {
        inTime++;
      }
      freeze(nowNs);
      lastDecodedNs = nowNs;
      nextFrame++;
    }
    waitingSinceNs = complete.isEmpty() ? -1 : waitingSinceNs < 0 ? nowNs : waitingSinceNs;
  }

  private void freeze(long nowNs) {
    if (lastDecodedNs >= 0) {
      worstFreezeNs = Math.max(worstFreezeNs, nowNs - Math.max(lastDecodedNs, freezeFromNs));
    }
  }

  /** The longest time without a new picture, the one that lasts included. */
  long worstFreezeNs(long nowNs) {
    freeze(nowNs);
    return worstFreezeNs;
  }

  /** How long so many of the voice's packets waited on their way, at most. */
  long queueingNs(double share) {
    List<Long> sorted = new ArrayList<>(queueingNs);
    sorted.sort(null);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  @Override
  public long nextDeadlineNs() {
    return nextFeedbackNs;
  }

  @Override
  public void onTimeout(long nowNs) {
    nextFeedbackNs = nowNs + FEEDBACK_NS;
    tell(nowNs);
    ask(nowNs);
  }

  private void tell(long nowNs) {
    if (arrivals.isEmpty()) {
      return;
    }
    int base =
        highestTold < 0 ? arrivals.firstKey() : Math.min(highestTold + 1, arrivals.firstKey());
    if (arrivals.lastKey() - base > 2_000) {
      base = arrivals.firstKey();
    }
    TransportFeedbackBuilder builder =
        new TransportFeedbackBuilder(1, 2, feedbackCount++, base, 1_200);
    for (Map.Entry<Integer, Long> arrival : arrivals.entrySet()) {
      builder.add(arrival.getKey() & 0xffff, arrival.getValue());
    }
    highestTold = Math.max(highestTold, arrivals.lastKey());
    arrivals.clear();
    output.send(nowNs, new Message.Feedback(builder.build()));
  }

  private void ask(long nowNs) {
    boolean lost = false;
    var each = missing.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Long, long[]> entry = each.next();
      long[] state = entry.getValue();
      if (nowNs - state[0] > GIVE_UP_NS || state[2] >= MAX_NACKS) {
        each.remove();
        lost = true;
      } else if (nowNs - state[1] >= Math.max(2 * oneWayNs, 20 * MS)) {
        state[1] = nowNs;
        state[2]++;
        output.send(nowNs, new Message.Nack(entry.getKey()));
      }
    }
    boolean stuck = waitingSinceNs >= 0 && nowNs - waitingSinceNs > GIVE_UP_NS;
    if ((lost && !complete.isEmpty()) || stuck) {
      needsKey = true;
    }
    if (needsKey && highestSeq >= 0 && nowNs - lastKeyRequestNs > 300 * MS) {
      lastKeyRequestNs = nowNs;
      output.send(nowNs, new Message.KeyFrameRequest());
    }
  }
}
