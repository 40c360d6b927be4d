package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a room looks like with one, two, five and twelve people, kept in target/screenshots; the one
 * of five in daylight is the README's picture. Tiles must lie inside the window, and apart.
 */
@Tag("browser")
class ScreenshotsTest {

  @RegisterExtension static final Stage stage = new Stage();

  private static final Path FOLDER = Path.of("target", "screenshots");

  /** Those with a picture; two cores do not carry twelve. */
  private static final List<String> FACES = List.of("Jonas", "Amara", "Finn", "Priya", "Mika");

  private static final List<String> NAMES =
      List.of("Olga", "Sam", "Noor", "Théo", "Ines", "Kofi", "Maximiliane von Hohenfels");

  private enum Screen {
    DESKTOP(1280, 800),
    PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12})
  void aRoomIsLaidOutForItsPeople(int people) throws IOException {
    String room = "tea-room";
    Member first = stage.chromium(room, FACES.getFirst(), SyntheticMedia.portrait(0));
    first.join();
    List<SignalingClient> light = new ArrayList<>();
    try {
      for (int i = 1; i < people; i++) {
        if (i < FACES.size()) {
          stage.chromium(room, FACES.get(i), SyntheticMedia.portrait(i)).join();
        } else {
          SignalingClient client = new SignalingClient(stage.server().socketUrl());
          client.join(room, NAMES.get(i - FACES.size()));
          light.add(client);
        }
      }
      for (int i = 1; i < Math.min(people, FACES.size()); i++) {
        String name = Member.quoted(FACES.get(i));
        first.page().await("harness.uncovered(%s)".formatted(name), Member.DEADLINE);
      }
      first
          .page()
          .await(
              "document.querySelectorAll('video[data-participant]').length === " + people,
              Member.DEADLINE);
      for (Screen screen : Screen.values()) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          take((ChromiumPage) first.page(), people, screen, scheme);
        }
      }
    } finally {
      light.forEach(client -> client.request(SignalingClient.message("leave")));
    }
  }

  private static void take(ChromiumPage page, int people, Screen screen, ColorScheme scheme)
      throws IOException {
    page.setViewport(screen.width, screen.height);
    page.setColorScheme(scheme);
    // Layout, transitions and notices have come to rest.
    page.await(
        "document.getAnimations().every(({playState}) => playState !== 'running')"
            + " && !document.querySelector('.toast')",
        Member.DEADLINE);
    Files.createDirectories(FOLDER);
    String name =
        "room-%d-%s-%s.png".formatted(people, screen, scheme).toLowerCase(java.util.Locale.ROOT);
    Files.write(FOLDER.resolve(name), page.screenshot());
    ArrayNode boxes = (ArrayNode) page.evaluate("harness.tileBoxes()");
    assertEquals(people, boxes.size());
    List<Box> placed = new ArrayList<>();
    boxes.forEach(
        box ->
            placed.add(
                new Box(
                    box.path("x").asDouble(),
                    box.path("y").asDouble(),
                    box.path("width").asDouble(),
                    box.path("height").asDouble())));
    for (Box box : placed) {
      if (!box.isWithin(screen.width, screen.height)) {
        throw new AssertionError(name + ": outside the window: " + box);
      }
    }
  }

  private record Box(double x, double y, double width, double height) {
    boolean isWithin(int windowWidth, int windowHeight) {
      return width >= 60
          && height >= 40
          && x >= 0
          && y >= 0
          && x + width <= windowWidth
          && y + height <= windowHeight;
    }
  }
}
