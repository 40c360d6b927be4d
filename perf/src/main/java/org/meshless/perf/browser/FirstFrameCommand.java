package org.meshless.perf.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.report.Setting;
import org.meshless.perf.report.Spread;
import org.meshless.signaling.browser.BrowserPage;
import org.meshless.signaling.browser.ChromiumBrowser;
import org.meshless.signaling.browser.ServerProcess;
import org.meshless.signaling.browser.SyntheticMedia;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long somebody who presses Join looks at empty tiles, and how long those who sit wait for the
 * newcomer's picture.
 *
 * <p>Both ends are pages of one Chromium on this machine and share its clock. A frame counts when
 * it is presented with the mark of its publisher in it, so that neither the last frame of somebody
 * who sat in the same slot before nor a black one is taken for it.
 */
@Command(
    name = "first-frame",
    description = {
      "Measures, in real Chromium pages, the time from the press of Join until the first frame of",
      "somebody who sits in the room is presented to the newcomer, and from the press, which",
      "publishes the newcomer's camera, until its first frame is presented to the one who sits;",
      "and until a camera of 720 lines is sent in all three sizes."
    })
public final class FirstFrameCommand implements Callable<Integer> {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int SITTING = 0;

  @Option(names = "--runs", paramLabel = "N", description = "newcomers, one after the other (20)")
  private int runs = 20;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the result there")
  private @Nullable Path json;

  /** When all three sizes of the camera have been encoded, on the clock that pages share. */
  private static final String THREE_LAYERS =
      """
      harness.outbound().then((layers) =>
          ['l', 'm', 'h'].every((rid) => layers[rid]?.framesEncoded > 0)
              && performance.timeOrigin + performance.now())\
      """;

  private record Run(
      double pressToFrameMs, double publishToSittingFrameMs, double pressToLayersMs, int offers) {}

  @Override
  public Integer call() throws IOException {
    Setting setting = Setting.here();
    List<Run> measured = new ArrayList<>();
    try (ServerProcess server =
            ServerProcess.start(Path.of("target", "first-frame-server.log"), List.of(), List.of());
        ChromiumBrowser chromium = ChromiumBrowser.start()) {
      try (BrowserPage sitting = join(chromium, server.url(), SITTING)) {
        // The first newcomer pays for code that has never run, on both sides; people do so once a
        // day.
        newcomer(chromium, server.url(), sitting, 1);
        for (int run = 0; run < runs; run++) {
          measured.add(newcomer(chromium, server.url(), sitting, 2 + run % 250));
          sitting.evaluate("harness.forgetFirstFrames()");
        }
      }
    }
    report(setting, measured);
    return 0;
  }

  private static BrowserPage join(ChromiumBrowser chromium, URI server, int publisher) {
    BrowserPage page = chromium.newPage(SyntheticMedia.marked(0, publisher));
    page.open(server.resolve("/r/first-frame?name=P" + publisher));
    page.await("harness.previewing()", DEADLINE);
    page.click("Join");
    return page;
  }

  private static Run newcomer(
      ChromiumBrowser chromium, URI server, BrowserPage sitting, int publisher) {
    double toLayers = layers(chromium, server);
    try (BrowserPage page = join(chromium, server, publisher)) {
      double pressed = pressed(page);
      double seen = page.await("harness.firstFrame(%d)".formatted(SITTING), DEADLINE).asDouble();
      double shown =
          sitting.await("harness.firstFrame(%d)".formatted(publisher), DEADLINE).asDouble();
      int offers = page.evaluate("harness.connections().offers").asInt();
      page.click("Leave");
      sitting.await("!harness.videoOf('P%d')".formatted(publisher), DEADLINE);
      return new Run(seen - pressed, shown - pressed, toLayers, offers);
    }
  }

  private static double pressed(BrowserPage page) {
    return page.await("harness.pressed('Join')", DEADLINE).asDouble();
  }

  /** Somebody with a larger camera comes for as long as it takes. */
  private static double layers(ChromiumBrowser chromium, URI server) {
    try (BrowserPage page = chromium.newPage(SyntheticMedia.device(1, 720))) {
      page.open(server.resolve("/r/first-frame?name=Layers"));
      page.await("harness.previewing()", DEADLINE);
      page.click("Join");
      double pressed = pressed(page);
      double flowing = page.await(THREE_LAYERS, DEADLINE).asDouble();
      page.click("Leave");
      return flowing - pressed;
    }
  }

  private void report(Setting setting, List<Run> measured) throws IOException {
    Spread seen = spread(measured, Run::pressToFrameMs);
    Spread shown = spread(measured, Run::publishToSittingFrameMs);
    Spread layers = spread(measured, Run::pressToLayersMs);
    Spread offers = spread(measured, run -> (double) run.offers());
    System.out.println(setting.line());
    System.out.println("press of Join to first remote frame:      " + seen.line("ms"));
    System.out.println("publish to first frame at sitting member: " + shown.line("ms"));
    System.out.println("press of Join to all three layers:        " + layers.line("ms"));
    System.out.printf("offers per page: at most %.0f%n", offers.max());
    if (json != null) {
      ObjectNode result =
          new ObjectMapper().createObjectNode().put("schema", 1).put("measurement", "first-frame");
      setting.addTo(result.putObject("setting"));
      result.put("runs", measured.size());
      seen.addTo(result.putObject("pressToFirstFrame"), "Ms");
      shown.addTo(result.putObject("publishToFirstFrameAtSittingMember"), "Ms");
      layers.addTo(result.putObject("pressToThreeLayers"), "Ms");
      result.put("maxOffersPerPage", (int) offers.max());
      Files.writeString(json, result.toPrettyString() + "\n");
    }
  }

  private static Spread spread(List<Run> measured, Function<Run, Double> value) {
    return new Spread(measured.stream().map(value).toList());
  }
}
