package org.meshless.rtp.bwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.bwe.Allocation.Choice;
import org.meshless.rtp.bwe.Wish.Importance;

class AllocatorTest {
  private static final long AUDIO = 50_000;
  private static final List<Layer> CAMERA =
      List.of(
          new Layer(0, 0, 320, 180, 150_000),
          new Layer(1, 0, 640, 360, 500_000),
          new Layer(2, 0, 1280, 720, 1_500_000));

  @ParameterizedTest
  @CsvSource({
    "1280, 720, 2",
    "640, 360, 1",
    "700, 400, 1", // a little smaller will do
    "320, 180, 0",
    "1, 1, 0",
    "3840, 2160, 2",
  })
  void aTileGetsNoMoreThanFillsIt(int width, int height, int layer) {
    Choice choice = allocate(100_000_000, tile(width, height, -1)).choices().getFirst();
    assertEquals(layer, choice.layer());
    assertEquals(Allocation.Limit.NONE, choice.limit());
  }

  @Test
  void everyoneHasAPictureBeforeAnyoneHasABetterOne() {
    Wish[] wishes = new Wish[5];
    for (int i = 0; i < 5; i++) {
      wishes[i] = tile(1280, 720, -1);
    }
    assertEquals(List.of(0, 0, 0, 0, 0), layers(allocate(1_000_000, wishes)));
    Allocation some = allocate(1_600_000, wishes);
    assertEquals(1, layers(some).stream().mapToInt(i -> i).sum(), some.toString());
    assertEquals(List.of(0, 0, 0, -1, -1), layers(allocate(600_000, wishes)));
    assertEquals(
        "320×180: 1000 kbit/s estimate, 5 of 5 tiles at base",
        allocate(1_000_000, wishes).choices().getFirst().reason());
    assertEquals(
        "paused: 600 kbit/s estimate, 5 of 5 tiles at base",
        allocate(600_000, wishes).choices().getLast().reason());
  }

  @Test
  void thePinnedComesFirstThenTheScreenThenWhoSpeaks() {
    List<Wish> wishes = new ArrayList<>();
    for (Importance importance : Importance.values()) {
      wishes.add(new Wish(CAMERA, 640, 360, importance, -1));
    }
    assertEquals(List.of(-1, -1, -1, 0), layers(allocate(250_000, wishes)));
    assertEquals(List.of(-1, -1, 0, 0), layers(allocate(400_000, wishes)));
    assertEquals(List.of(-1, 0, 0, 0), layers(allocate(600_000, wishes)));
    assertEquals(List.of(0, 0, 0, 0), layers(allocate(800_000, wishes)));
    assertEquals(List.of(0, 0, 0, 1), layers(allocate(1_200_000, wishes)));
  }

  @Test
  void theLargerTileIsImprovedFirst() {
    assertEquals(List.of(0, 1), layers(allocate(900_000, tile(640, 360, -1), tile(1280, 720, -1))));
  }

  @Test
  void whatIsForwardedStaysWhereWhatIsNewWouldNotBegin() {
    assertEquals(0, allocate(600_000, tile(640, 360, 0)).choices().getFirst().layer());
    assertEquals(
        Allocation.Limit.HEADROOM,
        allocate(600_000, tile(640, 360, 0)).choices().getFirst().limit());
    assertEquals(1, allocate(600_000, tile(640, 360, 1)).choices().getFirst().layer());
    assertEquals(0, allocate(540_000, tile(640, 360, 1)).choices().getFirst().layer());
    assertEquals(-1, allocate(170_000, tile(640, 360, -1)).choices().getFirst().layer());
    assertEquals(0, allocate(170_000, tile(640, 360, 0)).choices().getFirst().layer());
    assertEquals(-1, allocate(140_000, tile(640, 360, 0)).choices().getFirst().layer());
  }

  @Test
  void whatDoesNotFlowIsNotWishedFor() {
    Choice choice =
        allocate(1_000_000, new Wish(List.of(), 640, 360, Importance.TILE, -1))
            .choices()
            .getFirst();
    assertEquals(-1, choice.layer());
    assertEquals("nothing sent", choice.reason());
  }

  @Test
  void theDemandIsWhatAllWouldCost() {
    assertEquals(
        AUDIO + 1_500_000 + 500_000,
        allocate(1, tile(1280, 720, -1), tile(640, 360, -1)).demandBps());
  }

  @Test
  void anyWishesAreDividedWithinTheEstimate() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<Importance> importances = List.of(Importance.values());
      List<Wish> wishes = new ArrayList<>();
      for (int i = random.nextInt(28); i > 0; i--) {
        List<Layer> layers = new ArrayList<>();
        long bps = 0;
        for (int k = random.nextInt(10); k > 0; k--) {
          bps += 1 + random.nextInt(500_000);
          int height = random.nextInt(4) * 180;
          layers.add(new Layer(layers.size() / 3, layers.size() % 3, height * 16 / 9, height, bps));
        }
        wishes.add(
            new Wish(
                layers,
                1 + random.nextInt(2_000),
                1 + random.nextInt(1_200),
                importances.get(random.nextInt(4)),
                random.nextInt(layers.size() + 1) - 1));
      }
      long estimate = random.nextInt(10_000_000);
      Allocation allocation = Allocator.allocate(estimate, AUDIO, wishes);
      long spent = 0;
      for (int i = 0; i < wishes.size(); i++) {
        Choice choice = allocation.choices().get(i);
        assertTrue(choice.layer() <= wishes.get(i).best(), "seed " + seed);
        spent += choice.layer() < 0 ? 0 : wishes.get(i).layers().get(choice.layer()).bps();
        assertTrue(!choice.reason().isEmpty());
      }
      assertEquals(spent, allocation.videoBps(), "seed " + seed);
      double most = Math.max(0, estimate * Allocator.KEEP_BASE - AUDIO);
      assertTrue(spent <= most, "seed " + seed + ": " + spent + " of " + estimate);
      List<Wish> kept = new ArrayList<>();
      for (int i = 0; i < wishes.size(); i++) {
        Wish wish = wishes.get(i);
        int layer = allocation.choices().get(i).layer();
        kept.add(new Wish(wish.layers(), wish.width(), wish.height(), wish.importance(), layer));
      }
      Allocation again = Allocator.allocate(estimate, AUDIO, kept);
      assertEquals(
          layers(allocation).stream().filter(layer -> layer >= 0).count(),
          layers(again).stream().filter(layer -> layer >= 0).count(),
          "pictures come or go by themselves, seed " + seed);
    }
  }

  private static Wish tile(int width, int height, int current) {
    return new Wish(CAMERA, width, height, Importance.TILE, current);
  }

  private static Allocation allocate(long estimateBps, Wish... wishes) {
    return allocate(estimateBps, List.of(wishes));
  }

  private static Allocation allocate(long estimateBps, List<Wish> wishes) {
    return Allocator.allocate(estimateBps, AUDIO, wishes);
  }

  private static List<Integer> layers(Allocation allocation) {
    return allocation.choices().stream().map(Choice::layer).toList();
  }
}
