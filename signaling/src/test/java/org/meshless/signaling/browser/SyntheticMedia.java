package org.meshless.signaling.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a page's camera and microphone give: a picture with a mark that says who publishes it, and a
 * tone.
 *
 * @param run random per test, so that nothing left over from another can be mistaken for it; 16
 *     bits
 * @param publisher 0 to 255
 * @param toneHz frequency of the tone
 * @param scene what the camera sees
 * @param height of the camera's picture, which is 16:9
 * @param frameRate of the camera, in frames per second
 * @param refuse the name of the DOMException with which getUserMedia fails, if it does
 */
public record SyntheticMedia(
    int run,
    int publisher,
    int toneHz,
    Scene scene,
    int height,
    int frameRate,
    @Nullable String refuse) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the camera sees. */
  public enum Scene {
    /** A moving bar above the mark. */
    MARK,
    /** A drawn person, for screenshots. */
    PORTRAIT,
    /**
     * The browser's own made-up camera: no mark, but as lively as a real one, which matters for
     * what is uploaded of it.
     */
    DEVICE
  }

  /** A mark and a tone that no other publisher number below 16 has. */
  public static SyntheticMedia marked(int run, int publisher) {
    return new SyntheticMedia(run, publisher, 400 + 150 * publisher, Scene.MARK, 180, 20, null);
  }

  /** A drawn person with a quiet voice. */
  public static SyntheticMedia portrait(int publisher) {
    return new SyntheticMedia(0, publisher, 220, Scene.PORTRAIT, 360, 20, null);
  }

  /** The browser's own made-up camera, and a tone. */
  public static SyntheticMedia device(int publisher, int height) {
    return new SyntheticMedia(0, publisher, 400 + 150 * publisher, Scene.DEVICE, height, 20, null);
  }

  /** The same devices, behind a getUserMedia that fails. */
  public SyntheticMedia refusing(String domException) {
    return new SyntheticMedia(run, publisher, toneHz, scene, height, frameRate, domException);
  }

  /** The same with a camera of another size. */
  public SyntheticMedia ofHeight(int pixels) {
    return new SyntheticMedia(run, publisher, toneHz, scene, pixels, frameRate, refuse);
  }

  /** The same with a slower camera, where there are more pages than the machine can draw. */
  public SyntheticMedia ofRate(int framesPerSecond) {
    return new SyntheticMedia(run, publisher, toneHz, scene, height, framesPerSecond, refuse);
  }

  /** A JavaScript function without parameters, to be called before any script of the page. */
  String initFunction() {
    ObjectNode config =
        JSON.createObjectNode()
            .put("run", run)
            .put("publisher", publisher)
            .put("toneHz", toneHz)
            .put("scene", scene.name().toLowerCase(Locale.ROOT))
            .put("height", height)
            .put("frameRate", frameRate)
            .put("refuse", refuse);
    try (InputStream script = SyntheticMedia.class.getResourceAsStream("harness.js")) {
      if (script == null) {
        throw new IllegalStateException("harness.js is missing");
      }
      String harness =
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replaceFirst("(?s)^(//[^\n]*\n)*", "");
      return "() => { (" + harness.strip() + ")(" + JSON.writeValueAsString(config) + "); }";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
