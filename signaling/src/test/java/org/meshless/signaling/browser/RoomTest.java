package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People at real browsers meet in a room. */
@Tag("browser")
class RoomTest {

  @RegisterExtension static final Stage stage = new Stage();

  private final int run = Stage.newRun();
  private final String room = Stage.newRoom();

  private SyntheticMedia media(int publisher) {
    return SyntheticMedia.marked(run, publisher);
  }

  private Member chromium(String name, int publisher) {
    return stage.chromium(room, name, media(publisher));
  }

  private static void allMeet(List<Member> members) {
    for (Member one : members) {
      for (Member other : members) {
        if (!one.equals(other)) {
          one.meets(other);
        }
      }
    }
    members.forEach(Member::hasOneConnection);
  }

  @Test
  void fourChromiumPagesMeetThroughOneConnectionEach() {
    List<Member> members =
        List.of(chromium("Ann", 1), chromium("Bob", 2), chromium("Cas", 3), chromium("Dee", 4));
    members.forEach(Member::join);
    allMeet(members);
    members.forEach(member -> assertEquals(1, member.offers(), "offers of " + member.name()));
    members.getFirst().hearsAloud("Dee");
  }

  @Test
  void twoChromiumPagesAndAFirefoxMeet() {
    List<Member> members =
        List.of(chromium("Ann", 1), chromium("Bob", 2), stage.firefox(room, "Fox", media(3)));
    members.forEach(Member::join);
    allMeet(members);
  }

  @Test
  void thoseWhoComeAndGoTakeNoNewOfferFromThoseWhoSit() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    ann.join();
    bob.join();
    ann.meets(bob);
    bob.meets(ann);

    Member late = chromium("Late", 3);
    late.join();
    late.meets(ann);
    late.meets(bob);
    ann.meets(late);

    late.page().click("Leave");
    ann.awaitNoTile("Late");
    bob.awaitNoTile("Late");

    Member next = chromium("Next", 4);
    next.join();
    ann.meets(next);
    bob.meets(next);
    next.meets(ann);
    ann.meets(bob);
    ann.hasOneConnection();
    bob.hasOneConnection();
    assertEquals(1, ann.offers());
    assertEquals(1, bob.offers());
  }

  @Test
  void aClosedTabLeavesAtOnce() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    ann.join();
    bob.join();
    ann.meets(bob);
    stage.close(bob);
    // A seat whose connection was lost instead would be kept for ten seconds.
    ann.page().await("!harness.videoOf('Bob')", Duration.ofSeconds(5));
  }

  @Test
  void aTakenNameGetsANumberAndTheJoinerIsTold() {
    Member ann = chromium("Ann", 1);
    Member other = chromium("Ann", 2);
    ann.join();
    other.join();
    other.page().await("document.body.innerText.includes('“Ann 2”')", Member.DEADLINE);
    ann.sees("Ann 2", other.media());
    other.sees("Ann", ann.media());
    other
        .page()
        .await(
            "document.querySelector('video[data-self]').dataset.participant === 'Ann 2'",
            Member.DEADLINE);
  }

  @Test
  void aMutedMicrophoneAndACameraThatIsOffReachTheOthers() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    ann.join();
    bob.join();
    ann.meets(bob);

    bob.page().click("Mute");
    ann.awaitMark("Bob", "muted");
    ann.hearsNothingFrom("Bob");
    bob.page().click("Unmute");
    ann.awaitNoMark("Bob", "muted");
    ann.hears("Bob", bob.media());

    bob.page().click("Stop camera");
    ann.awaitMark("Bob", "camera off");
    ann.awaitTile("Bob");
    assertEquals(1, bob.connections().path("capturing").asInt(), "the camera's light is out");
    bob.page().click("Start camera");
    ann.awaitNoMark("Bob", "camera off");
    ann.meets(bob);
    assertEquals(1, ann.offers());
    assertEquals(1, bob.offers());
  }

  @Test
  void messagesArriveWhereTheyShouldAndNowhereElse() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    Member cas = chromium("Cas", 3);
    Member elsewhere = stage.chromium(Stage.newRoom(), "Eve", media(4));
    List<Member> all = List.of(ann, bob, cas, elsewhere);
    all.forEach(Member::join);
    ann.awaitTile("Cas");
    all.forEach(Member::opensChat);

    ann.writes("hello <b>all</b>");
    ann.awaitMessage("hello <b>all</b>");
    bob.awaitMessage("hello <b>all</b>");
    cas.awaitMessage("hello <b>all</b>");
    ann.writesTo("Bob", "only for Bob", 3);
    bob.awaitMessage("only for Bob");
    bob.page()
        .await(
            "document.querySelector('[role=log]').innerText.includes('to you alone')",
            Member.DEADLINE);
    // Everything sent before this has arrived wherever it was going to.
    bob.writes("good night");
    elsewhere.writes("nobody here");
    for (Member member : List.of(ann, bob, cas)) {
      member.awaitMessage("good night");
    }
    elsewhere.awaitMessage("nobody here");

    assertEquals(List.of("hello <b>all</b>", "only for Bob", "good night"), ann.messages());
    assertEquals(List.of("hello <b>all</b>", "only for Bob", "good night"), bob.messages());
    assertEquals(List.of("hello <b>all</b>", "good night"), cas.messages());
    assertEquals(List.of("nobody here"), elsewhere.messages());
  }

  @Test
  void somebodyWhoseDevicesAreRefusedIsToldAndStillSeesAndHears() {
    Member ann = chromium("Ann", 1);
    Member shy = stage.chromium(room, "Shy", media(2).refusing("NotAllowedError"));
    ann.join();
    shy.page().await("document.querySelector('[role=alert][data-error]')", Member.DEADLINE);
    shy.join();
    shy.meets(ann);
    ann.awaitTile("Shy");
    ann.awaitMark("Shy", "camera off");
    assertTrue(shy.offers() == 1 && ann.offers() == 1);
  }
}
