package org.meshless.perf.attend;

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
      ServerProcess.start(Path.of("target", "attendance-server.log"), List.of());
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
    BrowserPage page = chromium.newPage(SyntheticMedia.marked(run, 1));
    page.open(server.url().resolve("/r/" + room + "?name=Ann"));
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
}
