package org.meshless.signaling.browser;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser meets a WebRTC stack that shares no code with it or with the server. */
@Tag("browser")
class IndependentStackTest {

  @RegisterExtension static final Stage stage = new Stage();

  @Test
  void aChromiumPageAndAnIndependentStackMeet() {
    int run = Stage.newRun();
    String room = Stage.newRoom();
    Member ann = stage.chromium(room, "Ann", SyntheticMedia.marked(run, 1));
    ann.join();
    SyntheticMedia theirs = SyntheticMedia.marked(run, 2);
    try (AiortcParticipant other = new AiortcParticipant(stage.server(), room, "Rtc", theirs)) {
      other.awaitJoined();
      ann.sees("Rtc", theirs);
      ann.hears("Rtc", theirs);
      other.sees("Ann", ann.media());
      other.hears("Ann", ann.media());
    }
    ann.awaitNoTile("Rtc");
  }
}
