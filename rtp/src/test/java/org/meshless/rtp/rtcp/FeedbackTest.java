package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.meshless.rtp.rtcp.RtcpBytes.assertWrites;
import static org.meshless.rtp.rtcp.RtcpBytes.parse;
import static org.meshless.rtp.rtcp.RtcpBytes.parseOne;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4585, RFC 5104 and draft-alvestrand-rmcat-remb-03. */
class FeedbackTest {
  private static List<Integer> lost(GenericNack nack) {
    List<Integer> lost = new ArrayList<>();
    nack.forEachLost(lost::add);
    return lost;
  }

  private static GenericNack nack(int... lost) {
    return GenericNack.of(1, 2, lost, lost.length);
  }

  @Test
  void aNackNamesAPacketAndThoseItsBitsMark() {
    GenericNack nack =
        parseOne(GenericNack.class, "81 cd 0004 00000001 80000002 | 000a 0000 | fffe 8005");

    assertEquals(1, nack.senderSsrc());
    assertEquals(0x80000002L, nack.mediaSsrc());
    assertEquals(2, nack.pairCount());
    assertEquals(0xfffe, nack.pid(1));
    assertEquals(0x8005, nack.blp(1));
    assertEquals(List.of(10, 65534, 65535, 1, 14), lost(nack));
  }

  @Test
  void lostPacketsAreGatheredIntoPairs() {
    assertWrites(
        "81 cd 0005 00000001 00000002 | 0064 8001 | 0075 0000 | fff0 8000",
        nack(100, 101, 116, 117, 0xfff0, 0));
  }

  @Test
  void onlyTheFirstOfTheArrayCounts() {
    assertEquals(List.of(7), lost(GenericNack.of(1, 2, new int[] {7, 9}, 1)));
  }

