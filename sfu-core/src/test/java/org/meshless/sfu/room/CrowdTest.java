package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.FIREFOX_AUDIO;
import static org.meshless.sfu.room.RoomStage.MS;
import static org.meshless.sfu.room.RoomStage.ids;
import static org.meshless.sfu.room.RoomStage.published;
import static org.meshless.sfu.room.RoomStage.slot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.sfu.room.RoomStage.Person;

/** A room of eighty on two loops, one of whom has 25 slots for video and 10 for audio. */
class CrowdTest {
  private static final int VIDEO_SLOTS = 25;
  private static final int AUDIO_SLOTS = 10;

  private final RoomStage stage = new RoomStage(1, 2);
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Person> people = new ArrayList<>();
  private final Person cid;
  private int joined;

  CrowdTest() {
    for (int i = 0; i < 79; i++) {
      join();
    }
    cid = spectator("cid", VIDEO_SLOTS);
  }

  private Person spectator(String id, int videoSlots) {
    Person person = stage.join(id, 0);
    List<MediaSection> sections = new ArrayList<>();
    for (int k = 0; k < videoSlots; k++) {
      sections.add(slot("v" + k, CHROMIUM_VIDEO, ids(3, 2), "slot-" + k));
    }
    for (int k = 0; k < AUDIO_SLOTS; k++) {
      sections.add(slot("a" + k, FIREFOX_AUDIO, ids(3, 2), "slot-" + k));
    }
    person.offer(sections.toArray(new MediaSection[0]));
    person.connect();
    return person;
  }

  @AfterEach
  void nothingFailed() {
    assertEquals(0, stage.failures());
  }

  private Person join() {
    int i = joined++;
    Person person = stage.join("p" + i, i % 2);
    long ssrc = 1_000 + 10L * i;
    person.offer(
        published("0", CHROMIUM_VIDEO, new InboundSource(ssrc, ssrc + 1)),
        published("1", FIREFOX_AUDIO, new InboundSource(ssrc + 2, -1)));
    people.add(person);
    return person;
  }

  private MicrophoneModel speak(int i, long ns) {
    MicrophoneModel microphone =
        new MicrophoneModel(stage, people.get(i), 1_002 + 10L * i, random.split());
    microphone.speaking = true;
    microphone.start();
    stage.advance(ns);
    return microphone;
  }

  /** Who is in which slot, by MID, as the page was told. */
  private Map<String, String> told() {
    Map<String, String> told = new HashMap<>();
    for (RoomEvent event : cid.events) {
      if (event instanceof RoomEvent.SlotAssigned assigned) {
        told.put(assigned.mid(), assigned.publisherId());
      } else if (event instanceof RoomEvent.SlotCleared cleared) {
        told.remove(cleared.mid());
      }
    }
    return told;
  }

  private Set<String> inSlots(String kind) {
    Set<String> publishers = new HashSet<>();
    told()
        .forEach(
            (mid, publisher) -> {
              if (mid.startsWith(kind)) {
                assertTrue(publishers.add(publisher), publisher + " is there twice");
              }
            });
    return publishers;
  }

  @Test
  void everySlotIsUsedAndNobodyHasTwo() {
    assertEquals(VIDEO_SLOTS, inSlots("v").size());
    assertEquals(AUDIO_SLOTS, inSlots("a").size());
  }

  /** Both are on another loop than one of those who are told. */
  @Test
  void everybodyIsToldWhoHasTheFloor() {
    speak(70, 1_000 * MS).speaking = false;
    stage.advance(3_000 * MS);
    speak(71, 1_000 * MS);

    for (Person told : List.of(cid, people.get(71), people.get(4), people.get(5))) {
      assertEquals(
          List.of(new RoomEvent.SpeakerChanged("p70"), new RoomEvent.SpeakerChanged("p71")),
          told.eventsOf(RoomEvent.SpeakerChanged.class));
    }
    assertEquals(
        List.of(new RoomEvent.SpeakerChanged("p71")),
        spectator("late", 1).eventsOf(RoomEvent.SpeakerChanged.class));
    people.get(71).leave();
    assertEquals(
        new RoomEvent.SpeakerChanged(null), cid.eventsOf(RoomEvent.SpeakerChanged.class).getLast());
  }

