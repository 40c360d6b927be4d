package org.meshless.sfu.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_AUDIO;
import static org.meshless.sfu.room.RoomStage.CHROMIUM_VIDEO;
import static org.meshless.sfu.room.RoomStage.MS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.session.InboundSource;
import org.meshless.sfu.room.RoomStage.Person;

/**
 * What people see of a room on bad networks: the server's real objects in virtual time, with
 * browsers that share no code with the estimator. What must hold does so for 19 of 20 seeds.
 */
class BadNetworksInRoomsTest {
  private static final int SEEDS = Boolean.getBoolean("meshless.full") ? 100 : 10;
  private static final long SECOND = 1_000 * MS;
  private static final LinkConditions PATH = LinkConditions.IDEAL.delayMs(25);

  /** A room in which ann publishes. */
  private static final class Scene {
    final RoomStage stage;
    final SimCamera camera;
    final List<SimViewer> viewers = new ArrayList<>();
    private final long seed;

    Scene(long seed) {
      this.seed = seed;
      stage = new RoomStage(seed);
      Person ann = stage.join("ann");
      ann.offer(
          RoomStage.simulcast("0", CHROMIUM_VIDEO),
          RoomStage.published("1", CHROMIUM_AUDIO, new InboundSource(900, -1)));
      ann.connect();
      camera = new SimCamera(stage, ann, seed);
      stage.advance(SECOND);
    }

    SimViewer viewer(LinkConditions down) {
      return viewer(down, PATH, 720);
    }

    SimViewer viewer(LinkConditions down, LinkConditions up, int height) {
      SimViewer viewer =
          new SimViewer(stage, "v" + viewers.size(), 31 * seed + 7L * viewers.size(), down, up);
      viewer.show("ann", height);
      viewers.add(viewer);
      return viewer;
    }

    void run(long ns) {
      stage.advance(ns);
      assertEquals(0, stage.failures(), "a handler failed");
    }
  }

  @ParameterizedTest
  @CsvSource({"300000, 0", "1000000, 1", "2000000, 2", "5000000, 2"})
  void theBestLayerThatFitsIsShownWithinEightSeconds(int bps, int oracle) {
    holds(
        "seconds until layer " + oracle,
        8,
        seed -> {
          Scene scene = new Scene(seed);
          SimViewer viewer = scene.viewer(PATH.rateBps(bps));
          scene.run(8 * SECOND);
          double layerAt = viewer.showing() == oracle ? 8 : 99;
          scene.run(10 * SECOND);
          return layerAt;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, 1_000_000, 2_000_000, 5_000_000})
  void aConstantLinkIsUsedWithoutQueueingOrSwitching(int bps) {
    double[][] found = new double[2][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      SimViewer viewer = scene.viewer(PATH.rateBps(bps));
      scene.run(8 * SECOND);
      viewer.restartAccount();
      scene.run(60 * SECOND);
      found[0][seed] = viewer.queueingNs(0.95) / 1e6;
      found[1][seed] = viewer.switches;
    }
    holds("ms of queueing", 100, found[0]);
    holds("switches in a minute", 1, found[1]);
  }

  /** Where nothing at all is sent any more nothing is heard of the path either, but by probes. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatDoesNotFitIsPausedAndToldAndComesBack(boolean muted) {
    Scene scene = new Scene(1);
    scene.camera.muted = muted;
    SimViewer viewer = scene.viewer(PATH.rateBps(60_000));
    scene.run(20 * SECOND);
    Explanation.Reason reason = viewer.person.member.explain().slots().getFirst();
    assertTrue(reason.reason().startsWith("paused: "), reason.reason());
    assertEquals(List.of(reason.mid()), paused(viewer));

    viewer.down.conditions(PATH.rateBps(3_000_000));
    scene.run(15 * SECOND);
    assertEquals(List.of(), paused(viewer));
    assertTrue(viewer.showing() >= 0);
  }

  private static List<String> paused(SimViewer viewer) {
    return viewer.person.eventsOf(RoomEvent.PausedChanged.class).getLast().mids();
  }

  @Test
  void aLinkThatFallsAndRisesIsFollowed() {
    double[][] found = new double[3][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      SimViewer viewer = scene.viewer(PATH.rateBps(3_000_000));
      scene.run(20 * SECOND);
      viewer.restartAccount();
      viewer.down.conditions(PATH.rateBps(600_000));
      found[0][seed] = secondsUntil(scene, () -> viewer.showing() == 0);
      scene.run(18 * SECOND);
      found[1][seed] = viewer.worstFreezeNs() / 1e6;
      viewer.down.conditions(PATH.rateBps(3_000_000));
      found[2][seed] = secondsUntil(scene, () -> viewer.showing() == 2);
    }
    holds("seconds down", 2, found[0]);
    holds("ms of freeze", 1_500, found[1]);
    holds("seconds up", 15, found[2]);
  }

  private static double secondsUntil(Scene scene, BooleanSupplier condition) {
    long from = scene.stage.nowNs;
    while (!condition.getAsBoolean() && scene.stage.nowNs - from < 60 * SECOND) {
      scene.run(50 * MS);
    }
    return (scene.stage.nowNs - from) / 1e9;
  }

  @ParameterizedTest
  @CsvSource({"0.02, 99.5", "0.05, 99", "0.1, 97"})
  void lostPacketsAreSentAgainInTime(double loss, double percent) {
    double[][] found = new double[2][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      found[0][seed] = -lossy(scene, scene.viewer(PATH.loss(loss)));
      found[1][seed] = -scene.viewers.getFirst().showing();
    }
    holds("percent in time, negated", -percent, found[0]);
    holds("layer, negated", loss <= 0.05 ? -2 : 0, found[1]);
  }

  /** Percent of pictures in time over a minute. */
  private static double lossy(Scene scene, SimViewer viewer) {
    scene.run(10 * SECOND);
    viewer.restartAccount();
    long before = scene.camera.captured;
    scene.run(60 * SECOND);
    return 100.0 * viewer.inTime / (scene.camera.captured - before);
  }

  @Test
  void withoutRetransmissionsLossIsSeen() {
    Scene scene = new Scene(1);
    SimViewer viewer = scene.viewer(PATH.loss(0.05));
    viewer.nacks = false;
    assertTrue(lossy(scene, viewer) < 90);
  }

  /** How long the voice waits behind key frames, which anybody may ask for at any time. */
  @Test
  void keyFramesDoNotHoldUpTheVoice() {
    double[] found = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      SimViewer viewer = scene.viewer(PATH.rateBps(1_000_000));
      scene.run(20 * SECOND);
      viewer.restartAccount();
      for (int i = 0; i < 20; i++) {
        scene.camera.requestKeyFrames();
        scene.run(SECOND);
      }
      found[seed] = viewer.voiceQueueingNs(0.99) / 1e6;
    }
    holds("ms that the voice waits", 40, found);
  }

