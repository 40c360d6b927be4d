package org.meshless.perf.recover;

import java.net.URI;
import java.time.Duration;
import org.meshless.signaling.browser.BrowserPage;
import org.meshless.signaling.browser.ChromiumBrowser;
import org.meshless.signaling.browser.SyntheticMedia;

/**
 * A page of a real Chromium with one other in the room that notes when it presented each frame of
 * theirs, whichever element shows it. Confined to the browser's thread.
 */
final class WatchedPage implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final String WATCH =
      """
      (() => {
        const frames = [];
        const states = [];
        const seen = new WeakSet();
        const attach = (video) => {
          if (seen.has(video)) return;
          seen.add(video);
          const onFrame = (now, {presentationTime}) => {
            frames.push(performance.timeOrigin + presentationTime);
            if (frames.length > 20000) frames.shift();
            if (video.isConnected) video.requestVideoFrameCallback(onFrame);
          };
          video.requestVideoFrameCallback(onFrame);
        };
        const attachAll = () =>
          document.querySelectorAll('video[data-participant]:not([data-self])').forEach(attach);
        new MutationObserver(attachAll).observe(document, {childList: true, subtree: true});
        attachAll();
        const noteState = ({detail}) =>
          states.push({at: performance.timeOrigin + performance.now(), ...detail});
        meshless.room.addEventListener('state', noteState);
        window.recovery = {
          frames: (since) => frames.filter((at) => at >= since).length,
          // The longest wait for a frame among those that were under way at or began after `since`.
          gap: (since) => {
            let last = frames.findLast((at) => at < since) ?? since;
            let longest = {ms: 0, end: since};
            for (const at of frames) {
              if (at < since) continue;
              if (at - last > longest.ms) longest = {ms: at - last, end: at};
              last = at;
            }
            return longest;
          },
          connectedAgain: (since) =>
            states.find(({at, state, back}) => at >= since && state === 'connected' && back)?.at,
          ufrag: () =>
            /a=ice-ufrag:(\\S+)/.exec(meshless.room.peerConnection.remoteDescription?.sdp)?.[1],
          // What the browser does by itself when all paths have failed.
          failPath: () => {
            const connection = meshless.room.peerConnection;
            Object.defineProperty(connection, 'connectionState', {value: 'failed', configurable: true});
            connection.dispatchEvent(new Event('connectionstatechange'));
            delete connection.connectionState;
          },
        };
        return true;
      })()\
      """;

  private final BrowserPage page;

  private WatchedPage(BrowserPage page) {
    this.page = page;
  }

  /** Joins with a mark of its own. */
  static WatchedPage join(ChromiumBrowser chromium, URI server, int publisher) {
    BrowserPage page = chromium.newPage(SyntheticMedia.marked(0, publisher));
    page.open(server.resolve("/r/recover?name=P" + publisher));
    page.await("harness.previewing()", DEADLINE);
    page.click("Join");
    page.await("window.meshless?.room", DEADLINE);
    return new WatchedPage(page);
  }

  /** Begins to note the frames of the other one, and waits for the first of them. */
  void watch() {
    page.evaluate(WATCH);
    page.await("recovery.frames(0) > 20", DEADLINE);
  }

  /** A wait for a frame. */
  record Gap(double ms, double endMs) {}

  /**
   * The longest wait for a frame since a time, once all is well again: some frames have come after.
   */
  Gap gap(double sinceMs, double wellAgainMs) {
    page.await("recovery.frames(%f) > 20".formatted(wellAgainMs), DEADLINE);
    var gap = page.evaluate("recovery.gap(%f)".formatted(sinceMs));
    return new Gap(gap.path("ms").asDouble(), gap.path("end").asDouble());
  }

  /** Waits until the seat is held by a connection again; when that was. */
  double connectedAgain(double sinceMs) {
    return page.await("recovery.connectedAgain(%f)".formatted(sinceMs), DEADLINE).asDouble();
  }

  String remoteUfrag() {
    return page.evaluate("recovery.ufrag()").asText();
  }

  void failPath() {
    page.evaluate("recovery.failPath()");
  }

  /** Waits until the server's credentials are others; when that was seen. */
  double awaitOtherUfrag(String former) {
    return page.await(
            "recovery.ufrag() !== '%s' && performance.timeOrigin + performance.now()"
                .formatted(former),
            DEADLINE)
        .asDouble();
  }

  @Override
  public void close() {
    page.close();
  }
}