  @Test
  void comingAndGoingAsksForNoMoreSlotsThanThereEverAre() {
    for (int i = 0; i < 40; i++) {
      if (random.nextInt(2) == 0) {
        people.remove(random.nextInt(people.size())).leave();
      } else {
        join();
      }
    }
    assertEquals(
        List.of(new RoomEvent.SlotsWanted(27, 10)), cid.eventsOf(RoomEvent.SlotsWanted.class));
    assertEquals(VIDEO_SLOTS, inSlots("v").size());
    assertEquals(AUDIO_SLOTS, inSlots("a").size());
  }

  @Test
  void whoHasAllTheSlotsThereEverAreIsNotAskedForMore() {
    assertEquals(List.of(), spectator("dee", 27).eventsOf(RoomEvent.SlotsWanted.class));
  }

  @Test
  void whoSpeaksIsHeardAndSeenInStep() {
    speak(70, 500 * MS);
    MicrophoneModel second = speak(71, 2_000 * MS);

    Map<String, String> told = told();
    for (String speaker : List.of("p70", "p71")) {
      assertTrue(inSlots("a").contains(speaker));
    }
    int k =
        IntStream.range(0, 10).filter(i -> "p70".equals(told.get("a" + i))).findFirst().orElse(-1);
    assertEquals("p70", told.get("v" + k));
    second.running = false;
  }

  @Test
  void theVoicesOfTheLastMinuteStayWhenAnotherComesUp() {
    List<String> voices = new ArrayList<>();
    for (int i = 60; i < 69; i++) {
      speak(i, 300 * MS).running = false;
      voices.add("p" + i);
    }
    speak(75, 3_000 * MS);
    assertTrue(inSlots("a").contains("p75"));
    assertTrue(inSlots("a").containsAll(voices), inSlots("a").toString());
  }

  @Test
  void whatThePageShowsIsWhatComesAndThePinnedFirst() {
    List<View.Tile> tiles = new ArrayList<>();
    tiles.add(new View.Tile("p78", TrackSource.CAMERA, 1280, 720, true));
    for (int i = 30; i < 60; i++) {
      tiles.add(new View.Tile("p" + i, TrackSource.CAMERA, 320, 180, false));
    }
    stage.turn(() -> cid.member.show(new View(tiles)));

    Set<String> expected = new HashSet<>(List.of("p78"));
    IntStream.range(30, 54).forEach(i -> expected.add("p" + i));
    assertEquals(expected, inSlots("v"));
  }

  @Test
  void whenTheShownLeaveTheNextInLineAppear() {
    List<View.Tile> tiles = new ArrayList<>();
    for (int i = 30; i < 60; i++) {
      tiles.add(new View.Tile("p" + i, TrackSource.CAMERA, 320, 180, false));
    }
    stage.turn(() -> cid.member.show(new View(tiles)));

    people.get(30).leave();
    people.get(31).leave();

    Set<String> expected = new HashSet<>();
    IntStream.range(32, 57).forEach(i -> expected.add("p" + i));
    assertEquals(expected, inSlots("v"));
  }

  @Test
  void aScreenTakesPrecedenceOverFaces() {
    Person eve = stage.join("eve", 1);
    MediaSection screen = published("0", CHROMIUM_VIDEO, new InboundSource(9, 10));
    eve.offer(Map.of("0", TrackSource.SCREEN), screen);
    assertTrue(inSlots("v").contains("eve"));
    assertNotNull(cid.member.subscriptions().slots().of(MediaKind.VIDEO).getFirst().track());
  }
}
