package org.meshless.perf.attend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.meshless.signaling.browser.BrowserPage;
import org.meshless.signaling.browser.ChromiumBrowser;
import org.meshless.signaling.browser.ServerProcess;
import org.meshless.signaling.browser.SyntheticMedia;

/** A real browser among light participants. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AttendanceBrowserTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int FIRST_PUBLISHER = 100;

  private final int run = ThreadLocalRandom.current().nextInt(1 << 16);
  private final ServerProcess server =
      ServerProcess.start(Path.of("target", "attendance-server.log"), List.of(), List.of());
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void end() {
    chromium.close();
    server.close();
  }

  private Attendance attendance(String room, int participants)
      throws IOException, InterruptedException {
    return Attendance.join(
        server.url(), new Attendance.Plan(room, participants, FIRST_PUBLISHER, run, 10, 0, 0));
  }

  private BrowserPage join(String room) {
    return join(room, "Ann", SyntheticMedia.marked(run, 1));
  }

  private BrowserPage join(String room, String name, SyntheticMedia media) {
    BrowserPage page = chromium.newPage(media);
    page.open(server.url().resolve("/r/" + room + "?quality=180p&name=" + name));
    page.await("harness.previewing()", DEADLINE);
    page.click("Join");
    return page;
  }

  private void sees(BrowserPage page, int number) {
    String mark =
        "((mark) => mark?.run === %d && mark.publisher === %d && mark)(harness.mark('%s'))"
            .formatted(run, FIRST_PUBLISHER + number - 1, Attendance.name(number));
    int second = page.await(mark, DEADLINE).path("second").asInt();
    page.await("(%s).second > %d".formatted(mark, second), DEADLINE);
  }

  @Test
  void aBrowserSeesEachUnderTheirOwnNameAndHearsWhoSpeaks()
      throws IOException, InterruptedException {
    String room = "attendance-" + Integer.toString(run, 36);
    try (Attendance lights = attendance(room, 3);
        BrowserPage page = join(room)) {
      for (int number = 1; number <= lights.size(); number++) {
        sees(page, number);
      }

      lights.speak(2, -20);

      page.await(
          "harness.tone('%s').then((hz) => hz && Math.abs(hz - %d) < 15)"
              .formatted(Attendance.name(2), Attendance.toneHz(2)),
          DEADLINE);
    }
  }

  @Test
  void twoBrowsersAmongThirtySeeWhomTheyShowAndHearTheLoudest()
      throws IOException, InterruptedException {
    String room = "crowd-" + Integer.toString(run, 36);
    try (Attendance lights = attendance(room, 30);
        BrowserPage ann = join(room, "Ann", SyntheticMedia.marked(run, 1).ofRate(5));
        BrowserPage bob = join(room, "Bob", SyntheticMedia.marked(run, 2).ofRate(5))) {
      // Ten voices at most are forwarded: those who speak are among them, whoever they are.
      lights.speak(3, -20);
      lights.speak(17, -20);
      lights.speak(29, -20);

      for (BrowserPage page : List.of(ann, bob)) {
        // Every tile that shows a picture shows that of the one whose name it bears.
        page.await("harness.marksShown(%d, %d) >= 20".formatted(run, FIRST_PUBLISHER), DEADLINE);
        page.await(
            "harness.tonesHeard().then((heard) => [%d, %d, %d].every((hz) => heard.some((tone) => Math.abs(tone - hz) < 15)))"
                .formatted(Attendance.toneHz(3), Attendance.toneHz(17), Attendance.toneHz(29)),
            DEADLINE);
        assertEquals(1, page.evaluate("harness.connections().offers").asInt(), "offers");
        assertTrue(
            page.evaluate("harness.connections().offerBytes").asInt() <= 64 * 1024,
            "bytes of the offer: " + page.evaluate("harness.connections().offerBytes"));
      }
    }
  }
}
