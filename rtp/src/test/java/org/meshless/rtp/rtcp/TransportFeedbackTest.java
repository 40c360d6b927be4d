package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meshless.rtp.rtcp.RtcpBytes.assertWrites;
import static org.meshless.rtp.rtcp.RtcpBytes.parse;
import static org.meshless.rtp.rtcp.RtcpBytes.parseOne;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFeedbackTest {
  private static final long MS = 1_000_000;

  /** A message from base sequence number 10 and reference time 1 (64 ms). */
  private static String message(int statusCount, String chunksAndDeltas) {
    int length = chunksAndDeltas.replaceAll("[\\s|]", "").length() / 2;
    int padding = -length & 3;
    return "%02x cd %04x 00000001 00000002 000a %04x 000001 07 %s %s"
        .formatted(
            padding == 0 ? 0x8f : 0xaf,
            4 + (length + padding) / 4,
            statusCount,
            chunksAndDeltas,
            List.of("", "01", "0002", "000003").get(padding));
  }

  private static List<String> read(int statusCount, String chunksAndDeltas) {
    return FeedbackLog.of(parseOne(TransportFeedback.class, message(statusCount, chunksAndDeltas)))
        .entries;
  }

  private static TransportFeedbackBuilder builder(int base) {
    return new TransportFeedbackBuilder(1, 2, 7, base, 1200);
  }

  @Test
  void theFixedPartIsRead() {
    TransportFeedback feedback =
        parseOne(
            TransportFeedback.class,
            "8f cd 0005 80000001 80000002 fffe 0001 ffffff ff | 2001 | 08 00");

    assertEquals(0x80000001L, feedback.senderSsrc());
    assertEquals(0x80000002L, feedback.mediaSsrc());
    assertEquals(0xfffe, feedback.baseSequenceNumber());
    assertEquals(1, feedback.statusCount());
    assertEquals(-1, feedback.referenceTime());
    assertEquals(255, feedback.feedbackCount());
  }

  /** The run-length example of the draft, §3.1.3: 221 packets not received; then one that was. */
  @Test
  void aRunOfLossesIsRead() {
    List<String> entries = read(222, "00dd 2001 | 04");

    assertEquals(222, entries.size());
    assertEquals("10", entries.getFirst());
    assertEquals("230", entries.get(220));
    assertEquals("231@65000", entries.get(221));
  }

  /** The one-bit example of the draft, §3.1.4: 1 lost, 5 received, 3 lost, 3 received, 2 lost. */
  @Test
  void aVectorOfOneBitSymbolsIsRead() {
    assertEquals(
        List.of(
            "10",
            "11@64250",
            "12@64500",
            "13@64750",
            "14@65000",
            "15@65250",
            "16",
            "17",
            "18",
            "19@65500",
            "20@65750",
            "21@66000",
            "22",
            "23"),
        read(14, "9f1c | 01 01 01 01 01 01 01 01"));
  }

  /** All two-bit symbols there are; the large deltas go back and far ahead. */
  @Test
  void aVectorOfTwoBitSymbolsIsRead() {
    // 00 01 10 10 01 00 01
    assertEquals(
        List.of("10", "11@127750", "12@63750", "13@8255500", "14@8255500", "15", "16@8255750"),
        read(7, "c691 | ff ff00 7fff 00 01"));
  }

  @Test
  void runsOfLargeDeltasAreRead() {
    assertEquals(List.of("10@64000", "11@63750"), read(2, "4002 | 0000 ffff"));
  }

  @Test
  void symbolsBeyondTheStatusCountAreNotPackets() {
    assertEquals(List.of("10@64000", "11"), read(2, "afff | 00"));
    assertEquals(List.of("10@64000", "11@64000"), read(2, "3fff | 00 00"));
  }

  @Test
  void sequenceNumbersWrap() {
    TransportFeedback feedback =
        parseOne(
            TransportFeedback.class,
            "8f cd 0005 00000001 00000002 ffff 0002 000000 00 | 2002 | 00 00");

    assertEquals(List.of("65535@0", "0@0"), FeedbackLog.of(feedback).entries);
  }

  @ParameterizedTest
  @CsvSource({
    "    0, 2001 0000,   nothing is told",
    "32768, 1fff 1fff 1fff 1fff 1fff 0000, more than half the circle",
    "    1, 6001 00 00,  a run of the reserved symbol",
    "    7, c003 0000,   the reserved symbol in a vector",
    "    1, 0000 2001,   a run of no packets",
    "    2, 2001 00,     fewer statuses than counted",
    "    3, 2003 00 00,  fewer small deltas than statuses",
    "    2, 4002 000000, fewer large deltas than statuses",
  })
  void aMessageWhoseStatusesAndDeltasDoNotFitIsMalformed(
      int statusCount, String chunksAndDeltas, String what) {
    assertEquals(List.of(), parse(message(statusCount, chunksAndDeltas)), what);
  }

  @Test
  void aMessageWithoutItsFixedPartIsMalformed() {
    assertEquals(List.of(), parse("8f cd 0003 00000001 00000002 000a 0001"));
  }

  @Test
  void paddingIsNoDelta() {
    assertEquals(
        List.of(), parse("af cd 0005 00000001 00000002 000a 0002 000001 07 | 2002 | 00 | 01"));
  }

  @Test
  void aMessageIsWrittenAsItCame() {
    String hex = message(2, "d400 | 01 0203");

    assertWrites(hex, parseOne(TransportFeedback.class, hex));
  }

  @Test
  void aSinglePacketMakesARunAndPaddingCountsItself() {
    TransportFeedbackBuilder builder = builder(10);

    assertTrue(builder.add(10, 65 * MS));

    assertWrites(
        "af cd 0005 00000001 00000002 000a 0001 000001 07 | 2001 | 04 | 01", builder.build());
  }

  @Test
  void theReferenceIsTheLast64MsBeforeTheFirstArrival() {
    TransportFeedbackBuilder builder = builder(10);
    builder.add(12, -1 * MS);

    TransportFeedback feedback = builder.build();

    assertEquals(-1, feedback.referenceTime());
    assertEquals(List.of("10", "11"), FeedbackLog.of(feedback).entries.subList(0, 2));
    feedback.forEach(
        new TransportFeedback.Visitor() {
          @Override
          public void onReceived(int sequenceNumber, long arrivalNs) {
            assertEquals(-1 * MS, arrivalNs);
          }

          @Override
          public void onNotReceived(int sequenceNumber) {}
        });
  }

  @ParameterizedTest
  @CsvSource({
    "       0, 2002 | 00 00",
    "   63750, 2002 | 00 ff",
    "   64000, d800 | 00 0100",
    "    -250, d800 | 00 ffff",
    " 8191750, d800 | 00 7fff",
    "-8192000, d800 | 00 8000",
  })
  void aDeltaTakesOneByteIfItCan(long deltaUs, String chunksAndDeltas) {
    TransportFeedbackBuilder builder = builder(10);

    assertTrue(builder.add(10, 64 * MS));
    assertTrue(builder.add(11, 64 * MS + deltaUs * 1000));

    assertWrites(message(2, chunksAndDeltas), builder.build());
  }

  @ParameterizedTest
  @ValueSource(longs = {8_192_000, -8_192_250})
  void aDeltaOver8SecondsBeginsTheNextMessage(long deltaUs) {
    TransportFeedbackBuilder builder = builder(10);
    builder.add(10, 64 * MS);

    assertFalse(builder.add(11, 64 * MS + deltaUs * 1000));

    assertEquals(1, builder.build().statusCount());
  }

  @Test
  void roundingDoesNotAddUp() {
    TransportFeedbackBuilder builder = builder(0);
    long arrivalNs = 0;
    for (int i = 0; i < 500; i++) {
      builder.add(i, arrivalNs);
      arrivalNs += 249_999;
    }

    // The last came at 124,749,501 ns: 498 whole ticks.
    assertEquals("499@124500", FeedbackLog.of(builder.build()).entries.getLast());
  }

  @ParameterizedTest
  @CsvSource({
    // L = lost, s = small delta, B = large delta
    "'s*20',           2014",
    "'L*8191 L*9 s',   1fff 8010",
    "'L*9000 s',       1fff 0329 2001",
    "'s L s L s L s',  aa80",
    "'s L s L s L s L s L s L s L s*9', aaaa 2009",
    "'s B',            d800",
    "'s L s L s B s',  d119",
    "'s*14 B*8',       200e 4008",
    "'s L s L s L s L s L s B s', d111 c464",
  })
  void statusesArePackedIntoTheChunkThatSaysMost(String pattern, String chunks) {
    TransportFeedbackBuilder builder = new TransportFeedbackBuilder(1, 2, 7, 10, 60_000);
    int sequenceNumber = 10;
    long arrivalNs = 64 * MS;
    for (String part : pattern.split(" ", -1)) {
      int times = part.indexOf('*') > 0 ? Integer.parseInt(part.substring(2)) : 1;
      for (int i = 0; i < times; i++, sequenceNumber++) {
        if (part.charAt(0) != 'L') {
          arrivalNs += part.charAt(0) == 's' ? 0 : 100 * MS;
          assertTrue(builder.add(sequenceNumber, arrivalNs));
        }
      }
    }

    String written = RtcpBytes.write(builder.build());

    String expected = chunks.replace(" ", "");
    assertEquals(expected, written.substring(40, 40 + expected.length()));
  }

  @Test
  void aMessageKeepsToItsLength() {
    TransportFeedbackBuilder builder = new TransportFeedbackBuilder(1, 2, 7, 0, 100);
    int added = 0;
    while (builder.add(added, 100 * MS * added)) {
      added++;
    }

    TransportFeedback feedback = builder.build();

    assertEquals(added, feedback.statusCount());
    assertEquals(35, added);
    assertTrue(feedback.length() <= 100);
  }

  @Test
  void aGapThatDoesNotFitBeginsTheNextMessage() {
    TransportFeedbackBuilder builder = builder(0);
    assertTrue(builder.add(0, 0));

    assertFalse(builder.add(30_000, 0));
    assertTrue(builder.add(1, 0));
  }

  @Test
  void packetsOutOfOrderAreRefused() {
    TransportFeedbackBuilder builder = builder(65535);
    builder.add(0, 0);

    assertThrows(IllegalArgumentException.class, () -> builder.add(0, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(65535, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(65534, 0));
  }

  @Test
  void aMessageWithoutPacketsCannotBeBuilt() {
    TransportFeedbackBuilder builder = builder(0);

    assertTrue(builder.isEmpty());
    assertThrows(IllegalStateException.class, builder::build);
    builder.add(0, 0);
    assertFalse(builder.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsAddedIsReadAgain(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int sequenceNumber = random.nextInt(65536);
      long arrivalUs = random.nextLong(1L << 40) / 250 * 250;
      int lossPercent = random.nextInt(100);
      int largePercent = random.nextInt(3) * 30;
      TransportFeedbackBuilder builder = builder(sequenceNumber);
      FeedbackLog expected = new FeedbackLog();
      for (int i = 0; i < 400; i++, sequenceNumber = (sequenceNumber + 1) & 0xffff) {
        if (random.nextInt(100) < lossPercent) {
          expected.onNotReceived(sequenceNumber);
          continue;
        }
        int spread = random.nextInt(100) < largePercent ? 100_000 : 60_000;
        arrivalUs += 250L * ((random.nextInt(spread) - (spread > 60_000 ? 50_000 : 0)) / 250);
        if (!builder.add(sequenceNumber, arrivalUs * 1000)) {
          break;
        }
        expected.onReceived(sequenceNumber, arrivalUs * 1000);
      }
      if (!builder.isEmpty()) {
        String bytes = RtcpBytes.write(builder.build());
        TransportFeedback read = parseOne(TransportFeedback.class, bytes);

        assertEquals(expected.withoutTrailingLosses(), FeedbackLog.of(read).entries);
        assertEquals(builder.build(), read);
      }
    }
  }
}