  @Test
  void outagesJitterAndReorderingAreNoOveruse() {
    double[][] found = new double[2][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      LinkConditions rough = PATH.jitterMs(30).reordering(0.01, 10);
      SimViewer viewer = scene.viewer(rough);
      scene.run(15 * SECOND);
      viewer.restartAccount();
      for (int i = 0; i < 6; i++) {
        viewer.down.conditions(rough.loss(1));
        scene.run(200 * MS);
        viewer.down.conditions(rough);
        scene.run(5 * SECOND);
      }
      found[0][seed] = viewer.worstFreezeNs() / 1e6;
      found[1][seed] = -viewer.showing();
    }
    holds("ms of freeze", 500, found[0]);
    holds("layer, negated", -2, found[1]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1})
  void withLittleOrNoFeedbackTheRoomIsStable(double lost) {
    double[][] found = new double[3][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      Scene scene = new Scene(seed);
      SimViewer viewer = scene.viewer(PATH.rateBps(2_000_000), PATH.loss(lost), 720);
      scene.run(20 * SECOND);
      viewer.restartAccount();
      scene.run(60 * SECOND);
      found[0][seed] = viewer.switches;
      found[1][seed] = -viewer.showing();
      found[2][seed] = viewer.queueingNs(0.95) / 1e6;
    }
    holds("switches in a minute", 1, found[0]);
    holds("layer, negated", lost < 1 ? -2 : 0, found[1]);
    holds("ms of queueing", 100, found[2]);
  }

  @Test
  void whoHasABadLinkDisturbsNobodyAndWhatNobodyWatchesIsNotSent() {
    for (long seed = 0; seed < Math.max(1, SEEDS / 10); seed++) {
      Scene scene = new Scene(seed);
      for (int i = 0; i < 50; i++) {
        scene.viewer(i < 5 ? PATH.rateBps(300_000).loss(0.02) : PATH);
      }
      scene.run(25 * SECOND);
      scene.viewers.forEach(SimViewer::restartAccount);
      int keyFrames = scene.camera.keyFrames[2];
      long wall = System.nanoTime();
      scene.run(15 * SECOND);
      System.out.printf(
          "50 viewers: %.1f simulated seconds per second%n", 15e9 / (System.nanoTime() - wall));
      for (SimViewer viewer : scene.viewers.subList(5, 50)) {
        assertEquals(2, viewer.showing());
        assertEquals(0, viewer.switches);
        assertTrue(viewer.worstFreezeNs() < 100 * MS, viewer.worstFreezeNs() + " ns of freeze");
        assertTrue(viewer.queueingNs(0.95) < 10 * MS, viewer.queueingNs(0.95) + " ns of waiting");
      }
      assertEquals(keyFrames, scene.camera.keyFrames[2], "key frames for those who need none");
      assertTrue(scene.viewers.getFirst().pictures > 300, "the poor see something, too");
      assertEquals(0b101, scene.camera.active, "nobody watches the middle one");
    }
  }

  @Test
  void aLayerIsBackWithinASecondOfTheNeedForIt() {
    Scene scene = new Scene(1);
    SimViewer viewer = scene.viewer(PATH, PATH, 180);
    scene.run(30 * SECOND);
    assertEquals(0b001, scene.camera.active);
    assertEquals(0, viewer.showing());
    viewer.show("ann", 720);
    scene.run(SECOND);
    assertEquals(2, viewer.showing());
    scene.run(10 * SECOND);
    assertEquals(0b100, scene.camera.active);
  }

  @Test
  void aSimulatedMinuteTakesLittleTime() {
    Scene scene = new Scene(1);
    scene.viewer(PATH.rateBps(2_000_000));
    scene.run(60 * SECOND);
    long wall = System.nanoTime();
    scene.run(300 * SECOND);
    double speed = 300e9 / (System.nanoTime() - wall);
    System.out.printf("1 viewer: %.0f simulated seconds per second%n", speed);
    assertTrue(speed > 10, speed + " simulated seconds per second");
  }

  private static void holds(String what, double most, LongToDoubleFunction run) {
    double[] found = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      found[seed] = run.applyAsDouble(seed);
    }
    holds(what, most, found);
  }

  /** For nineteen of twenty seeds. */
  private static void holds(String what, double most, double[] bySeed) {
    double[] sorted = bySeed.clone();
    Arrays.sort(sorted);
    double found = sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
    assertTrue(found <= most, what + ": " + found + ", by seed: " + Arrays.toString(bySeed));
  }
}
