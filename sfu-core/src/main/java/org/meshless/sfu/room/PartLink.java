package org.meshless.sfu.room;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.meshless.sfu.net.LoopBridge;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.MediaLoop;

/**
 * The way from one part of a room to another on another loop: packets by a bounded ring with one
 * wake-up per turn, everything else as messages.
 *
 * <p>A message never overtakes a packet. A packet may overtake a message, so it brings along what
 * there is to know of its stream.
 *
 * <p>Confined to the MediaLoop of the part it leads from.
 */
final class PartLink implements LoopTask {
  /** A quarter of a second of 16,000 packets a second. */
  static final int CAPACITY = 4096;

  private final MediaLoop loop;
  private final RoomPart to;
  private final LoopBridge<RoomTrack, MediaPacket> bridge;
  private final DataHandOver data;
  private final Map<Publisher, Publisher> mirrored = new HashMap<>();
  private boolean turnEndAsked;

  PartLink(MediaLoop loop, RoomPart to) {
    this.loop = loop;
    this.to = to;
    this.bridge = new LoopBridge<>(CAPACITY, to.loop(), to::onHandedOver);
    this.data = new DataHandOver(loop, to.loop(), to.data());
  }

  RoomPart to() {
    return to;
  }

  /** The way of data channels' messages. */
  DataHandOver data() {
    return data;
  }

  /** What stands for one of our publishers over there. */
  Publisher mirrored(Publisher publisher) {
    return mirrored.computeIfAbsent(publisher, of -> new Publisher(of.id()));
  }

  /** The publisher has left. */
  void forget(Publisher publisher) {
    mirrored.remove(publisher);
  }

  void post(Consumer<RoomPart> message) {
    to.loop()
        .execute(
            () -> {
              bridge.drain();
              message.accept(to);
            });
  }

  /** Returns false when the other loop is too far behind: the packet is dropped. */
  boolean hand(RoomTrack mirror, MediaPacket packet) {
    if (!bridge.offer(mirror, packet)) {
      loop.counters().increment(LoopCounter.DROPPED_HAND_OVER_FULL);
      bridge.wake();
      return false;
    }
    loop.counters().increment(LoopCounter.HANDED_OVER_PACKETS);
    if (!turnEndAsked) {
      turnEndAsked = true;
      loop.atTurnEnd(this);
    }
    return true;
  }

  @Override
  public void onTurnEnd(long nowNs) {
    turnEndAsked = false;
    bridge.wake();
  }

  @Override
  public void onTimeout(long nowNs) {}

  @Override
  public void onFailure(long nowNs, RuntimeException failure) {
    turnEndAsked = false;
  }
}
