package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera is uploaded in three sizes, of which everybody is sent one. */
@Tag("browser")
class SimulcastTest {

  @RegisterExtension static final Stage stage = new Stage();

  private final String room = Stage.newRoom();

  /** Waits until a layer flows; how long that takes is what {@code bin/perf first-frame} says. */
  private static JsonNode layer(Member publisher, String rid) {
    try {
      return publisher
          .page()
          .await(
              "harness.outbound().then(({%1$s}) => %1$s?.framesEncoded > 0 && %1$s)".formatted(rid),
              Member.DEADLINE);
    } catch (AssertionError e) {
      throw new AssertionError("layers: " + publisher.page().evaluate("harness.outbound()"), e);
    }
  }

  /** Waits for the largest picture, which means that the largest layer flows all the way. */
  private static void seesLarge(Member viewer, Member publisher) {
    seesFrom(viewer, publisher, 720);
  }

  /** Waits for a picture of at least this height that moves. */
  private static void seesFrom(Member viewer, Member publisher, int height) {
    String name = publisher.name();
    viewer
        .page()
        .await("harness.videoOf('%s')?.videoHeight >= %d".formatted(name, height), Member.DEADLINE);
    viewer.page().await("harness.uncovered('%s')".formatted(name), Member.DEADLINE);
    long frames = viewer.video(name).path("framesDecoded").asLong();
    viewer
        .page()
        .await(
            "harness.video('%s').then((video) => video.framesDecoded > %d)"
                .formatted(name, frames + 10),
            Member.DEADLINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "H264", "VP9", "AV1"})
  void allThreeLayersOfAChromiumCameraFlow(String codec) {
    Member ann = stage.chromium(room + "?codec=" + codec, "Ann", SyntheticMedia.device(1, 720));
    ann.join();
    // Layers that nobody watches are not sent for long: somebody is there who wants the largest.
    Member bob =
        stage.chromium(room, "Bob", SyntheticMedia.device(2, 720).refusing("NotAllowedError"));
    bob.join();

    assertEquals(180, layer(ann, "l").path("frameHeight").asInt());
    assertEquals(360, layer(ann, "m").path("frameHeight").asInt());
    JsonNode high = layer(ann, "h");
    assertEquals(codec, high.path("codec").asText());
    assertEquals(720, high.path("frameHeight").asInt());

    seesLarge(bob, ann);
    bob.receivesIn("Ann", codec);
  }

  @Test
  void firefoxAndChromiumWatchEachOthersLayers() {
    Member ann = stage.chromium(room, "Ann", SyntheticMedia.device(1, 720));
    Member fox = stage.firefox(room, "Fox", SyntheticMedia.device(2, 720));
    fox.join();
    ann.join();

    // Two browsers that encode three sizes each are more than some machines can do: who sees more
    // than the smallest sees what was chosen of several.
    seesFrom(ann, fox, 360);
    seesFrom(fox, ann, 360);
    for (Member member : List.of(ann, fox)) {
      JsonNode layers = member.page().evaluate("harness.outbound()");
      assertEquals(180, layers.path("l").path("frameHeight").asInt(), layers::toString);
      assertEquals(360, layers.path("m").path("frameHeight").asInt(), layers::toString);
    }
    assertEquals(1, ann.offers());
    assertEquals(1, fox.offers());
  }
}
