package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.rtcp.TransportFeedbackBuilder;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.sfu.room.SimCamera.Part;

/**
 * A browser that watches one video and hears one voice at the end of a path: tells of arrivals
 * every 50 ms, asks for what is missing every round trip, decodes what it can, and asks for a key
 * frame when it is stuck. Keeps account of what a person would notice.
 */
final class SimViewer {
  private static final long MS = RoomStage.MS;
  private static final long FEEDBACK_NS = 50 * MS;
  private static final long CLOCK_OFFSET_NS = 77_777 * MS;
  private static final long GIVE_UP_NS = 400 * MS;
  private static final long IN_TIME_NS = 250 * MS;
  private static final int MAX_NACKS = 10;
  private static final int OVERHEAD = 28 + 16;

  final RoomStage.Person person;
  final SimLink<RtpPacket> down;
  final SimLink<RtcpPacket> up;

  /** Whether it asks for lost packets. */
  boolean nacks = true;

  private final RoomStage stage;
  private final long oneWayNs;
  private final TreeMap<Long, Long> arrivals = new TreeMap<>();
  private long newestNumber = 1 << 16;
  private long toldNumber = -1;
  private int feedbackCount;

  private final TreeMap<Long, long[]> missing = new TreeMap<>(); // seq: since, last asked, times
  private long highestSeq = -1;

  private final Map<Integer, BitSet> incomplete = new HashMap<>();
  private final TreeMap<Integer, Part> waiting = new TreeMap<>();
  private final Set<Integer> decoded = new HashSet<>();
  private long waitingSinceNs = -1;
  private long keyRequestNs = Long.MIN_VALUE / 2;
  private long lastDecodedNs;
  private int showing = -1;

  // --- the account ---
  long videoBytes;
  long inTime;
  long pictures;
  int switches;
  long worstFreezeNs;
  long layerSinceNs;
  final List<Long> queueingNs = new ArrayList<>();
  final List<Long> voiceQueueingNs = new ArrayList<>();

  SimViewer(RoomStage stage, String id, long seed, LinkConditions downlink, LinkConditions uplink) {
    this.stage = stage;
    this.oneWayNs = downlink.delayNs();
    person = stage.join(id);
    down = new SimLink<>(stage, seed, downlink, this::onPacket);
    up = new SimLink<>(stage, seed + 1, uplink, (nowNs, packet) -> person.send(packet));
    person.path = (packet, size) -> down.send(packet, size + OVERHEAD);
    person.offer(slot("5", RoomStage.CHROMIUM_VIDEO), slot("6", RoomStage.CHROMIUM_AUDIO));
    person.connect();
    stage.at(stage.nowNs + FEEDBACK_NS, this::tell);
  }

  private static MediaSection slot(String mid, PayloadTypeMap types) {
    return RoomStage.slot(mid, types, RoomStage.numbered(), "ann");
  }

  /** Its page shows the publisher this large. */
  void show(String publisher, int height) {
    person.show(publisher, height * 16 / 9, height);
  }

  /** The layer that is shown, −1 for none. */
  int showing() {
    return showing;
  }

  void restartAccount() {
    videoBytes = 0;
    inTime = 0;
    pictures = 0;
    switches = 0;
    worstFreezeNs = 0;
    lastDecodedNs = stage.nowNs;
    queueingNs.clear();
    voiceQueueingNs.clear();
  }

  /** The longest time without a new picture, the one that lasts included. */
  long worstFreezeNs() {
    return Math.max(worstFreezeNs, stage.nowNs - lastDecodedNs);
  }

  /** How long this share of the video's packets waited on their way, at most. */
  long queueingNs(double share) {
    return quantile(queueingNs, share);
  }

  /** How long this share of the voice's packets waited on their way, at most. */
  long voiceQueueingNs(double share) {
    return quantile(voiceQueueingNs, share);
  }

