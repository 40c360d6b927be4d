package org.meshless.perf.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshless.perf.PerfMain;
import org.meshless.perf.client.Publication;
import org.meshless.perf.dtls.ClientIdentity;
import org.meshless.perf.media.VideoSource;
import org.meshless.perf.scenario.Harness;
import org.meshless.perf.scenario.Measurement;
import org.meshless.perf.scenario.ScenarioCommand;
import org.meshless.perf.targets.ImpairedPath.Impairment;
import org.meshless.rtp.srtp.SrtpProvider;

/** What the generator says of a real server: what was put in on purpose, it sees. */
class MeasuredServerTest {
  private static final int SUBSCRIBERS = 2;
  private static final double SECONDS = 3;
  private static final VideoSource.Plan PLAN =
      new VideoSource.Plan(VideoSource.Shape.EQUAL, 25, 4, 300, 1);

  private static final ClientIdentity IDENTITY = Harness.identity();

  @TempDir private static Path directory;
  private static SelfTarget server;
  private static URI url;

  private final List<ImpairedPath> paths = new ArrayList<>();

  @BeforeAll
  static void startServer() throws IOException {
    server = SelfTarget.start(null, 1, List.of(), loopback(), IDENTITY.fingerprint(), directory);
    url = URI.create(server.process().readyText());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closePaths() {
    paths.forEach(ImpairedPath::close);
  }

  private static Inet4Address loopback() {
    return (Inet4Address) InetAddress.getLoopbackAddress();
  }

  @Test
  void nothingIsSeenWhereNothingWasPutIn() throws Exception {
    Measurement seen = fanout(Impairment.NONE, 1);
    assertEquals(SUBSCRIBERS, seen.counters().streams);
    assertTrue(seen.counters().expected > 100, "expected: " + seen.counters().expected);
    assertEquals(0, seen.loss());
    assertEquals(0, seen.counters().reordered);
    assertEquals(0, seen.counters().mismatches + seen.counters().failures);
  }

  @Test
  void lossIsSeenAndARetransmissionDoesNotHideIt() throws Exception {
    Measurement seen = fanout(new Impairment(10, 0, 0), 1);
    assertEquals(10, 100 * seen.loss(), 1.5);
    assertTrue(seen.counters().recovered > 0);
  }

  @Test
  void reorderingIsSeenAndIsNoLoss() throws Exception {
    Measurement seen = fanout(new Impairment(0, 20, 0), 1);
    double share = (double) seen.counters().reordered / seen.counters().expected;
    assertEquals(1 / 20.0, share, 0.02);
    assertEquals(0, seen.loss());
  }

  @Test
  void delayIsSeen() throws Exception {
    Measurement seen = fanout(new Impairment(0, 0, 60), 1);
    assertTrue(seen.delayUs(1) >= 60_000, "p1: " + seen.delayUs(1));
    assertEquals(0, seen.loss());
  }

  @Test
  void ofThreeLayersEachSubscriberGetsOne() throws Exception {
    Measurement seen = fanout(Impairment.NONE, 3);
    assertEquals(SUBSCRIBERS, seen.counters().streams);
    assertTrue(seen.counters().received > 0);
    assertTrue(seen.published() > seen.counters().expected / SUBSCRIBERS, "layers published");
    assertEquals(0, seen.counters().mismatches + seen.counters().failures);
  }

  @Test
  void anInvalidRunExitsWithThreeAndGivesNoRatio() throws Exception {
    Path json = directory.resolve("report.json");
    int exit =
        PerfMain.commandLine()
            .execute(
                "fanout",
                "--compare",
                url + "," + url,
                "--subscribers",
                "1",
                "--rate",
                "0.01", // nothing is published in time
                "--warmup",
                "0",
                "--duration",
                "0.5",
                "--cores-client",
                "all",
                "--no-floor",
                "--json",
                json.toString());
    assertEquals(ScenarioCommand.INVALID, exit);
    JsonNode report = new ObjectMapper().readTree(Files.readString(json));
    assertEquals(2, report.path("runs").size());
    assertEquals("0 of 1 streams came", report.at("/runs/0/faults/0").asText());
    assertEquals(0, report.path("ratios").size());
  }

  private Measurement fanout(Impairment impairment, int layers) throws Exception {
    try (MeshlessTarget target =
            new MeshlessTarget(
                url, IDENTITY.fingerprint(), loopback(), address -> path(address, impairment));
        Harness harness = new Harness(target, IDENTITY, SrtpProvider.choose(), 1, 1)) {
      List<VideoSource> sources = new ArrayList<>();
      VideoSource.Plan plan = PLAN;
      for (int i = 0; i < layers; i++, plan = plan.smaller()) {
        sources.addFirst(new VideoSource(plan, 1));
      }
      Publication camera =
          layers == 1 ? harness.publication(true, sources.getFirst()) : harness.layered(sources);
      String room = "measured-" + System.nanoTime();
      harness.join(new Target.Role(room, "publisher", List.of(camera), 0, 0));
      List<Target.Participant> subscribers = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        subscribers.add(harness.join(new Target.Role(room, "subscriber " + i, List.of(), 1, 0)));
      }
      harness.startPublishing();
      for (Target.Participant subscriber : subscribers) {
        long _ = subscriber.clients().getFirst().firstMedia().get(30, TimeUnit.SECONDS);
      }
      return harness.measure(SECONDS, SUBSCRIBERS, (seconds, published) -> {});
    }
  }

  private InetSocketAddress path(InetSocketAddress address, Impairment impairment) {
    try {
      ImpairedPath path = new ImpairedPath(address, Description.VP8, impairment);
      paths.add(path);
      return path.address();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
