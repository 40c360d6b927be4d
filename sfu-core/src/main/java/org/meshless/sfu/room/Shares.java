package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.bwe.Allocation;
import org.meshless.rtp.bwe.Allocation.Choice;
import org.meshless.rtp.bwe.Allocator;
import org.meshless.rtp.bwe.Layer;
import org.meshless.rtp.bwe.Wish;
import org.meshless.rtp.bwe.Wish.Importance;
import org.meshless.rtp.codec.MediaKind;

/**
 * Divides what a member's path carries among what it is shown: voices first, then pictures by the
 * size and importance of their tiles.
 *
 * <p>It is divided twice: among the layers that flow, for what is forwarded, and among all that the
 * publishers have, for what they should send.
 *
 * <p>Confined to its MediaLoop; runs some times a second, never for a packet.
 */
final class Shares {
  private static final long PERIOD_NS = 100_000_000;

  /** A fall by more is acted upon at once. */
  private static final double FALL = 0.85;

  /** The tile of those whose page has not said what it shows. */
  private static final int USUAL_WIDTH = 1280;

  private static final int USUAL_HEIGHT = 720;

  /** Of a voice, whether it is heard now or begins in a moment. */
  private static final long VOICE_BPS = 50_000;

  /** For each packet lost so many are sent once more, for those may be lost, too. */
  private static final double RESENT = 1.2;

  private static final double ROOM_FOR_BASE = 1.2;

  /** A shortage that lasts shorter takes nobody's picture away. */
  private static final long PATIENCE_NS = 3_000_000_000L;

  private final Member member;
  private final Bandwidth bandwidth;
  private final List<Slot> shown = new ArrayList<>();
  private long nextNs;
  private long dividedBps;
  private long enoughNs = Long.MIN_VALUE / 2;
  private long videoBps;
  private List<String> paused = List.of();

  Shares(Member member, Bandwidth bandwidth) {
    this.member = member;
    this.bandwidth = bandwidth;
  }

  /** Other tracks, other tiles or other layers than before: divided anew when this turn ends. */
  void changed() {
    nextNs = Long.MIN_VALUE;
    member.onDeadlineChanged();
  }

  /** The estimate may have changed. */
  void onEstimate() {
    if (bandwidth.estimateBps() < FALL * dividedBps) {
      changed();
    }
  }

  long nextDeadlineNs() {
    return nextNs;
  }

  /** Divides if that is due. */
  void onTimeout(long nowNs) {
    if (nowNs >= nextNs) {
      divide(nowNs);
      nextNs = shown.isEmpty() ? Long.MAX_VALUE : nowNs + PERIOD_NS;
    }
  }

