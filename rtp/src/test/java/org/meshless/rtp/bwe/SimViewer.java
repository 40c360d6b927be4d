package org.meshless.rtp.bwe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.ManualClock;
import org.meshless.rtp.netem.Netem;
import org.meshless.rtp.netem.Timed;
import org.meshless.rtp.send.Pacer;

/**
 * A server that forwards a publisher's simulcast (30 pictures a second) and a voice to one viewer
 * over a path, by the real estimator, pacer, allocator and budget.
 */
final class SimViewer implements Timed, SimPublisher.Watcher {
  static final long MS = 1_000_000;
  static final long SECOND = 1_000 * MS;

  /** A camera's usual encodings: 180, 360 and 720 lines. */
  static final List<Long> CAMERA = List.of(150_000L, 500_000L, 1_400_000L);

  static final long AUDIO_BPS = 64_000;
  private static final int AUDIO_BYTES = 160;
  private static final int MAX_PAYLOAD = 1_100;
  private static final int OVERHEAD = 100;

  /** What viewers share. */
  record Stage(ManualClock clock, SimPublisher publisher) {}

  /** A publisher that nobody watches yet. */
  static Stage stage(long seed, List<Long> layerBps) {
    ManualClock clock = new ManualClock(10 * SECOND);
    return new Stage(clock, new SimPublisher(clock, new Random(seed), layerBps));
  }

  /** Parts that can be taken away, to see that they are needed. */
  enum Without {
    NOTHING,
    PROBES,
    NACKS,
    PACER
  }

  final ManualClock clock;
  final SimPublisher publisher;
  final BandwidthEstimator estimator = new BandwidthEstimator(50_000, 300_000, 20_000_000);
  final Netem<SimPacket> down;
  final Netem<SimReceiver.Message> up;
  final SimReceiver receiver;
  final Reno reno;
  final List<Long> switchesNs = new ArrayList<>();
  int layer = -1;
  long framesSent;

  private final List<Long> layerBps;
  private final Without without;
  private final Pacer pacer = new Pacer();
  private final RetransmissionBudget budget = new RetransmissionBudget();
  private final ArrayDeque<SimPacket> queue = new ArrayDeque<>();
  private final ArrayDeque<SimPacket> again = new ArrayDeque<>();
  private final Map<Long, SimPacket> sent = new HashMap<>();
  private int transportSeq = 1;
  private long seq;
  private int frame;
  private int target = -1;
  private long wakeNs = Long.MAX_VALUE;

  SimViewer(
      long seed,
      LinkConditions downlink,
      LinkConditions uplink,
      Without without,
      List<Long> layerBps) {
    this(stage(seed, layerBps), seed, downlink, uplink, without);
  }

  /** One of several who watch {@code publisher}. */
  SimViewer(
      Stage stage, long seed, LinkConditions downlink, LinkConditions uplink, Without without) {
    this.clock = stage.clock();
    this.publisher = stage.publisher();
    this.layerBps = publisher.layerBps;
    this.without = without;
    this.receiver =
        new SimReceiver(clock.nowNs(), downlink.delayNs(), (nowNs, m) -> up().send(nowNs, m, 80));
    this.down = new Netem<>(seed + 1, downlink, this::onArrival);
    this.up = new Netem<>(seed + 2, uplink, this::onMessage);
    this.reno =
        new Reno(clock, uplink.delayNs(), p -> down().send(clock.nowNs(), p, p.sizeBytes()));
    clock.add(down);
    clock.add(up);
    clock.add(receiver);
    clock.add(this);
    publisher.watch(this);
    clock.every(20 * MS, this::onAudio);
    clock.every(100 * MS, this::decide);
  }

  private Netem<SimPacket> down() {
    return down;
  }

  private void onArrival(long nowNs, SimPacket packet) {
    if (packet.frame() == SimPacket.TCP) {
      reno.onArrival(packet);
    } else {
      receiver.onPacket(nowNs, packet);
    }
  }

  private Netem<SimReceiver.Message> up() {
    return up;
  }

  void run(long ns) {
    clock.advance(ns);
  }

  private void onAudio() {
    long nowNs = clock.nowNs();
    SimPacket packet = new SimPacket(0, 0, SimPacket.AUDIO, 0, 1, false, 0, nowNs, AUDIO_BYTES);
    leave(nowNs, packet);
  }

