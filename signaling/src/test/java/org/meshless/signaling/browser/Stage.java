package org.meshless.signaling.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a class of browser tests plays on: one server, browsers as they are needed, and members that
 * go home after every test. Of a test that failed, what every page showed and wrote to its console
 * is kept in target/browser.
 */
final class Stage implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

  private static final Path KEPT = Path.of("target", "browser");

  private final List<String> jvmOptions;
  private final List<String> options;
  private final Map<Class<?>, Browser> browsers = new HashMap<>();
  private final List<Member> members = new ArrayList<>();
  private Path log = KEPT;
  private @Nullable ServerProcess server;

  /** A server as it comes. */
  Stage() {
    this(List.of(), List.of());
  }

  /**
   * A server with settings.
   *
   * @param jvmOptions of its JVM
   * @param options of its own
   */
  Stage(List<String> jvmOptions, List<String> options) {
    this.jvmOptions = List.copyOf(jvmOptions);
    this.options = List.copyOf(options);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    log = KEPT.resolve(context.getRequiredTestClass().getSimpleName() + "-server.log");
    server = ServerProcess.start(log, jvmOptions, options);
  }

  /** Stops the server as an operator does, and starts it again where it was. */
  void restartServer() {
    int port = server().url().getPort();
    server().close();
    List<String> same = new ArrayList<>(options);
    same.addAll(List.of("--port", Integer.toString(port)));
    server = ServerProcess.start(log, jvmOptions, same);
  }

  ServerProcess server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  /** Random per test: what another one left behind is not mistaken for this one's. */
  static int newRun() {
    return ThreadLocalRandom.current().nextInt(1 << 16);
  }

  static String newRoom() {
    return "test-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  /** Somebody at the room's door in Chromium. */
  Member chromium(String room, String name, SyntheticMedia media) {
    return member(ChromiumBrowser.class, ChromiumBrowser::start, room, name, media);
  }

  /** Somebody at the room's door in Firefox. */
  Member firefox(String room, String name, SyntheticMedia media) {
    return member(FirefoxBrowser.class, FirefoxBrowser::new, room, name, media);
  }

  private Member member(
      Class<?> kind, Supplier<Browser> start, String room, String name, SyntheticMedia media) {
    BrowserPage page = browsers.computeIfAbsent(kind, ignored -> start.get()).newPage(media);
    Member member = new Member(name, page, media);
    members.add(member);
    member.approach(server().url(), room);
    return member;
  }

  /** Closes a member's page, as if the tab were closed. */
  void close(Member member) {
    members.remove(member);
    member.page().close();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      Path folder =
          KEPT.resolve(
              context.getRequiredTestClass().getSimpleName()
                  + "."
                  + context.getRequiredTestMethod().getName());
      members.forEach(member -> keep(member, folder));
    }
    members.forEach(member -> member.page().close());
    members.clear();
  }

  private static void keep(Member member, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(member.name() + ".png"), member.page().screenshot());
      Files.write(folder.resolve(member.name() + ".console.log"), member.page().console());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    browsers.values().forEach(Browser::close);
    if (server != null) {
      server.close();
    }
  }
}
