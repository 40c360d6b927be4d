package org.meshless.perf.recover;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.report.Setting;
import org.meshless.signaling.browser.ChromiumBrowser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks what can break between a page and the server, and waits for the picture. */
@Command(
    name = "recover",
    description = {
      "Cuts the WebSocket, changes the client's address, restarts ICE and restarts the server,",
      "several times each: how long until there is a picture again. Two pages of a real Chromium",
      "look at each other; the address is changed, and ICE restarted, for a light client as well."
    },
    mixinStandardHelpOptions = true)
public final class RecoverCommand implements Callable<Integer> {
  private static final int WATCHER = 1;
  private static final int WATCHED = 2;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "how often each; default: ${DEFAULT-VALUE}")
  private int runs = 5;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description = "how often the server is restarted; default: ${DEFAULT-VALUE}")
  private int restarts = 3;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the result there")
  private @Nullable Path json;

  private final Outage socketBack =
      new Outage("webSocketCutToResumed", "WebSocket cut: until the seat is taken up again");
  private final Outage socketGap =
      new Outage("webSocketCutLongestFrameGap", "WebSocket cut: longest wait for a frame");
  private final Outage addressChanged =
      new Outage("addressChangeToMedia", "address changed (light client): until media comes there");
  private final Outage iceLight =
      new Outage("iceRestartToPath", "ICE restarted (light client): from offer to path confirmed");
  private final Outage iceAnswered =
      new Outage("iceRestartToAnswer", "ICE restarted (Chromium): until it is negotiated");
  private final Outage iceGap =
      new Outage("iceRestartLongestFrameGap", "ICE restarted (Chromium): longest wait for a frame");
  private final Outage restartTotal =
      new Outage("serverRestartToPicture", "server restarted: from SIGTERM to the picture");
  private final Outage restartReady =
      new Outage("serverReadyToPicture", "server restarted: from its readiness to the picture");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Setting setting = Setting.here();
    try (RestartableServer server =
            RestartableServer.start(Files.createTempDirectory("meshless").resolve("server.log"));
        TcpRelay relay = TcpRelay.to(server.address())) {
      light(server.url());
      URI door = URI.create("http://127.0.0.1:" + relay.port() + "/");
      try (ChromiumBrowser chromium = ChromiumBrowser.start();
          WatchedPage watched = WatchedPage.join(chromium, server.url(), WATCHED);
          WatchedPage watcher = WatchedPage.join(chromium, door, WATCHER)) {
        watched.watch();
        watcher.watch();
        System.err.println("  both pages see each other");
        for (int i = 0; i < runs; i++) {
          cutSocket(watcher, relay);
        }
        for (int i = 0; i < runs; i++) {
          restartIce(watcher);
        }
        for (int i = 0; i < restarts; i++) {
          restartServer(watcher, server);
        }
      }
    }
    report(setting);
    return 0;
  }

  private void light(URI server) throws IOException, InterruptedException {
    try (LightRecovery light = new LightRecovery(server)) {
      for (int i = 0; i < runs; i++) {
        addressChanged.add(light.move());
        iceLight.add(light.restartIce());
      }
    }
  }

  private void cutSocket(WatchedPage watcher, TcpRelay relay) {
    double cutMs = System.currentTimeMillis();
    relay.cut();
    double backMs = watcher.connectedAgain(cutMs);
    System.err.printf("  WebSocket cut: back after %.0f ms%n", backMs - cutMs);
    socketBack.add(backMs - cutMs);
    socketGap.add(watcher.gap(cutMs, backMs).ms());
  }

  private void restartIce(WatchedPage watcher) {
    String former = watcher.remoteUfrag();
    double brokenMs = System.currentTimeMillis();
    watcher.failPath();
    double answeredMs = watcher.awaitOtherUfrag(former);
    System.err.printf("  ICE restarted: negotiated after %.0f ms%n", answeredMs - brokenMs);
    iceAnswered.add(answeredMs - brokenMs);
    iceGap.add(watcher.gap(brokenMs, answeredMs).ms());
  }

  private void restartServer(WatchedPage watcher, RestartableServer server) throws IOException {
    double endedMs = System.currentTimeMillis();
    double readyMs = server.restart();
    double backMs = watcher.connectedAgain(endedMs);
    WatchedPage.Gap gap = watcher.gap(endedMs, backMs);
    System.err.printf("  server restarted: picture after %.0f ms%n", gap.endMs() - endedMs);
    restartTotal.add(gap.endMs() - endedMs);
    restartReady.add(gap.endMs() - readyMs);
  }

  private List<Outage> outages() {
    List<Outage> outages =
        new ArrayList<>(
            List.of(socketBack, socketGap, addressChanged, iceLight, iceAnswered, iceGap));
    if (restarts > 0) {
      outages.add(restartTotal);
      outages.add(restartReady);
    }
    return outages;
  }

  private void report(Setting setting) throws IOException {
    System.out.println(setting.line());
    outages().forEach(outage -> System.out.println(outage.line()));
    if (json != null) {
      ObjectNode result =
          new ObjectMapper().createObjectNode().put("schema", 1).put("measurement", "recover");
      setting.addTo(result.putObject("setting"));
      outages().forEach(outage -> outage.addTo(result));
      Files.writeString(json, result.toPrettyString() + "\n");
    }
  }
}
