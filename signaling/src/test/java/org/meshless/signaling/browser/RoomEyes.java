package org.meshless.signaling.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What one page sees and hears of the others, by the names their tiles carry. */
record RoomEyes(BrowserPage page) {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Tones are read in steps of 10 Hz and are 150 Hz apart. */
  private static final int TONE_TOLERANCE_HZ = 15;

  static String quoted(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  void awaitPublisher(String name, SyntheticMedia media) {
    awaitPublisher(name, media, DEADLINE);
  }

  /**
   * Waits until the participant's tile shows this publisher's mark, then until it shows the mark of
   * a later second, more frames having been decoded meanwhile.
   */
  void awaitPublisher(String name, SyntheticMedia media, Duration deadline) {
    String mark =
        "(() => { const mark = harness.mark(%s);".formatted(quoted(name))
            + " return mark && mark.run === %d && mark.publisher === %d ? {second: mark.second} : null; })()"
                .formatted(media.run(), media.publisher());
    int second = page.await(mark, deadline).path("second").asInt();
    long decoded = framesDecoded(name);
    page.await(
        "(() => { const later = %s; return later && later.second > %d; })()"
            .formatted(mark, second),
        deadline);
    page.await(
        "harness.video(%s).then((video) => video?.framesDecoded > %d)"
            .formatted(quoted(name), decoded),
        deadline);
  }

  long framesDecoded(String name) {
    JsonNode video = page.evaluate("harness.video(%s)".formatted(quoted(name)));
    return video.path("framesDecoded").asLong();
  }

  /** Waits until the sound that belongs to the participant's picture is this publisher's tone. */
  void awaitTone(String name, SyntheticMedia media) {
    page.await(
        "harness.tone(%s).then((hz) => hz && Math.abs(hz - %d) < %d)"
            .formatted(quoted(name), media.toneHz(), TONE_TOLERANCE_HZ),
        DEADLINE);
  }

  void awaitSilence(String name) {
    page.await("harness.tone(%s).then((hz) => hz === null)".formatted(quoted(name)), DEADLINE);
  }
}
