package org.meshless.signaling.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A page of {@link ChromiumBrowser}. */
public final class ChromiumPage implements BrowserPage {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BrowserContext context;
  private final Page page;
  private final CDPSession devTools;
  private final List<String> console = new ArrayList<>();

  ChromiumPage(BrowserContext context, SyntheticMedia media) {
    this.context = context;
    context.grantPermissions(List.of("camera", "microphone"));
    context.addInitScript("(" + media.initFunction() + ")();");
    page = context.newPage();
    page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
    page.onPageError(error -> console.add("uncaught: " + error));
    devTools = context.newCDPSession(page);
  }

  @Override
  public void open(URI url) {
    page.navigate(url.toString());
  }

  /**
   * Over the protocol rather than by Playwright's own evaluate, which is an {@code eval} in the
   * page and fails under the page's Content-Security-Policy.
   */
  @Override
  public JsonNode evaluate(String expression) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("expression", expression);
    parameters.addProperty("awaitPromise", true);
    parameters.addProperty("returnByValue", true);
    JsonNode reply = read(devTools.send("Runtime.evaluate", parameters).toString());
    JsonNode failure = reply.path("exceptionDetails");
    if (!failure.isMissingNode()) {
      throw new IllegalStateException(
          failure.path("exception").path("description").asText(failure.toString())
              + "\nin "
              + expression);
    }
    return reply.path("result").path("value");
  }

  private static JsonNode read(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void click(String accessibleName) {
    page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName(accessibleName).setExact(true))
        .click();
  }

  @Override
  public void fill(String accessibleName, String text) {
    page.getByRole(
            AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(accessibleName).setExact(true))
        .fill(text);
  }

  @Override
  public void setViewport(int width, int height) {
    page.setViewportSize(width, height);
  }

  /** What the page learns of {@code prefers-color-scheme}. */
  public void setColorScheme(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  @Override
  public byte[] screenshot() {
    return page.screenshot();
  }

  @Override
  public List<String> console() {
    return List.copyOf(console);
  }

  @Override
  public void close() {
    context.close();
  }
}
