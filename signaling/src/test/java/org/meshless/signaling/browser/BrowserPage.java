package org.meshless.signaling.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One page of a real browser in a profile of its own. Confined to the thread that opened its
 * browser.
 */
public interface BrowserPage extends AutoCloseable {

  /** Navigates and returns when the document has loaded. */
  void open(URI url);

  /**
   * The value of a JavaScript expression, awaited if it is a promise.
   *
   * @throws IllegalStateException with the script's error if it throws
   */
  JsonNode evaluate(String expression);

  /**
   * Waits until a JavaScript expression (or the promise it gives) is truthy, and returns its value.
   *
   * @throws AssertionError with the expression and its last value once the deadline has passed
   */
  default JsonNode await(String condition, Duration deadline) {
    JsonNode outcome =
        evaluate(
            """
            (async () => {
              const end = performance.now() + %d;
              for (;;) {
                const value = await (%s);
                if (value) return {met: true, value};
                if (performance.now() > end) return {met: false, value: value ?? null};
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
            })()\
            """
                .formatted(deadline.toMillis(), condition));
    if (!outcome.path("met").asBoolean()) {
      throw new AssertionError(
          "not within %d ms: %s (last: %s)"
              .formatted(deadline.toMillis(), condition, outcome.path("value")));
    }
    return outcome.path("value");
  }

  /** Clicks the one visible button that has exactly this accessible name. */
  void click(String accessibleName);

  /** Puts text in place of what the text box of this accessible name holds, as if typed. */
  void fill(String accessibleName, String text);

  void setViewport(int width, int height);

  /** What the page shows now, as PNG. */
  byte[] screenshot();

  /** What the page has written to its console so far, errors included. */
  List<String> console();

  @Override
  void close();
}
