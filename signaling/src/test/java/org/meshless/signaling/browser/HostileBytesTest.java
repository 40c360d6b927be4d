package org.meshless.signaling.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While garbage is thrown at the server from all sides, two people in another room notice nothing.
 */
@Tag("browser")
class HostileBytesTest {

  /**
   * Little memory, and death when it is used up: what grows without bound on the heap is found out.
   * The heap is touched before, so that what is resident grows by what is kept outside of it alone.
   */
  @RegisterExtension
  static final Stage stage =
      new Stage(
          List.of("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError"),
          List.of());

  private static final int DATAGRAMS = 6_000;
  private static final int MESSAGES = 300;
  private static final int OFFERS = 150;
  private static final int LONGEST_GAP_MS = 200;

  /** So many are watched at least, which at the camera's rate takes less than the assaults. */
  private static final int FRAMES = 50;

  /** Between two frames of the synthetic camera, with some jitter. */
  private static final int USUAL_GAP_MS = 100;

  @Test
  void aWitnessPairLosesNoPacketAndSeesNoGap() throws Exception {
    int run = Stage.newRun();
    String room = Stage.newRoom();
    Member ann = stage.chromium(room, "Ann", SyntheticMedia.marked(run, 1));
    Member bob = stage.chromium(room, "Bob", SyntheticMedia.marked(run, 2));
    ann.join();
    bob.join();
    ann.meets(bob);
    bob.meets(ann);

    // Once unobserved: what is loaded, compiled and kept at all is so from now on.
    assault(1);
    long memoryBefore = residentBytes();
    Losses annsBefore = Losses.of(ann, "Bob");
    Losses bobsBefore = Losses.of(bob, "Ann");
    for (Member member : List.of(ann, bob)) {
      member.page().evaluate("harness.watchOwnFrames()");
    }
    ann.page().evaluate("harness.watchFrames('Bob')");
    bob.page().evaluate("harness.watchFrames('Ann')");
    assault(2);
    assault(3);

    for (Member member : List.of(ann, bob)) {
      String other = member.equals(ann) ? "Bob" : "Ann";
      member
          .page()
          .await("harness.gap('%s').frames > %d".formatted(other, FRAMES), Member.DEADLINE);
    }
    JsonNode annsGap = ann.page().evaluate("harness.gap('Bob')");
    JsonNode bobsGap = bob.page().evaluate("harness.gap('Ann')");
    assertEquals(annsBefore, Losses.of(ann, "Bob"), "what Ann lost of Bob");
    assertEquals(bobsBefore, Losses.of(bob, "Ann"), "what Bob lost of Ann");
    // Where a page could not even show or draw its own camera for a while, that is not the
    // server's.
    double machinesMs = 0;
    for (Member member : List.of(ann, bob)) {
      double own = member.page().evaluate("harness.gap('own')").path("longestMs").asDouble();
      machinesMs += Math.max(0, own - USUAL_GAP_MS);
    }
    double allowedMs = LONGEST_GAP_MS + machinesMs;
    for (JsonNode gap : List.of(annsGap, bobsGap)) {
      assertTrue(
          gap.path("longestMs").asDouble() <= allowedMs,
          "allowed " + allowedMs + " ms, longest gap: " + gap);
    }
    long grown = residentBytes() - memoryBefore;
    assertTrue(grown < 48 << 20, "resident memory grew by " + (grown >> 20) + " MiB");
    ann.sees("Bob", bob.media());
  }

  private record Losses(long videoLost, long videoNacks, long audioLost, long audioNacks) {
    static Losses of(Member member, String participant) {
      JsonNode video = member.video(participant);
      JsonNode audio = member.audio(participant);
      return new Losses(
          video.path("packetsLost").asLong(),
          video.path("nackCount").asLong(),
          audio.path("packetsLost").asLong(),
          audio.path("nackCount").asLong());
    }
  }

  /** Everything at once; returns when all of it has been sent. */
  private static void assault(long seed) throws InterruptedException, ExecutionException {
    List<Future<?>> attacks = new ArrayList<>();
    try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
      attacks.add(attackers.submit(() -> throwDatagrams(new Garbage(seed), true)));
      attacks.add(attackers.submit(() -> throwDatagrams(new Garbage(seed + 100), false)));
      attacks.add(attackers.submit(() -> throwMessages(new Garbage(seed + 200))));
      attacks.add(attackers.submit(() -> throwOffers(new Garbage(seed + 300))));
    }
    for (Future<?> attack : attacks) {
      attack.get();
    }
  }

  private static void throwDatagrams(Garbage garbage, boolean fromKnownAddress) {
    Random transactions = new Random(7);
    try (Intruder intruder = new Intruder(stage.server(), Stage.newRoom());
        DatagramSocket stranger = new DatagramSocket()) {
      for (int i = 0; i < DATAGRAMS; i++) {
        byte[] datagram = garbage.datagram(intruder.bindingRequest(transactions));
        if (fromKnownAddress) {
          intruder.send(datagram);
        } else {
          Intruder.send(stranger, intruder.server(), datagram);
        }
        if (i % 20 == 0) {
          // About 2,000 a second: this is about what the bytes do, not about who has more
          // bandwidth.
          LockSupport.parkNanos(10_000_000);
        }
      }
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void throwMessages(Garbage garbage) {
    SignalingClient client = new SignalingClient(stage.server().socketUrl());
    for (int i = 0; i < MESSAGES; i++) {
      if (client.closed()) {
        client = new SignalingClient(stage.server().socketUrl());
      }
      client.trySend(garbage.message());
    }
    client.close();
  }

  /**
   * Every offer is answered or refused with a reason, unless it is so large that the connection
   * ends.
   */
  private static void throwOffers(Garbage garbage) {
    for (int i = 0; i < OFFERS; i++) {
      try (SignalingClient client = new SignalingClient(stage.server().socketUrl())) {
        client.join(Stage.newRoom(), "Mallory");
        String type = client.request(garbage.offer()).path("type").asText();
        assertTrue(
            List.of("answer", "error", "closed").contains(type), "answered with \"" + type + "\"");
      }
    }
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/%d/status".formatted(stage.server().pid()))).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
