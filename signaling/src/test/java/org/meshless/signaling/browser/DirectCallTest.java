package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The harness proven without a server of ours: two pages call each other directly, and what the
 * harness reads on one side is what it drew on the other.
 */
@Tag("browser")
class DirectCallTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final SyntheticMedia ANNS = SyntheticMedia.marked(0xBEEF, 1);
  private static final SyntheticMedia BOBS = SyntheticMedia.marked(0xBEEF, 2);

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    byte[] page;
    try (InputStream resource = DirectCallTest.class.getResourceAsStream("direct.html")) {
      page = java.util.Objects.requireNonNull(resource).readAllBytes();
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private BrowserPage open(Browser browser, SyntheticMedia media) {
    BrowserPage page = browser.newPage(media);
    page.open(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    return page;
  }

  @Test
  void chromiumAndChromiumRecogniseEachOther() {
    recogniseEachOther(ChromiumBrowser::start, ChromiumBrowser::start);
  }

  @Test
  void chromiumAndFirefoxRecogniseEachOther() {
    recogniseEachOther(ChromiumBrowser::start, FirefoxBrowser::new);
  }

  private void recogniseEachOther(Supplier<Browser> first, Supplier<Browser> second) {
    try (Browser here = first.get();
        Browser there = second.get();
        BrowserPage annsPage = open(here, ANNS);
        BrowserPage bobsPage = open(there, BOBS)) {
      Member ann = new Member("Ann", annsPage, ANNS);
      Member bob = new Member("Bob", bobsPage, BOBS);
      JsonNode offer = annsPage.evaluate("offer('Bob')");
      JsonNode answer = bobsPage.evaluate("answer('Ann', " + offer + ")");
      annsPage.evaluate("accept(" + answer + ")");

      ann.meets(bob);
      bob.meets(ann);
      assertThrows(
          AssertionError.class,
          () -> ann.sees("Bob", ann.media(), Duration.ofMillis(500)),
          "Bob is not mistaken for Ann");

      ann.hasOneConnection();
      bob.hasOneConnection();

      bobsPage.evaluate("mute()");
      ann.hearsNothingFrom("Bob");
    }
  }

  @Test
  void chromiumIsPressedAndTypedInto() {
    pressedAndTypedInto(ChromiumBrowser::start);
  }

  @Test
  void firefoxIsPressedAndTypedInto() {
    pressedAndTypedInto(FirefoxBrowser::new);
  }

  @Test
  void chromiumShowsBothColourSchemes() {
    try (ChromiumBrowser browser = ChromiumBrowser.start();
        ChromiumPage page = browser.newPage(SyntheticMedia.marked(1, 1))) {
      page.setColorScheme(ColorScheme.DARK);
      page.await("matchMedia('(prefers-color-scheme: dark)').matches", DEADLINE);
      page.setColorScheme(ColorScheme.LIGHT);
      page.await("matchMedia('(prefers-color-scheme: light)').matches", DEADLINE);
    }
  }

  private void pressedAndTypedInto(Supplier<Browser> start) {
    try (Browser browser = start.get();
        BrowserPage page = open(browser, SyntheticMedia.marked(1, 1))) {
      page.click("Press");
      page.await("document.title === 'pressed'", DEADLINE);
      page.fill("Say", "first");
      page.fill("Say", "héllo");
      page.await("document.title === 'héllo'", DEADLINE);
      page.setViewport(390, 844);
      page.await("innerWidth === 390", DEADLINE);
      assertTrue(page.screenshot().length > 1000);
    }
  }
}
