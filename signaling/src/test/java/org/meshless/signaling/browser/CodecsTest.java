package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms whose cameras are encoded with something else than VP8. */
@Tag("browser")
class CodecsTest {

  @RegisterExtension static final Stage stage = new Stage();

  private final int run = Stage.newRun();

  private Member chromium(String room, String name, int publisher) {
    return stage.chromium(room, name, SyntheticMedia.marked(run, publisher));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP9", "H264", "AV1"})
  void theMakerOfARoomChoosesItsCodec(String codec) {
    String room = Stage.newRoom();
    Member ann = chromium(room + "?codec=" + codec, "Ann", 1);
    ann.join();
    // Whoever comes later takes it as it is.
    Member bob = chromium(room, "Bob", 2);
    bob.join();

    ann.meets(bob);
    bob.meets(ann);
    ann.receivesIn("Bob", codec);
    bob.receivesIn("Ann", codec);
    assertEquals(1, ann.offers());
    assertEquals(1, bob.offers());
  }

  @Test
  void everybodyFallsBackWhenSomebodyComesWhoCannotDecodeTheRoomsCodec() {
    String room = Stage.newRoom();
    Member ann = chromium(room + "?codec=H264", "Ann", 1);
    Member bob = chromium(room, "Bob", 2);
    ann.join();
    bob.join();
    ann.meets(bob);
    ann.receivesIn("Bob", "H264");
    ann.page().evaluate("harness.watchFrames('Bob')");
    ann.page().evaluate("harness.watchOwnFrames()");

    // Debian's Firefox has no H264.
    Member fox = stage.firefox(room, "Fox", SyntheticMedia.marked(run, 3));
    fox.join();
    fox.sees("Ann", ann.media());
    fox.sees("Bob", bob.media());

    ann.receivesIn("Bob", "VP8");
    ann.sees("Fox", fox.media());
    assertEquals(1, ann.offers(), "the codec changes without an offer");
    double own = ann.page().evaluate("harness.gap('own')").path("longestMs").asDouble();
    double gap = ann.page().evaluate("harness.gap('Bob')").path("longestMs").asDouble();
    assertTrue(
        gap <= 1000 + own, "Bob stood still for " + gap + " ms (own picture: " + own + " ms)");
  }
}
