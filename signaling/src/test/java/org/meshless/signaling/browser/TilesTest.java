package org.meshless.signaling.browser;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tile tells of the person in it. */
@Tag("browser")
class TilesTest {

  @RegisterExtension static final Stage stage = new Stage();

  @Test
  void aTileTellsWhoSpeaksAndHowThePictureArrives() {
    String room = Stage.newRoom();
    int run = Stage.newRun();
    Member ann = stage.chromium(room, "Ann", SyntheticMedia.marked(run, 1));
    Member fox = stage.firefox(room, "Fox", SyntheticMedia.marked(run, 2));
    ann.join();
    fox.join();

    tells(ann, fox);
    tells(fox, ann);

    // Who is silent is not marked any more.
    fox.page().click("Mute");
    ann.page().await("!" + tile("Fox") + ".matches('[data-speaking]')", Member.DEADLINE);
  }

  private static String tile(String name) {
    return "harness.videoOf('%s').closest('[data-tile]')".formatted(name);
  }

  private static void tells(Member viewer, Member publisher) {
    String tile = tile(publisher.name());
    viewer.sees(publisher.name(), publisher.media());
    viewer.page().await(tile + ".matches('[data-speaking]')", Member.DEADLINE);
    viewer.page().click("Statistics of " + publisher.name());
    viewer
        .page()
        .await(
            "[/Picture\\s*320 × 180, [1-9]\\d* fps/, /Bitrate\\s*[1-9]\\d* kbit/, /Codec\\s*VP8/,"
                + " /Server\\s*320×180: fills the tile/]"
                + ".every((row) => row.test("
                + tile
                + ".querySelector('dl').innerText))",
            Member.DEADLINE);
    viewer.page().click("Statistics of " + publisher.name());
    viewer.page().await("!" + tile + ".querySelector('dl').checkVisibility()", Member.DEADLINE);
  }
}
