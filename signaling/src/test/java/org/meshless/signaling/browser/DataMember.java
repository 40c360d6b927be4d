package org.meshless.signaling.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;

/**
 * Somebody at a real browser who uses the client library alone, for its data channels. Confined to
 * its browser's thread.
 */
record DataMember(String name, BrowserPage page) {
  static final Duration DEADLINE = Duration.ofSeconds(40);

  /** Joins the room of a page that stands at its door. */
  static DataMember join(Member member, String room) {
    member.page().evaluate(script());
    DataMember joined = new DataMember(member.name(), member.page());
    joined.run("join(%s, %s)".formatted(Member.quoted(room), Member.quoted(member.name())));
    return joined;
  }

  private static String script() {
    try (InputStream script = DataMember.class.getResourceAsStream("data.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode run(String call) {
    return page.evaluate("data." + call);
  }

  /**
   * Opens a channel, and waits until it is open.
   *
   * @param options like {@code {ordered: false}}
   */
  void open(String label, String options) {
    run("open(%s, %s)".formatted(Member.quoted(label), options));
  }

  void close(String label) {
    run("close(%s)".formatted(Member.quoted(label)));
  }

  void send(String label, String text) {
    run("send(%s, %s)".formatted(Member.quoted(label), Member.quoted(text)));
  }

  void sendTo(String other, String label, String text) {
    run(
        "send(%s, %s, %s)"
            .formatted(Member.quoted(label), Member.quoted(text), Member.quoted(other)));
  }

  /** Sends so many bytes that the receiver can check; the outcome is true or an error's code. */
  String sendBytes(String label, int length) {
    return run("sendBytes(%s, %d)".formatted(Member.quoted(label), length)).asText();
  }

  /** Waits for so many messages, and returns them. */
  JsonNode awaitMessages(String label, int count) {
    String messages = "data.messages(%s)".formatted(Member.quoted(label));
    return page.await("%s.length >= %d && %s".formatted(messages, count, messages), DEADLINE);
  }

  /** Waits until chat reaches that person over a data channel. */
  void awaitReachable(String other) {
    page.await("data.people().includes(%s)".formatted(Member.quoted(other)), DEADLINE);
  }

  /** Opens so many channels, and waits until all of them are open. */
  void openMany(int count) {
    run("openMany(%d)".formatted(count));
  }

  /** Sends on each of them. */
  void sendOnMany() {
    run("sendOnMany()");
  }

  /** Waits until on each of them so many messages have arrived. */
  void awaitOnMany(int messages) {
    page.await("data.onEach(%d)".formatted(messages), DEADLINE);
  }

  /** Closes them, and waits until the browser has as few channels as before. */
  void closeMany() {
    int left = run("closeMany()").asInt();
    page.await("data.channels().then((count) => count <= %d)".formatted(left), DEADLINE);
  }

  void leave() {
    run("leave()");
  }
}
