package org.meshless.sfu.room;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.meshless.sfu.net.LoopBridge;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.net.LoopTask;
import org.meshless.sfu.net.MediaLoop;

/**
 * Data channels' messages on their way from one part of a room to another: a bounded ring with one
 * wake-up per turn. Who falls too far behind over there has streams closed, as everybody whose
 * queue is full.
 *
 * <p>Confined to the MediaLoop it leads from.
 */
final class DataHandOver implements LoopTask {
  static final int CAPACITY = 4096;
  static final long MAX_BYTES = 8 << 20;

  /** Topics lost at a time; of more, those over there are not told. */
  private static final int MAX_GAPS = 256;

  private final MediaLoop loop;
  private final MediaLoop theirs;
  private final DataRelay relay;
  private final LoopBridge<DataRelay, DataMessage> bridge;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Set<DataTopic> gaps = ConcurrentHashMap.newKeySet();
  private boolean turnEndAsked;

  DataHandOver(MediaLoop loop, MediaLoop theirs, DataRelay relay) {
    this.loop = loop;
    this.theirs = theirs;
    this.relay = relay;
    this.bridge = new LoopBridge<>(CAPACITY, theirs, this::onArrived);
  }

  void hand(DataMessage message) {
    int length = message.bytes().length;
    if (waitingBytes.get() + length > MAX_BYTES || !bridge.offer(relay, message)) {
      loop.counters().increment(LoopCounter.DROPPED_DATA_HAND_OVER_FULL);
      bridge.wake();
      onGap(message.topic());
      return;
    }
    waitingBytes.addAndGet(length);
    loop.counters().increment(LoopCounter.DATA_MESSAGES_HANDED_OVER);
    if (!turnEndAsked) {
      turnEndAsked = true;
      loop.atTurnEnd(this);
    }
  }

  private void onGap(DataTopic topic) {
    if (!topic.reliability().isPartial() && gaps.size() < MAX_GAPS && gaps.add(topic)) {
      theirs.execute(
          () -> {
            gaps.remove(topic);
            relay.onGap(topic);
          });
    }
  }

  /** On the other loop. */
  private void onArrived(DataRelay to, DataMessage message) {
    waitingBytes.addAndGet(-message.bytes().length);
    to.onHandedOver(message);
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
