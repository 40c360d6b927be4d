package org.meshless.perf.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.report.Setting;
import org.meshless.signaling.browser.ChromiumBrowser;
import org.meshless.signaling.browser.ServerProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Watches somebody over a path that is narrow for a while, and over one that loses. */
@Command(
    name = "network",
    description = {
      "A real Chromium watches another through a relay: at 3, 0.5 and again 3 Mbit/s down, then at",
      "10 Mbit/s with 5 % loss both ways; 25 ms one way, a drop-tail queue of 250 ms. What it",
      "received in the end, how large, how soon, and the longest wait for a frame."
    },
    mixinStandardHelpOptions = true)
public final class NetworkCommand implements Callable<Integer> {
  private static final Link.Conditions AMPLE = new Link.Conditions(10_000_000, 250, 25, 0);
  private static final long SECOND_NS = 1_000_000_000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "how long each phase takes; default: ${DEFAULT-VALUE}")
  private int seconds = 30;

  @Option(names = "--seed", description = "of the losses; default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the result there")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    Setting setting = Setting.here();
    List<Phase> phases = new ArrayList<>();
    try (ServerProcess server =
            ServerProcess.start(Path.of("target", "network-server.log"), List.of(), List.of());
        UdpRelay relay = new UdpRelay(AMPLE, rate(3_000_000), seed);
        ChromiumBrowser chromium = ChromiumBrowser.start();
        Viewer viewer = Viewer.join(chromium, server.url(), relay)) {
      phases.add(phase("3 Mbit/s", viewer));
      relay.set(AMPLE, rate(500_000));
      phases.add(phase("0.5 Mbit/s", viewer));
      relay.set(AMPLE, rate(3_000_000));
      phases.add(phase("3 Mbit/s again", viewer));
      relay.set(loss(), loss());
      phases.add(phase("10 Mbit/s, 5 % loss both ways", viewer));
    }
    report(setting, phases);
    return 0;
  }

  private static Link.Conditions rate(long bitsPerSecond) {
    return new Link.Conditions(bitsPerSecond, AMPLE.queueMs(), AMPLE.delayMs(), 0);
  }

  private static Link.Conditions loss() {
    return new Link.Conditions(AMPLE.bitsPerSecond(), AMPLE.queueMs(), AMPLE.delayMs(), 0.05);
  }

  private Phase phase(String title, Viewer viewer) {
    viewer.watch();
    List<Viewer.State> states = new ArrayList<>();
    long begunNs = System.nanoTime();
    for (int second = 0; second <= seconds; second++) {
      for (long left = begunNs + second * SECOND_NS - System.nanoTime();
          left > 0;
          left = begunNs + second * SECOND_NS - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      states.add(viewer.state());
    }
    Phase phase = new Phase(title, states, viewer.longestGapMs());
    System.err.printf("  %s: %d lines%n", title, phase.settledHeight());
    return phase;
  }

  private void report(Setting setting, List<Phase> phases) throws IOException {
    System.out.println(setting.line());
    System.out.printf(
        "%-32s %14s %8s %14s %14s%n", "path", "settled", "lines", "since second", "longest wait");
    for (Phase phase : phases) {
      System.out.printf(
          "%-32s %7.0f kbit/s %8d %14d %11.0f ms%n",
          phase.title(),
          phase.settledBps() / 1_000,
          phase.settledHeight(),
          phase.settledAfterS(),
          phase.longestGapMs());
    }
    if (json != null) {
      ObjectNode result =
          new ObjectMapper().createObjectNode().put("schema", 1).put("measurement", "network");
      setting.addTo(result.putObject("setting"));
      ArrayNode array = result.putArray("phases");
      for (Phase phase : phases) {
        array
            .addObject()
            .put("path", phase.title())
            .put("settledBps", phase.settledBps())
            .put("settledHeight", phase.settledHeight())
            .put("settledAfterS", phase.settledAfterS())
            .put("longestGapMs", phase.longestGapMs());
      }
      Files.writeString(json, result.toPrettyString() + "\n");
    }
  }
}