  private void divide(long nowNs) {
    List<Wish> all = new ArrayList<>();
    List<Wish> flowing = new ArrayList<>();
    List<List<Way>> ways = new ArrayList<>();
    List<List<Way>> flowingWays = new ArrayList<>();
    shown.clear();
    long baseBps = 0;
    for (Slot slot : member.subscriptions().slots().of(MediaKind.VIDEO)) {
      RoomTrack track = slot.track();
      if (track == null) {
        continue;
      }
      List<Way> every = track.layers().ways(nowNs);
      List<Way> now = track.layers().flowing(nowNs);
      shown.add(slot);
      ways.add(every);
      flowingWays.add(now);
      all.add(wish(track, slot, every));
      flowing.add(wish(track, slot, now));
      baseBps += every.isEmpty() ? 0 : every.getFirst().layer().bps();
    }
    long audioBps = audioBps() + Math.round(RESENT * bandwidth.loss() * videoBps);
    long estimateBps = bandwidth.estimateBps();
    dividedBps = estimateBps;
    long leastBps = Math.round(ROOM_FOR_BASE * (baseBps + audioBps));
    if (estimateBps >= leastBps) {
      enoughNs = nowNs;
    }
    if (!bandwidth.isMeasured(nowNs) || nowNs - enoughNs < PATIENCE_NS) {
      // Nothing is known yet, or it may be a moment's weakness: everybody gets the least there is.
      estimateBps = Math.max(estimateBps, leastBps);
    }
    Allocation wanted = Allocator.allocate(estimateBps, audioBps, all);
    Allocation possible =
        ways.equals(flowingWays) ? wanted : Allocator.allocate(estimateBps, audioBps, flowing);
    List<String> held = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Choice choice = possible.choices().get(i);
      if (isPaused(choice) || isPaused(wanted.choices().get(i))) {
        held.add(shown.get(i).section().mid());
      }
      forward(
          nowNs, shown.get(i), choice, flowingWays.get(i), wanted.choices().get(i), ways.get(i));
    }
    tellPaused(held);
    videoBps = possible.videoBps();
    bandwidth.allot(nowNs, audioBps + videoBps, wanted.demandBps());
  }

  /** Of what is paused the publisher may have ceased to send anything at all. */
  private static boolean isPaused(Choice choice) {
    return choice.layer() < 0 && choice.limit() != Allocation.Limit.SOURCE;
  }

  private void tellPaused(List<String> held) {
    if (!held.equals(paused)) {
      paused = held;
      member.tell(new RoomEvent.PausedChanged(held));
    }
  }

  private static void forward(
      long nowNs, Slot slot, Choice choice, List<Way> flowing, Choice wanted, List<Way> all) {
    if (choice.limit() == Allocation.Limit.SOURCE) {
      // Nothing flows: it goes on as before when something does.
      Choice why = isPaused(wanted) ? wanted : choice;
      slot.await(nowNs, needs(slot, wanted, all), why.reason());
      return;
    }
    Way way = choice.layer() < 0 ? null : flowing.get(choice.layer());
    int needs = needs(slot, wanted, all) | (way == null ? 0 : way.needs());
    slot.forward(nowNs, way, needs, choice.reason());
  }

  /** What the publisher has to send that this slot may have what is wanted. */
  private static int needs(Slot slot, Choice wanted, List<Way> all) {
    RoomTrack track = slot.track();
    if (track == null || (wanted.layer() < 0 && !all.isEmpty())) {
      return 0;
    }
    int needs = all.isEmpty() ? 0 : all.get(wanted.layer()).needs();
    boolean best = all.isEmpty() || wanted.layer() == all.size() - 1;
    // What has never come may be better still, or all there is to come.
    for (int rank = 0; best && rank < track.description().section().rids().size(); rank++) {
      needs |= track.hasHeard(rank) ? 0 : 1 << rank;
    }
    return needs;
  }

  private Wish wish(RoomTrack track, Slot slot, List<Way> ways) {
    List<Layer> layers = ways.stream().map(Way::layer).toList();
    View view = member.view();
    View.Tile tile = view == null ? null : view.tile(track);
    return new Wish(
        layers,
        tile == null ? USUAL_WIDTH : tile.width(),
        tile == null ? USUAL_HEIGHT : tile.height(),
        importance(track, tile),
        current(slot.layers().way(), ways));
  }

  private static int current(@Nullable Way way, List<Way> ways) {
    int current = -1;
    for (int i = 0; way != null && i < ways.size(); i++) {
      Layer layer = ways.get(i).layer();
      if (layer.spatialId() <= way.layer().spatialId()
          && (layer.spatialId() < way.layer().spatialId()
              || layer.temporalId() <= way.layer().temporalId())) {
        current = i;
      }
    }
    return current;
  }

  private Importance importance(RoomTrack track, View.@Nullable Tile tile) {
    if (tile != null && tile.pinned()) {
      return Importance.PINNED;
    }
    if (track.source() == TrackSource.SCREEN) {
      return Importance.SCREEN;
    }
    return member.room().isSpeakers(track) ? Importance.SPEAKER : Importance.TILE;
  }

  private long audioBps() {
    long bps = 0;
    for (Slot slot : member.subscriptions().slots().of(MediaKind.AUDIO)) {
      RoomStream stream = slot.current();
      if (stream != null) {
        bps += Math.max(VOICE_BPS / 2, stream.layers().bps(0, 0));
      }
    }
    return bps == 0 ? 0 : Math.max(VOICE_BPS, bps);
  }
}
