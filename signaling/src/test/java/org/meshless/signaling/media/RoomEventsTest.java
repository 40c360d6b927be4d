package org.meshless.signaling.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshless.sfu.room.RoomEvent;
import org.meshless.sfu.room.RoomEvent.ConnectionState;
import org.meshless.sfu.room.TrackSource;
import org.meshless.sfu.transport.TransportClose;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.protocol.SlotInfo;

class RoomEventsTest {
  private final Queue<Runnable> hallThread = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final RoomEvents events = new RoomEvents(hallThread::add, () -> 42, new Recorder());

  private static RoomEvent assigned(String mid, int generation) {
    return new RoomEvent.SlotAssigned(mid, generation, "ann", TrackSource.SCREEN_AUDIO, 7, 1000);
  }

  private void runHall() {
    for (Runnable next = hallThread.poll(); next != null; next = hallThread.poll()) {
      next.run();
    }
  }

  @Test
  void slotsThatChangeTogetherAreOneMessage() {
    events.accept(assigned("4", 1));
    events.accept(new RoomEvent.SlotCleared("5", 2));
    assertEquals(1, hallThread.size());
    runHall();

    assertEquals(List.of("slots 4/1=ann SCREEN_AUDIO 7 1000, 5/2=null null null null @42"), told);
  }

  @Test
  void ofASlotThatChangesTwiceTheLatestIsTold() {
    events.accept(assigned("4", 1));
    events.accept(assigned("4", 2));
    runHall();

    assertEquals(List.of("slots 4/2=ann SCREEN_AUDIO 7 1000 @42"), told);
  }

  @Test
  void whatHappensInBetweenKeepsItsPlace() {
    events.accept(assigned("4", 1));
    events.accept(new RoomEvent.ConnectionChanged(ConnectionState.SILENT));
    events.accept(assigned("5", 1));
    events.accept(new RoomEvent.SlotsWanted(16, 8));
    events.accept(new RoomEvent.LayersWanted(TrackSource.CAMERA, List.of("l", "h")));
    runHall();

    assertEquals(
        List.of(
            "slots 4/1=ann SCREEN_AUDIO 7 1000 @42",
            "path SILENT @42",
            "slots 5/1=ann SCREEN_AUDIO 7 1000 @42",
            "wanted 16 8 @42",
            "layers CAMERA [l, h] @42"),
        told);
  }

  @Test
  void whatIsHeldBackIsToldAfterTheSlotItIsAbout() {
    events.accept(assigned("4", 1));
    events.accept(new RoomEvent.PausedChanged(List.of("4")));
    runHall();

    assertEquals(List.of("slots 4/1=ann SCREEN_AUDIO 7 1000 @42", "paused [4] @42"), told);
  }

  @Test
  void whoHasTheFloorIsTold() {
    events.accept(new RoomEvent.SpeakerChanged("ann"));
    events.accept(new RoomEvent.SpeakerChanged(null));
    runHall();

    assertEquals(List.of("speaker ann @42", "speaker null @42"), told);
  }

  @Test
  void whatComesLaterIsDeliveredToo() {
    events.accept(assigned("4", 1));
    runHall();
    events.accept(assigned("4", 2));
    runHall();

    assertEquals(2, told.size());
  }

  @ParameterizedTest
  @EnumSource(TransportClose.class)
  void onlyCloseNotifyIsAGoodbye(TransportClose reason) {
    events.accept(new RoomEvent.ConnectionClosed(reason));
    runHall();

    String path = reason == TransportClose.CLOSE_NOTIFY ? "CLOSED_BY_PEER" : "LOST";
    assertEquals(List.of("path " + path + " @42"), told);
  }

  @Test
  void afterTheEndNothingIsTold() {
    events.accept(assigned("4", 1));
    events.end();
    runHall();

    assertEquals(List.of(), told);
  }

  private final class Recorder implements MediaEvents {
    @Override
    public void onPath(long nowNs, Path path) {
      told.add("path " + path + " @" + nowNs);
    }

    @Override
    public void onSlots(long nowNs, List<SlotInfo> slots) {
      List<String> shown = new ArrayList<>();
      for (SlotInfo slot : slots) {
        shown.add(
            "%s/%d=%s %s %s %s"
                .formatted(
                    slot.mid(),
                    slot.generation(),
                    slot.participant(),
                    slot.source(),
                    slot.sourceId(),
                    slot.rtpTimestamp()));
      }
      told.add("slots " + String.join(", ", shown) + " @" + nowNs);
    }

    @Override
    public void onChat(long nowNs, boolean reachable) {
      told.add("chat " + reachable + " @" + nowNs);
    }

    @Override
    public void onPaused(long nowNs, List<String> mids) {
      told.add("paused " + mids + " @" + nowNs);
    }

    @Override
    public void onSpeaker(long nowNs, @Nullable String participantId) {
      told.add("speaker " + participantId + " @" + nowNs);
    }

    @Override
    public void onSlotsWanted(long nowNs, int video, int audio) {
      told.add("wanted " + video + " " + audio + " @" + nowNs);
    }

    @Override
    public void onLayers(
        long nowNs, org.meshless.signaling.protocol.TrackSource source, List<String> rids) {
      told.add("layers " + source + " " + rids + " @" + nowNs);
    }
  }
}