  private static long quantile(List<Long> values, double share) {
    List<Long> sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  // --- what arrives -----------------------------------------------------------------------------

  private void onPacket(long nowNs, RtpPacket packet) {
    int number = packet.extensionOffset(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    if (number >= 0) {
      int low = NetworkOrder.getUnsigned16(packet.bytes(), number);
      long extended = newestNumber + (short) (low - (int) newestNumber);
      newestNumber = Math.max(newestNumber, extended);
      arrivals.putIfAbsent(extended, nowNs + CLOCK_OFFSET_NS);
    }
    if (packet.ssrc() == person.slotOf("6").ssrc()) {
      long sentNs = NetworkOrder.get64(packet.bytes(), packet.payloadOffset());
      voiceQueueingNs.add(nowNs - sentNs - oneWayNs - SimCamera.UPLINK_NS);
      return;
    }
    long video = person.slotOf("5").ssrc();
    boolean again = packet.ssrc() == person.slotOf("5").rtxSsrc();
    if ((packet.ssrc() != video && !again) || packet.payloadLength() == 0) {
      return;
    }
    videoBytes += packet.length() + OVERHEAD;
    int offset = packet.payloadOffset() + (again ? 2 : 0);
    int low =
        again
            ? NetworkOrder.getUnsigned16(packet.bytes(), packet.payloadOffset())
            : packet.sequenceNumber();
    long seq = highestSeq < 0 ? (1 << 16) + low : highestSeq + (short) (low - (int) highestSeq);
    boolean known = seq <= highestSeq && !missing.containsKey(seq);
    note(nowNs, seq);
    if (known) {
      return;
    }
    Part part = Part.of(packet.bytes(), offset);
    if (!again) {
      queueingNs.add(nowNs - part.captureNs() - oneWayNs - SimCamera.UPLINK_NS);
    }
    int frame = id(part);
    BitSet got = incomplete.computeIfAbsent(frame, _ -> new BitSet());
    got.set(part.index());
    if (got.cardinality() == part.count() && !decoded.contains(frame)) {
      incomplete.remove(frame);
      waiting.put(frame, part);
      decode(nowNs);
    }
  }

  private static int id(Part part) {
    return part.layer() << 24 | part.frame();
  }

  private void note(long nowNs, long seq) {
    missing.remove(seq);
    for (long each = Math.max(highestSeq + 1, seq - 500); highestSeq >= 0 && each < seq; each++) {
      missing.put(each, new long[] {nowNs, Long.MIN_VALUE / 2, 0});
    }
    highestSeq = Math.max(highestSeq, seq);
  }

  /** A key frame, or the one after a picture that was decoded, can be; older ones no more. */
  private void decode(long nowNs) {
    boolean any;
    do {
      any = false;
      for (Part part : List.copyOf(waiting.values())) {
        if (part.key() || decoded.contains(id(part) - 1)) {
          waiting.remove(id(part));
          decoded.add(id(part));
          shown(nowNs, part);
          any = true;
        }
      }
    } while (any);
    waiting.values().removeIf(part -> part.layer() != showing && part.captureNs() < shownNs);
    waitingSinceNs = waiting.isEmpty() ? -1 : waitingSinceNs < 0 ? nowNs : waitingSinceNs;
  }

  private long shownNs;

  private void shown(long nowNs, Part part) {
    if (part.captureNs() <= shownNs) {
      return; // a later one is on the screen already
    }
    shownNs = part.captureNs();
    pictures++;
    if (part.layer() != showing) {
      showing = part.layer();
      layerSinceNs = nowNs;
      switches++;
    }
    if (nowNs - part.captureNs() <= IN_TIME_NS + oneWayNs + SimCamera.UPLINK_NS) {
      inTime++;
    }
    worstFreezeNs = Math.max(worstFreezeNs, nowNs - lastDecodedNs);
    lastDecodedNs = nowNs;
  }

  // --- what it says -----------------------------------------------------------------------------

  private void tell() {
    stage.at(stage.nowNs + FEEDBACK_NS, this::tell);
    if (!arrivals.isEmpty()) {
      long base =
          toldNumber < 0 ? arrivals.firstKey() : Math.min(toldNumber + 1, arrivals.firstKey());
      if (arrivals.lastKey() - base > 2_000) {
        base = arrivals.firstKey();
      }
      TransportFeedbackBuilder builder =
          new TransportFeedbackBuilder(1, 2, feedbackCount++ & 0xff, (int) base & 0xffff, 1_200);
      arrivals.forEach((number, atNs) -> builder.add((int) (long) number & 0xffff, atNs));
      toldNumber = Math.max(toldNumber, arrivals.lastKey());
      arrivals.clear();
      TransportFeedback feedback = builder.build();
      up.send(feedback, feedback.length() + OVERHEAD);
    }
    ask(stage.nowNs);
  }

  private void ask(long nowNs) {
    List<Integer> wanted = new ArrayList<>();
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
        wanted.add((int) (long) entry.getKey() & 0xffff);
      }
    }
    long ssrc = person.slotOf("5").ssrc();
    if (nacks && !wanted.isEmpty()) {
      int[] numbers = wanted.stream().mapToInt(Integer::intValue).toArray();
      GenericNack nack = GenericNack.of(1, ssrc, numbers, numbers.length);
      up.send(nack, nack.length() + OVERHEAD);
    }
    boolean stuck = waitingSinceNs >= 0 && nowNs - waitingSinceNs > GIVE_UP_NS;
    if (((lost && !waiting.isEmpty()) || stuck) && nowNs - keyRequestNs > 300 * MS) {
      keyRequestNs = nowNs;
      up.send(new PictureLossIndication(1, ssrc), 12 + OVERHEAD);
    }
  }
}
