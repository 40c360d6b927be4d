package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More people than the slots that pages begin with. */
@Tag("browser")
class SlotsTest {

  @RegisterExtension
  static final Stage stage =
      new Stage(List.of(), List.of("--video-slots", "4", "--audio-slots", "4"));

  @Test
  void sixPeopleMeetOnFourSlotsThatGrowOnce() {
    int run = Stage.newRun();
    String room = Stage.newRoom() + "?quality=180p";
    List<Member> members = new ArrayList<>();
    for (String name : List.of("Ann", "Bob", "Cas", "Dee", "Eve", "Fay")) {
      members.add(
          stage.chromium(room, name, SyntheticMedia.marked(run, members.size() + 1).ofRate(6)));
    }

    members.forEach(Member::join);

    for (Member one : members) {
      for (Member other : members) {
        if (!one.equals(other)) {
          one.sees(other.name(), other.media());
        }
      }
    }
    Member first = members.getFirst();
    first.hears("Fay", members.getLast().media());
    first.hears("Bob", members.get(1).media());
    assertEquals(
        2,
        first.offers(),
        () -> "one offer to join, one to have more slots: " + first.connections());
    for (Member member : members) {
      assertTrue(member.offers() <= 2, member.name() + " made " + member.offers() + " offers");
      member.hasOneConnection();
    }
  }
}
