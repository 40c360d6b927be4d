package org.meshless.signaling.media;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.meshless.sfu.room.RoomEvent;
import org.meshless.sfu.transport.TransportClose;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.protocol.SlotInfo;

/**
 * Carries what a room tells a participant from the media loop to the hall. Slots that change in one
 * turn of the loop (all of them, when somebody joins) become one message. {@link #accept} is called
 * on the loop, everything else on the hall's thread.
 */
final class RoomEvents {
  private final Queue<RoomEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean onItsWay = new AtomicBoolean();
  private final Executor hallThread;
  private final LongSupplier clock;
  private final MediaEvents events;
  private boolean ended;

  RoomEvents(Executor hallThread, LongSupplier clock, MediaEvents events) {
    this.hallThread = hallThread;
    this.clock = clock;
    this.events = events;
  }

  void accept(RoomEvent event) {
    waiting.add(event);
    if (onItsWay.compareAndSet(false, true)) {
      hallThread.execute(this::deliver);
    }
  }

  /** Nothing is passed on afterwards. */
  void end() {
    ended = true;
  }

  private void deliver() {
    onItsWay.set(false);
    Map<String, SlotInfo> slots = new LinkedHashMap<>();
    for (RoomEvent event = waiting.poll(); event != null; event = waiting.poll()) {
      switch (event) {
        case RoomEvent.SlotAssigned slot ->
            slots.put(
                slot.mid(),
                new SlotInfo(
                    slot.mid(),
                    slot.generation(),
                    slot.publisherId(),
                    Sources.of(slot.source()),
                    slot.sourceId(),
                    slot.firstTimestamp()));
        case RoomEvent.SlotCleared slot ->
            slots.put(
                slot.mid(), new SlotInfo(slot.mid(), slot.generation(), null, null, null, null));
        case RoomEvent.SlotsWanted wanted -> {
          flush(slots);
          tell(nowNs -> events.onSlotsWanted(nowNs, wanted.video(), wanted.audio()));
        }
        case RoomEvent.ChatChanged chat -> {
          flush(slots);
          tell(nowNs -> events.onChat(nowNs, chat.reachable()));
        }
        case RoomEvent.PausedChanged changed -> {
          flush(slots);
          tell(nowNs -> events.onPaused(nowNs, changed.mids()));
        }
        case RoomEvent.SpeakerChanged changed ->
            tell(nowNs -> events.onSpeaker(nowNs, changed.publisherId()));
        case RoomEvent.LayersWanted wanted -> {
          flush(slots);
          tell(nowNs -> events.onLayers(nowNs, Sources.of(wanted.source()), wanted.rids()));
        }
        case RoomEvent.ConnectionChanged changed -> {
          flush(slots);
          tell(nowNs -> events.onPath(nowNs, path(changed.state())));
        }
        case RoomEvent.ConnectionClosed closed -> {
          flush(slots);
          tell(nowNs -> events.onPath(nowNs, path(closed.reason())));
        }
      }
    }
    flush(slots);
  }

  private void flush(Map<String, SlotInfo> slots) {
    if (!slots.isEmpty()) {
      List<SlotInfo> changed = List.copyOf(slots.values());
      slots.clear();
      tell(nowNs -> events.onSlots(nowNs, changed));
    }
  }

  private interface Telling {
    void at(long nowNs);
  }

  private void tell(Telling telling) {
    // What is told may end the seat, and with it the telling.
    if (!ended) {
      telling.at(clock.getAsLong());
    }
  }

  private static MediaEvents.Path path(RoomEvent.ConnectionState state) {
    return switch (state) {
      case CONNECTED -> MediaEvents.Path.CONNECTED;
      case SILENT -> MediaEvents.Path.SILENT;
    };
  }

  private static MediaEvents.Path path(TransportClose reason) {
    return reason == TransportClose.CLOSE_NOTIFY
        ? MediaEvents.Path.CLOSED_BY_PEER
        : MediaEvents.Path.LOST;
  }
}
