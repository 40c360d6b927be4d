package org.meshless.signaling.browser;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server is told to end while people talk. */
@Tag("browser")
class GoodbyeTest {

  @RegisterExtension static final Stage stage = new Stage();

  @Test
  void membersAreToldAndTheServerEndsInTime() {
    String room = Stage.newRoom();
    Member ann = stage.chromium(room, "Ann", SyntheticMedia.marked(Stage.newRun(), 1));
    Member bob = stage.chromium(room, "Bob", SyntheticMedia.marked(Stage.newRun(), 2));
    ann.join();
    bob.join();
    ann.meets(bob);
    // Fails unless the server exits with 0 within five seconds.
    stage.server().close();
    for (Member member : new Member[] {ann, bob}) {
      member.page().await("document.body.innerText.includes('being restarted')", Member.DEADLINE);
    }
  }
}
