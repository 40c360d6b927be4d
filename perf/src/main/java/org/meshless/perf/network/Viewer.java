package org.meshless.perf.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import org.meshless.signaling.browser.BrowserPage;
import org.meshless.signaling.browser.ChromiumBrowser;
import org.meshless.signaling.browser.SyntheticMedia;

/**
 * A page of a real Chromium whose media take the way through a relay, and the one it watches, whose
 * media do not. Confined to the browser's thread.
 */
final class Viewer implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String PUBLISHER = "Publisher";

  /** The server's address in the answer gives way to the relay's. */
  private static final String DETOUR =
      """
      ((relayPort) => {
        const native = RTCPeerConnection.prototype.setRemoteDescription;
        RTCPeerConnection.prototype.setRemoteDescription = function (description) {
          const sdp = description.sdp.replace(
              /^(a=candidate:\\S+ 1 udp \\d+) \\S+ (\\d+)/gim,
              (_, before, port) => {
                window.mediaPort = Number(port);
                return `${before} 127.0.0.1 ${relayPort}`;
              });
          return native.call(this, {type: description.type, sdp});
        };
        return true;
      })\
      """;

  private final BrowserPage publisher;
  private final BrowserPage page;

  private Viewer(BrowserPage publisher, BrowserPage page) {
    this.publisher = publisher;
    this.page = page;
  }

  /** Joins, after somebody with a camera of 720 lines. */
  static Viewer join(ChromiumBrowser chromium, URI server, UdpRelay relay) {
    BrowserPage publisher = enter(chromium, server, PUBLISHER, SyntheticMedia.device(1, 720));
    publisher.click("Join");
    publisher.await("window.meshless?.room", DEADLINE);
    BrowserPage page =
        enter(
            chromium, server, "Viewer", SyntheticMedia.device(2, 180).refusing("NotAllowedError"));
    page.evaluate(DETOUR + "(" + relay.port() + ")");
    page.click("Join");
    relay.server(page.await("window.mediaPort", DEADLINE).asInt());
    page.await("harness.uncovered('" + PUBLISHER + "')", DEADLINE);
    return new Viewer(publisher, page);
  }

  private static BrowserPage enter(
      ChromiumBrowser chromium, URI server, String name, SyntheticMedia media) {
    BrowserPage page = chromium.newPage(media);
    page.open(server.resolve("/r/network?name=" + name));
    page.await("harness.previewing() || document.querySelector('[role=alert]')", DEADLINE);
    return page;
  }

  /**
   * How it stands.
   *
   * @param height of the picture, in lines
   * @param bytes received so far, payloads of video alone
   * @param atMs when, by the browser
   */
  record State(int height, long bytes, double atMs) {}

  State state() {
    JsonNode video = page.evaluate("harness.video('" + PUBLISHER + "')");
    return new State(
        video.path("frameHeight").asInt(),
        video.path("bytesReceived").asLong(),
        video.path("timestamp").asDouble());
  }

  /** From now on waits for frames are noted anew. */
  void watch() {
    page.evaluate("harness.watchFrames('" + PUBLISHER + "')");
  }

  /** The longest wait for a frame since then, in milliseconds. */
  double longestGapMs() {
    return page.evaluate("harness.gap('" + PUBLISHER + "')").path("longestMs").asDouble();
  }

  @Override
  public void close() {
    page.close();
    publisher.close();
  }
}
