package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is lost comes back by itself, and what need not be lost is not. */
@Tag("browser")
class ComingBackTest {

  @RegisterExtension static final Stage stage = new Stage();

  /** Consent is gone after 30 s without a check, the seat 10 s later. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(60);

  private final int run = Stage.newRun();
  private final String room = Stage.newRoom();
  private final Member ann = stage.chromium(room, "Ann", SyntheticMedia.marked(run, 1));
  private final Member bob = stage.chromium(room, "Bob", SyntheticMedia.marked(run, 2));

  private void meet() {
    ann.join();
    bob.join();
    ann.meets(bob);
    bob.meets(ann);
  }

  @Test
  void aCutWebSocketIsResumedAndThePictureNeverStops() {
    meet();
    JsonNode before = ann.video("Bob");
    ann.page().evaluate("harness.watchFrames('Bob')");
    ann.page().evaluate("harness.watchOwnFrames()");

    ann.page().evaluate("harness.cutSocket()");
    ann.page().await("harness.sockets() === 2", Member.DEADLINE);
    // What was said meanwhile arrives, and what is said from now on.
    bob.opensChat();
    ann.opensChat();
    bob.writes("still there?");
    ann.awaitMessage("still there?");
    ann.writes("still here");
    bob.awaitMessage("still here");

    ann.sees("Bob", bob.media());
    double own = ann.page().evaluate("harness.gap('own')").path("longestMs").asDouble();
    double gap = ann.page().evaluate("harness.gap('Bob')").path("longestMs").asDouble();
    assertTrue(gap <= 300 + own, "Bob stood still for " + gap + " ms, the own picture " + own);
    assertEquals(before.path("ssrc"), ann.video("Bob").path("ssrc"), "the same slot");
    ann.hasOneConnection();
    assertEquals(1, ann.offers());
    assertEquals(1, bob.offers());
  }

  @Test
  void iceIsRestartedOnTheSamePeerConnection() {
    meet();
    String ufrag = "/a=ice-ufrag:(\\S+)/.exec(harness.peerConnections[0].remoteDescription.sdp)[1]";
    String before = ann.page().evaluate(ufrag).asText();

    ann.page().evaluate("void meshless.room.restartIce()");

    ann.page().await("(%s) !== '%s'".formatted(ufrag, before), Member.DEADLINE);
    ann.page().await("harness.peerConnections[0].connectionState === 'connected'", Member.DEADLINE);
    ann.meets(bob);
    bob.meets(ann);
    assertEquals(2, ann.offers());
    assertEquals(1, bob.offers());
    ann.hasOneConnection();
  }

  @Test
  void aPageThatSleptUntilItsSeatWasGivenUpComesBackByItself()
      throws IOException, InterruptedException {
    ann.join();
    SyntheticMedia media = SyntheticMedia.marked(run, 3);
    Set<Long> others = browserProcesses();
    try (ChromiumBrowser browser = ChromiumBrowser.start();
        ChromiumPage page = browser.newPage(media)) {
      Member cat = new Member("Cat", page, media);
      cat.approach(stage.server().url(), room);
      cat.join();
      ann.meets(cat);
      Set<Long> hers = browserProcesses();
      hers.removeAll(others);

      // Stopped in the middle of whatever they do, as when a lid is closed.
      signal("-STOP", hers);
      try {
        ann.page().await("!harness.videoOf('Cat')", GIVEN_UP);
      } finally {
        signal("-CONT", hers);
      }

      ann.meets(cat);
      cat.meets(ann);
      assertEquals(1, ann.offers());
    }
  }

  private static Set<Long> browserProcesses() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("chrom"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void signal(String signal, Set<Long> processes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(process.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), command::toString);
  }

  @Test
  void pagesRejoinAServerThatWasRestarted() {
    meet();

    stage.restartServer();

    ann.meets(bob);
    bob.meets(ann);
    assertEquals(2, ann.connections().path("peerConnections").asInt(), "one before, one after");
  }
}
