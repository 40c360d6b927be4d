package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody at a page of a real browser: before the door, then in a room, and what they see and hear
 * of the others there. Confined to its browser's thread.
 *
 * @param name the name they came with; in the room it may be another
 */
record Member(String name, BrowserPage page, SyntheticMedia media) {

  static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Tones are read in steps of 10 Hz and are 150 Hz apart. */
  private static final int TONE_TOLERANCE_HZ = 15;

  /** A JavaScript string. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  /**
   * Opens the room's link; the name is filled in.
   *
   * @param room its name, and further parameters after a question mark
   */
  void approach(URI server, String room) {
    page.open(
        server.resolve(
            "/r/" + room + (room.contains("?") ? "&" : "?") + "name=" + name.replace(" ", "%20")));
  }

  /** Presses Join, once the camera's picture is there, and waits to be in the room. */
  void join() {
    if (media.refuse() == null) {
      page.await("harness.previewing()", DEADLINE);
    }
    page.click("Join");
    page.await("document.querySelector('video[data-self]')", DEADLINE);
  }

  /** What the page has done with its peer connections and devices. */
  JsonNode connections() {
    return page.evaluate("harness.connections()");
  }

  int offers() {
    return connections().path("offers").asInt();
  }

  /** Waits until this member sees and hears the other one under the name they came with. */
  void meets(Member other) {
    sees(other.name, other.media);
    hears(other.name, other.media);
  }

  /**
   * Waits until the participant's tile shows this publisher's mark, then until it shows the mark of
   * a later second, more frames having been decoded meanwhile.
   */
  void sees(String participant, SyntheticMedia publisher) {
    sees(participant, publisher, DEADLINE);
  }

  void sees(String participant, SyntheticMedia publisher, Duration deadline) {
    String mark =
        """
        ((mark) => mark?.run === %d && mark.publisher === %d && mark)(harness.mark(%s))\
        """
            .formatted(publisher.run(), publisher.publisher(), quoted(participant));
    int second = page.await(mark, deadline).path("second").asInt();
    long decoded = video(participant).path("framesDecoded").asLong();
    page.await("(%s).second > %d".formatted(mark, second), deadline);
    page.await("harness.uncovered(%s)".formatted(quoted(participant)), deadline);
    page.await(
        "harness.video(%s).then((video) => video?.framesDecoded > %d)"
            .formatted(quoted(participant), decoded),
        deadline);
  }

  /** Waits until the sound that belongs to the participant's picture is this publisher's tone. */
  void hears(String participant, SyntheticMedia publisher) {
    page.await(
        "harness.tone(%s).then((hz) => hz && Math.abs(hz - %d) < %d)"
            .formatted(quoted(participant), publisher.toneHz(), TONE_TOLERANCE_HZ),
        DEADLINE);
  }

  /** Waits until something in the page plays that sound aloud. */
  void hearsAloud(String participant) {
    page.await("harness.audible(%s)".formatted(quoted(participant)), DEADLINE);
  }

  void hearsNothingFrom(String participant) {
    page.await(
        "harness.tone(%s).then((hz) => hz === null)".formatted(quoted(participant)), DEADLINE);
  }

  /** The inbound-rtp statistics of the slot behind the participant's picture. */
  JsonNode video(String participant) {
    return page.evaluate("harness.video(%s)".formatted(quoted(participant)));
  }

  /** The inbound-rtp statistics of the slot behind the participant's sound. */
  JsonNode audio(String participant) {
    return page.evaluate("harness.audio(%s)".formatted(quoted(participant)));
  }

  /** Waits until the participant's picture arrives in this codec, like "VP8". */
  void receivesIn(String participant, String codec) {
    page.await(
        "harness.codecOf(%s).then((codec) => codec === %s)"
            .formatted(quoted(participant), quoted(codec)),
        DEADLINE);
  }

  void awaitTile(String participant) {
    page.await("harness.videoOf(%s)".formatted(quoted(participant)), DEADLINE);
  }

  void awaitNoTile(String participant) {
    page.await("!harness.videoOf(%s)".formatted(quoted(participant)), DEADLINE);
  }

  /** Waits until the participant's tile says this of them, like "muted" or "camera off". */
  void awaitMark(String participant, String mark) {
    page.await(
        "harness.marks(%s)?.includes(%s)".formatted(quoted(participant), quoted(mark)), DEADLINE);
  }

  void awaitNoMark(String participant, String mark) {
    page.await(
        "harness.marks(%s)?.includes(%s) === false".formatted(quoted(participant), quoted(mark)),
        DEADLINE);
  }

  /**
   * However many are in the room: one peer connection, one upload of camera and microphone each.
   */
  void hasOneConnection() {
    JsonNode connections = connections();
    assertEquals(1, connections.path("peerConnections").asInt(), "peer connections");
    assertEquals(1, connections.path("cameras").asInt(), "senders with a camera");
    assertEquals(1, connections.path("microphones").asInt(), "senders with a microphone");
  }

  /** Opens the chat; its messages can be read from then on. */
  void opensChat() {
    page.click("Chat");
  }

  void writes(String text) {
    page.fill("Message", text);
    page.click("Send");
  }

  /**
   * Chooses somebody from the list of people and writes to them alone; the chat is open afterwards.
   *
   * @param people how many are in the room
   */
  void writesTo(String participant, String text, int people) {
    page.click("People, %d here".formatted(people));
    page.click("Write to " + participant);
    writes(text);
  }

  /** Waits until the last of all messages in the open chat is this one. */
  void awaitMessage(String text) {
    page.await("harness.messages().at(-1) === %s".formatted(quoted(text)), DEADLINE);
  }

  /** All messages in the open chat. */
  List<String> messages() {
    List<String> messages = new ArrayList<>();
    page.evaluate("harness.messages()").forEach(message -> messages.add(message.asText()));
    return messages;
  }
}
