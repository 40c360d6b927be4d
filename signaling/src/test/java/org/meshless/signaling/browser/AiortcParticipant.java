package org.meshless.signaling.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Somebody on a WebRTC stack that shares no code with the browsers' or ours: aiortc, as Debian
 * packages it. Runs a script of src/test/python.
 */
final class AiortcParticipant implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Process process;
  private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();
  private final List<String> unread = new ArrayList<>();

  /** Somebody who publishes that picture and tone, and says what they see and hear. */
  AiortcParticipant(ServerProcess server, String room, String name, SyntheticMedia media) {
    this(
        "participant.py",
        server.socketUrl().toString(),
        room,
        name,
        Integer.toString(media.run()),
        Integer.toString(media.publisher()),
        Integer.toString(media.toneHz()));
  }

  /** Somebody with nothing but data channels, who sends back what arrives on them. */
  static AiortcParticipant echoing(ServerProcess server, String room, String name) {
    return new AiortcParticipant("data_participant.py", server.socketUrl().toString(), room, name);
  }

  private AiortcParticipant(String script, String... arguments) {
    List<String> command = new ArrayList<>();
    // Debian's Python: another one on the PATH does not see its packages.
    command.add("/usr/bin/python3");
    command.add(Path.of("src", "test", "python", script).toString());
    command.addAll(List.of(arguments));
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line.startsWith("{") ? JSON.readTree(line) : JSON.getNodeFactory().textNode(line));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      // The process is gone.
    }
  }

  /** Waits for it to say something; what it says meanwhile is passed over. */
  JsonNode await(String what, Predicate<JsonNode> condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    unread.clear();
    try {
      while (true) {
        JsonNode next = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new AssertionError(
              "not within %d s: %s; it said instead:%n%s"
                  .formatted(DEADLINE.toSeconds(), what, String.join("\n", unread)));
        }
        if (condition.test(next)) {
          return next;
        }
        unread.add(next.isTextual() ? next.asText() : next.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void awaitJoined() {
    await("joined", line -> line.path("type").asText().equals("joined"));
  }

  /**
   * Waits for two decoded pictures from that participant with that publisher's mark, a second
   * apart.
   */
  void sees(String participant, SyntheticMedia media) {
    JsonNode first = await("picture of " + participant, line -> shows(line, participant, media));
    await(
        "a later picture of " + participant,
        line ->
            shows(line, participant, media)
                && line.path("second").asInt() > first.path("second").asInt()
                && line.path("frames").asInt() > first.path("frames").asInt());
  }

  private static boolean shows(JsonNode line, String participant, SyntheticMedia media) {
    return line.path("type").asText().equals("picture")
        && line.path("participant").asText().equals(participant)
        && line.path("run").asInt() == media.run()
        && line.path("publisher").asInt() == media.publisher();
  }

  void hears(String participant, SyntheticMedia media) {
    await(
        "tone of " + participant,
        line ->
            line.path("type").asText().equals("sound")
                && line.path("participant").asText().equals(participant)
                && Math.abs(line.path("hertz").asInt() - media.toneHz()) < 15);
  }

  /** Leaves the room and ends. */
  @Override
  public void close() {
    try {
      process.outputWriter().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("aiortc did not end");
      }
    } catch (IOException e) {
      // It ended before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
