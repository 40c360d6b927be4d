package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.send.LayerSelector;

/**
 * Which layers of its track a slot forwards, and why: what was decided, and the packets that belong
 * to that.
 *
 * <p>Confined to its MediaLoop.
 */
final class SlotLayers {
  private final LayerSelector selector = new LayerSelector();
  private final SentMarkers markers = new SentMarkers();
  private @Nullable Way way;
  private boolean paused;
  private int needs;
  private String reason = "";

  // --- what was decided -------------------------------------------------------------------------

  /** What is to be forwarded; null until that was decided, and while it is nothing. */
  @Nullable Way way() {
    return way;
  }

  /** Whether it was decided to forward nothing. */
  boolean isPaused() {
    return paused;
  }

  /** Why that, in words. */
  String reason() {
    return reason;
  }

  /** What the publisher has to send for this slot, see {@link RoomTrack.Origin#onNeeded}. */
  int needs() {
    return needs;
  }

  /** The slot carries another track: nothing is decided. */
  void reset() {
    way = null;
    paused = false;
    needs = 0;
    reason = "";
  }

  /**
   * Decides.
   *
   * @return whether another stream is to be forwarded than before
   */
  boolean choose(@Nullable Way way) {
    Way before = this.way;
    this.way = way;
    paused = way == null;
    return way != null && (before == null || before.stream() != way.stream());
  }

  /**
   * Says why, and what of the publisher.
   *
   * @return whether that is something else than before
   */
  boolean need(int needs, String reason) {
    this.reason = reason;
    boolean changed = needs != this.needs;
    this.needs = needs;
    return changed;
  }

  // --- what is sent -----------------------------------------------------------------------------

  /**
   * Goes over to what was decided, as soon as decoding allows. Of a stream that is about to be left
   * for a smaller one, the least goes on meanwhile.
   *
   * @param current the stream that is being forwarded
   */
  void pursue(RoomTrack track, RoomStream current, long nowNs) {
    Way goal = way;
    if (goal == null) {
      return;
    }
    if (current == goal.stream()) {
      selector.want(goal.spatialId(), goal.temporalId());
      if (selector.awaitsKeyFrame()) {
        current.requestKeyFrame(nowNs);
      }
    } else if (goal.rank() < track.rank(current)) {
      selector.want(LayerSelector.ALL, 0);
    }
  }

  /** A stream is forwarded from here on. */
  void begin(int streamId) {
    Way goal = way;
    boolean decided = goal != null && goal.stream().id() == streamId;
    selector.restart();
    if (goal != null && decided) {
      selector.want(goal.spatialId(), goal.temporalId());
    } else {
      selector.want(LayerSelector.ALL, LayerSelector.ALL);
    }
  }

  /** Whether a packet of the stream being forwarded is of a layer that is wanted. */
  boolean selects(MediaPacket packet) {
    return selector.forwards(packet.rtp().timestamp(), packet.descriptor(), packet.dependencies());
  }

  /** Whether the packet just selected ends its picture, now that higher layers are left out. */
  boolean endsPicture() {
    return selector.endsPicture();
  }

  /** Which packets were sent with a marker that they came without. */
  SentMarkers markers() {
    return markers;
  }
}
