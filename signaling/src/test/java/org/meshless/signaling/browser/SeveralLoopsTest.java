package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room whose people are served by different threads of the server. */
@Tag("browser")
class SeveralLoopsTest {

  @RegisterExtension
  static final Stage stage =
      new Stage(List.of(), List.of("--loops", "2", "--people-per-loop", "1"));

  private final int run = Stage.newRun();
  private final String room = Stage.newRoom();

  private Member chromium(String name, int publisher) {
    return stage.chromium(room, name, SyntheticMedia.marked(run, publisher));
  }

  /** The port of the server that this member's media goes to: every loop has one. */
  private static int port(Member member) {
    return member
        .page()
        .evaluate(
            "Number(/a=candidate:\\S+ 1 udp \\d+ \\S+ (\\d+)/i"
                + ".exec(harness.peerConnections[0].remoteDescription.sdp)[1])")
        .asInt();
  }

  @Test
  void peopleOnTwoLoopsMeetAndLeave() {
    Member ann = chromium("Ann", 1);
    Member bob = chromium("Bob", 2);
    Member cas = chromium("Cas", 3);
    ann.join();
    bob.join();
    cas.join();

    ann.meets(bob);
    bob.meets(ann);
    cas.meets(ann);
    cas.meets(bob);
    ann.meets(cas);
    assertNotEquals(port(ann), port(bob), "two loops");

    // Frees one end of the hand-over, and uses it again.
    bob.page().click("Leave");
    ann.awaitNoTile("Bob");
    Member dee = chromium("Dee", 4);
    dee.join();
    ann.meets(dee);
    dee.meets(ann);
    assertEquals(1, ann.offers());
  }
}