  /** Layers of the camera, as the allocator wants them. */
  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < layerBps.size(); i++) {
      int height = i + 1 == layerBps.size() ? 720 : 720 * (i + 1) / (layerBps.size() + 1);
      layers.add(new Layer(i, 0, height * 16 / 9, height, layerBps.get(i) * 11 / 10));
    }
    return layers;
  }

  private void decide() {
    long nowNs = clock.nowNs();
    Allocation allocation =
        Allocator.allocate(
            estimator.estimateBps(),
            AUDIO_BPS + Math.round(1.2 * estimator.loss() * sendingBps()),
            List.of(new Wish(layers(), 1280, 720, Wish.Importance.TILE, target)));
    estimator.demand(allocation.demandBps());
    int wanted = allocation.choices().getFirst().layer();
    if (wanted != target) {
      target = wanted;
      switchesNs.add(nowNs);
      if (target < 0) {
        layer = -1;
      } else {
        publisher.requestKeyFrame(target);
      }
    }
    pacer.rate(nowNs, estimator.estimateBps(), sendingBps());
  }

  private long sendingBps() {
    return AUDIO_BPS + (target < 0 ? 0 : layerBps.get(target) * 11 / 10);
  }

  @Override
  public int needed() {
    return Math.max(target, layer);
  }

  @Override
  public void onFrame(long nowNs, int of, boolean key, int bytes) {
    if (key && of == target) {
      layer = of;
    }
    if (layer < 0 || of != layer) {
      return;
    }
    int count = Math.max(1, Math.ceilDiv(bytes, MAX_PAYLOAD));
    int size = bytes / count + OVERHEAD;
    for (int i = 0; i < count; i++) {
      SimPacket packet = new SimPacket(0, seq++, frame, i, count, key, layer, nowNs, size);
      queue.add(packet);
      sent.put(packet.seq(), packet);
      sent.remove(packet.seq() - 2_000);
    }
    frame++;
    framesSent++;
    pump(nowNs);
  }

  private void onMessage(long nowNs, SimReceiver.Message message) {
    switch (message) {
      case SimReceiver.Message.Feedback feedback ->
          estimator.onFeedback(nowNs, feedback.feedback());
      case SimReceiver.Message.Nack nack -> {
        SimPacket packet = sent.get(nack.seq());
        if (without != Without.NACKS
            && packet != null
            && budget.take(nowNs, estimator.estimateBps(), packet.sizeBytes())) {
          again.add(packet);
        }
      }
      case SimReceiver.Message.KeyFrameRequest request -> requestKeyFrame();
    }
    pump(nowNs);
  }

  private void pump(long nowNs) {
    wakeNs = Long.MAX_VALUE;
    if (without != Without.PROBES) {
      probe(nowNs);
    }
    while (!again.isEmpty() || !queue.isEmpty()) {
      if (without != Without.PACER && !pacer.mayLeave(nowNs)) {
        wakeNs = Math.min(wakeNs, pacer.nextNs(nowNs));
        return;
      }
      leave(nowNs, again.isEmpty() ? queue.remove() : again.remove());
    }
  }

  private void probe(long nowNs) {
    for (ProbeCluster probe = estimator.probe(nowNs);
        probe != null;
        probe = estimator.probe(nowNs)) {
      if (probe.nextNs(nowNs) > nowNs) {
        wakeNs = Math.min(wakeNs, probe.nextNs(nowNs));
        return;
      }
      SimPacket packet =
          queue.isEmpty()
              ? new SimPacket(0, 0, SimPacket.PADDING, 0, 1, false, 0, nowNs, 1_000)
              : queue.remove();
      leave(nowNs, packet);
    }
  }

  private void leave(long nowNs, SimPacket packet) {
    int number = transportSeq++;
    estimator.onSent(nowNs, number & 0xffff, packet.sizeBytes());
    pacer.onLeft(nowNs, packet.sizeBytes());
    down.send(nowNs, packet.as(number), packet.sizeBytes());
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(wakeNs, estimator.nextDeadlineNs());
  }

  @Override
  public void onTimeout(long nowNs) {
    if (nowNs >= estimator.nextDeadlineNs()) {
      estimator.onTimeout(nowNs);
    }
    pump(nowNs);
  }

  /** Somebody who watches the same needs a key frame. */
  void requestKeyFrame() {
    int wanted = target >= 0 ? target : layer;
    if (wanted >= 0) {
      publisher.requestKeyFrame(wanted);
    }
  }
}