  @Test
  void aNackWithoutAnythingLostIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> GenericNack.of(1, 2, new int[1], 0));
  }

  @Test
  void aNackIsBounded() {
    int[] lost = new int[GenericNack.MAX_PAIRS + 1];
    Arrays.setAll(lost, i -> i * 17);

    assertEquals(
        GenericNack.MAX_PAIRS, GenericNack.of(1, 2, lost, GenericNack.MAX_PAIRS).pairCount());
    assertThrows(IllegalArgumentException.class, () -> GenericNack.of(1, 2, lost, lost.length));
    String pairs = "00010000".repeat(5000);
    assertEquals(
        GenericNack.MAX_PAIRS,
        parseOne(GenericNack.class, "81 cd 138a 00000001 00000002" + pairs).pairCount());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsLostComesOutOfTheNackItWentInto(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int base = random.nextInt(65536);
      TreeSet<Integer> offsets = new TreeSet<>();
      for (int i = random.nextInt(200); i >= 0; i--) {
        offsets.add(random.nextInt(1 + random.nextInt(3000)));
      }
      int[] sent = offsets.stream().mapToInt(offset -> (base + offset) & 0xffff).toArray();

      GenericNack nack = nack(sent);

      assertEquals(Arrays.stream(sent).boxed().toList(), lost(nack));
      assertEquals(nack, parseOne(GenericNack.class, RtcpBytes.write(nack)));
    }
  }

  @Test
  void nacksOfTheSamePacketsAreEqual() {
    assertEquals(nack(1, 2), nack(1, 2));
    assertEquals(nack(1, 2).hashCode(), nack(1, 2).hashCode());
    assertNotEquals(nack(1, 2), nack(1, 3));
    assertNotEquals(nack(1), GenericNack.of(1, 3, new int[] {1}, 1));
    assertEquals("GenericNack[mediaSsrc=2, 65535, 0]", nack(65535, 0).toString());
  }

  @Test
  void aPictureLossIndicationIsReadAndWritten() {
    String hex = "81 ce 0002 00000001 fffffffe";
    PictureLossIndication pli = new PictureLossIndication(1, 0xfffffffeL);

    assertEquals(pli, parseOne(PictureLossIndication.class, hex));
    assertWrites(hex, pli);
  }

  @Test
  void aFullIntraRequestIsReadAndWritten() {
    String hex = "84 ce 0006 00000001 00000000 | fffffffe 01 000000 | 00000003 ff 000000";
    FullIntraRequest fir =
        new FullIntraRequest(
            1,
            List.of(
                new FullIntraRequest.Entry(0xfffffffeL, 1), new FullIntraRequest.Entry(3, 255)));

    assertEquals(fir, parseOne(FullIntraRequest.class, hex));
    assertWrites(hex, fir);
  }

  @Test
  void reservedBitsOfAFullIntraRequestDoNotMatter() {
    assertEquals(
        new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 3))),
        parseOne(FullIntraRequest.class, "84 ce 0004 00000001 00000009 | 00000002 03 ffffff"));
  }

  @Test
  void aFullIntraRequestIsBounded() {
    String entries = "00000001 01 000000".repeat(500);

    assertEquals(
        FullIntraRequest.MAX_ENTRIES,
        parseOne(FullIntraRequest.class, "84 ce 03ea 00000001 00000000" + entries)
            .entries()
            .size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new FullIntraRequest(1, Collections.nCopies(101, new FullIntraRequest.Entry(1, 1))));
  }

  @Test
  void anEstimateIsReadAndWritten() {
    // 0x3fb93 · 2 = 522,022 bit/s
    String hex = "8f ce 0006 00000001 00000000 | 52454d42 | 02 07fb93 | 00000002 80000003";
    ReceiverEstimatedMaxBitrate remb =
        new ReceiverEstimatedMaxBitrate(1, 522_022, List.of(2L, 0x80000003L));

    assertEquals(remb, parseOne(ReceiverEstimatedMaxBitrate.class, hex));
    assertWrites(hex, remb);
  }

  @ParameterizedTest
  @CsvSource({
    "                  0, 000000,                   0",
    "                  1, 000001,                   1",
    "             262143, 03ffff,              262143",
    // from here on low bits are lost
    "             262144, 060000,              262144",
    "             262145, 060000,              262144",
    "             262147, 060001,              262146",
    "            2500000, 12625a,             2500000",
    "      1000000000000, 5ba352,        999997571072",
    "9223372036854775807, b7ffff, 9223336852482686976",
  })
  void rateIsMantissaAndExponent(long bitrateBps, String hex, long read) {
    ReceiverEstimatedMaxBitrate remb = new ReceiverEstimatedMaxBitrate(1, bitrateBps, List.of());

    assertEquals(hex, RtcpBytes.write(remb).substring(34));
    assertEquals(
        read, parseOne(ReceiverEstimatedMaxBitrate.class, RtcpBytes.write(remb)).bitrateBps());
  }

  @ParameterizedTest
  @CsvSource({
    "fc0000, 0,                   no mantissa however large the exponent",
    "fc0001, 9223336852482686976, 2 to the 63rd is too much",
    "f80001, 4611686018427387904, 2 to the 62nd is not",
    "bbffff, 9223336852482686976, the first that overflows by its mantissa",
  })
  void aRateBeyondALongIsReadAsTheLargest(String rate, long bitrateBps, String what) {
    assertEquals(
        bitrateBps,
        parseOne(
                ReceiverEstimatedMaxBitrate.class,
                "8f ce 0004 00000001 00000000 52454d42 00" + rate)
            .bitrateBps(),
        what);
  }

  @ParameterizedTest
  @CsvSource({
    "81 cd 0001 00000001,                                 NACK",
    "81 ce 0001 00000001,                                 PLI",
    "84 ce 0001 00000001,                                 FIR",
    "8f ce 0003 00000001 00000000 52454d42,               REMB without a rate",
    "8f ce 0004 00000001 00000000 52454d42 01 000001,     REMB without the source it counts",
  })
  void feedbackCutShortIsMalformed(String hex, String what) {
    assertEquals(List.of(), parse(hex), what);
  }

  @Test
  void anEstimateOutsideItsRangeIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new ReceiverEstimatedMaxBitrate(1, -1, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReceiverEstimatedMaxBitrate(1, 1, Collections.nCopies(256, 1L)));
  }
}
