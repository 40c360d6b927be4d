package org.meshless.signaling.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Firefox with a profile of its own. */
record FirefoxProcess(Process process, Path profile, URI endpoint) implements AutoCloseable {

  private static final List<Path> PLACES =
      Stream.of("/usr/bin/firefox-esr", "/usr/bin/firefox").map(Path::of).toList();

  private static final List<String> PREFERENCES =
      List.of(
          // A made-up camera and microphone, given without asking.
          "user_pref(\"media.navigator.streams.fake\", true);",
          "user_pref(\"media.navigator.permission.disabled\", true);",
          "user_pref(\"permissions.default.microphone\", 1);",
          "user_pref(\"permissions.default.camera\", 1);",
          // A server on 127.0.0.1 is reached.
          "user_pref(\"media.peerconnection.ice.loopback\", true);",
          "user_pref(\"media.peerconnection.ice.obfuscate_host_addresses\", false);",
          // Sound without a click, and timers that keep time in pages behind others.
          "user_pref(\"media.autoplay.default\", 0);",
          "user_pref(\"media.autoplay.blocking_policy\", 0);",
          "user_pref(\"dom.min_background_timeout_value\", 4);",
          "user_pref(\"dom.timeout.enable_budget_timer_throttling\", false);",
          // Nothing but the test talks to the network.
          "user_pref(\"app.update.enabled\", false);",
          "user_pref(\"browser.shell.checkDefaultBrowser\", false);",
          "user_pref(\"browser.startup.page\", 0);",
          "user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);",
          "user_pref(\"media.gmp-manager.updateEnabled\", false);",
          "user_pref(\"network.captive-portal-service.enabled\", false);",
          "user_pref(\"network.connectivity-service.enabled\", false);",
          "user_pref(\"toolkit.telemetry.reportingpolicy.firstRun\", false);");

  static FirefoxProcess start(int microphoneHz) {
    Path executable =
        PLACES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("no Firefox here; run: apt-get install firefox-esr"));
    try {
      Path profile = Files.createTempDirectory("meshless-firefox");
      List<String> preferences = new ArrayList<>(PREFERENCES);
      preferences.add(
          "user_pref(\"media.navigator.audio.fake_frequency\", %d);".formatted(microphoneHz));
      Files.write(profile.resolve("user.js"), preferences);
      ProcessBuilder command =
          new ProcessBuilder(
                  executable.toString(),
                  "--headless",
                  "--no-remote",
                  "--profile",
                  profile.toString(),
                  "--remote-debugging-port",
                  "0",
                  "about:blank")
              .redirectErrorStream(true);
      command.environment().put("HOME", profile.toString());
      Process process = command.start();
      return new FirefoxProcess(process, profile, endpoint(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Firefox names its endpoint on the error output; the rest of that is drained unread. */
  private static URI endpoint(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    String announced = "WebDriver BiDi listening on ";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf(announced);
      if (at >= 0) {
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
        return URI.create(line.substring(at + announced.length()).strip() + "/session");
      }
    }
    throw new IllegalStateException("Firefox ended without opening its remote end");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A profile left in the temporary folder does no harm.
    }
  }
}
