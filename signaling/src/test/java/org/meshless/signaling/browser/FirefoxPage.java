package org.meshless.signaling.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page of {@link FirefoxBrowser}. */
final class FirefoxPage implements BrowserPage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTROL = "\uE009";
  private static final String DELETE = "\uE017";

  private final FirefoxProcess process;
  private final Bidi bidi;
  private final String context;
  private final List<String> console = new CopyOnWriteArrayList<>();

  FirefoxPage(SyntheticMedia media) {
    process = FirefoxProcess.start(media.toneHz());
    bidi = new Bidi(process.endpoint(), this::onEvent);
    ObjectNode session = Bidi.parameters();
    session.putObject("capabilities");
    bidi.send("session.new", session);
    ObjectNode events = Bidi.parameters();
    events.putArray("events").add("log.entryAdded");
    bidi.send("session.subscribe", events);
    bidi.send(
        "script.addPreloadScript",
        Bidi.parameters().put("functionDeclaration", media.initFunction()));
    context =
        bidi.send("browsingContext.create", Bidi.parameters().put("type", "window"))
            .path("context")
            .asText();
  }

  private void onEvent(JsonNode event) {
    if (event.path("method").asText().equals("log.entryAdded")) {
      JsonNode entry = event.path("params");
      console.add(entry.path("level").asText() + ": " + entry.path("text").asText());
    }
  }

  private ObjectNode inContext() {
    return Bidi.parameters().put("context", context);
  }

  @Override
  public void open(URI url) {
    bidi.send(
        "browsingContext.navigate", inContext().put("url", url.toString()).put("wait", "complete"));
  }

  @Override
  public JsonNode evaluate(String expression) {
    // The protocol has a serialisation of its own; a string of JSON passes through it unchanged.
    ObjectNode parameters =
        Bidi.parameters()
            .put("expression", "(async () => JSON.stringify(await (" + expression + ")))()")
            .put("awaitPromise", true)
            .put("resultOwnership", "none");
    parameters.putObject("target").put("context", context);
    JsonNode reply = bidi.send("script.evaluate", parameters);
    if (reply.path("type").asText().equals("exception")) {
      throw new IllegalStateException(
          reply.path("exceptionDetails").path("text").asText() + "\nin " + expression);
    }
    JsonNode value = reply.path("result").path("value");
    try {
      return value.isTextual() ? JSON.readTree(value.asText()) : NullNode.getInstance();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void click(String accessibleName) {
    click(locate("button", accessibleName));
  }

  @Override
  public void fill(String accessibleName, String text) {
    click(locate("textbox", accessibleName));
    ObjectNode actions = inContext();
    ArrayNode keys =
        actions
            .putArray("actions")
            .addObject()
            .put("type", "key")
            .put("id", "keys")
            .putArray("actions");
    keys.addObject().put("type", "keyDown").put("value", CONTROL);
    press(keys, "a");
    keys.addObject().put("type", "keyUp").put("value", CONTROL);
    press(keys, DELETE);
    text.codePoints().forEach(character -> press(keys, Character.toString(character)));
    bidi.send("input.performActions", actions);
  }

  private static void press(ArrayNode keys, String key) {
    keys.addObject().put("type", "keyDown").put("value", key);
    keys.addObject().put("type", "keyUp").put("value", key);
  }

  private JsonNode locate(String role, String name) {
    ObjectNode parameters = inContext();
    ObjectNode locator = parameters.putObject("locator").put("type", "accessibility");
    locator.putObject("value").put("role", role).put("name", name);
    JsonNode nodes = bidi.send("browsingContext.locateNodes", parameters).path("nodes");
    if (nodes.size() != 1) {
      throw new AssertionError(
          "%d elements of role %s are named \"%s\"".formatted(nodes.size(), role, name));
    }
    return nodes.path(0);
  }

  private void click(JsonNode node) {
    ObjectNode actions = inContext();
    ArrayNode pointer =
        actions
            .putArray("actions")
            .addObject()
            .put("type", "pointer")
            .put("id", "mouse")
            .putArray("actions");
    ObjectNode move = pointer.addObject().put("type", "pointerMove").put("x", 0).put("y", 0);
    move.putObject("origin")
        .put("type", "element")
        .putObject("element")
        .put("sharedId", node.path("sharedId").asText());
    pointer.addObject().put("type", "pointerDown").put("button", 0);
    pointer.addObject().put("type", "pointerUp").put("button", 0);
    bidi.send("input.performActions", actions);
  }

  @Override
  public void setViewport(int width, int height) {
    ObjectNode parameters = inContext();
    parameters.putObject("viewport").put("width", width).put("height", height);
    bidi.send("browsingContext.setViewport", parameters);
  }

  @Override
  public byte[] screenshot() {
    return Base64.getDecoder()
        .decode(bidi.send("browsingContext.captureScreenshot", inContext()).path("data").asText());
  }

  @Override
  public List<String> console() {
    return List.copyOf(console);
  }

  @Override
  public void close() {
    bidi.close();
    process.close();
  }
}
