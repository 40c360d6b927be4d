package org.meshless.rtp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.meshless.rtp.rtcp.RtcpBytes.assertWrites;
import static org.meshless.rtp.rtcp.RtcpBytes.parse;
import static org.meshless.rtp.rtcp.RtcpBytes.parseOne;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3550 §6.4 to §6.6. */
class ReportsTest {
  /** A stream of which −2 packets were lost: two more came than were sent. */
  private static final String BLOCK_BYTES =
      "cafebabe | 40 fffffe | 0001fffe | 00000123 | 89abcdef | 00008000";

  private static final ReportBlock BLOCK =
      new ReportBlock(0xcafebabeL, 64, -2, 0x1fffe, 0x123, 0x89abcdefL, 0x8000);

  @Test
  void aSenderReportIsReadAndWritten() {
    String hex =
        """
        81 c8 000c | 80000001
        e0000000 40000000 | fffffff0 | 00000010 | 00004000
        """
            + BLOCK_BYTES;
    SenderReport report =
        new SenderReport(0x80000001L, 0xe0000000_40000000L, 0xfffffff0L, 16, 16384, List.of(BLOCK));

    assertEquals(report, parseOne(SenderReport.class, hex));
    assertWrites(hex, report);
  }

  @Test
  void reportBlocksReferToASenderReportByTheMiddleOfItsNtpTimestamp() {
    SenderReport report = new SenderReport(1, 0xe123_89ab_cdef_4567L, 0, 0, 0, List.of());

    assertEquals(0x89ab_cdefL, report.compactNtpTimestamp());
  }

  @Test
  void aReceiverReportIsReadAndWritten() {
    String hex = "82 c9 000d | 00000001" + BLOCK_BYTES + BLOCK_BYTES;
    ReceiverReport report = new ReceiverReport(1, List.of(BLOCK, BLOCK));

    assertEquals(report, parseOne(ReceiverReport.class, hex));
    assertWrites(hex, report);
  }

  @Test
  void profileSpecificExtensionsOfReportsArePassedOver() {
    assertEquals(
        new ReceiverReport(1, List.of(BLOCK)),
        parseOne(ReceiverReport.class, "81 c9 0008 | 00000001" + BLOCK_BYTES + "deadbeef"));
  }

  @ParameterizedTest
  @CsvSource({
    "82 c9 0007 00000001, receiver report",
    "82 c8 000c 00000001 00000000 00000000 00000000 00000000 00000000, sender report",
  })
  void aReportWithFewerBlocksThanItCountsIsMalformed(String hex, String what) {
    assertEquals(List.of(), parse(hex + BLOCK_BYTES), what);
  }

  @ParameterizedTest
  @CsvSource({
    " 8388607, 7fffff",
    " 8388608, 7fffff",
    "-8388608, 800000",
    "-8388609, 800000",
    "       0, 000000",
  })
  void theCumulativeLossIsWrittenClampedTo24Bits(int lost, String hex) {
    ReportBlock block = new ReportBlock(0, 0, lost, 0, 0, 0, 0);

    assertEquals(hex, RtcpBytes.write(new ReceiverReport(0, List.of(block))).substring(26, 32));
  }

  @Test
  void aReportHoldsNoMoreBlocksThanItCanCount() {
    List<ReportBlock> blocks = Collections.nCopies(32, BLOCK);

    assertThrows(IllegalArgumentException.class, () -> new ReceiverReport(1, blocks));
    assertThrows(IllegalArgumentException.class, () -> new SenderReport(1, 0, 0, 0, 0, blocks));
    assertEquals(31 * 24 + 8, new ReceiverReport(1, blocks.subList(0, 31)).length());
  }

  @ParameterizedTest
  @CsvSource({
    "'',   81 ca 0002 | 80000001 | 01 00 | 00 00",
    "a,    81 ca 0002 | 80000001 | 01 01 61 | 00",
    "ab,   81 ca 0003 | 80000001 | 01 02 6162 | 00 000000",
    "abc,  81 ca 0003 | 80000001 | 01 03 616263 | 00 0000",
    "é,    81 ca 0003 | 80000001 | 01 02 c3a9 | 00 000000",
  })
  void aCanonicalNameIsPaddedToWholeWordsBehindAZero(String cname, String hex) {
    SourceDescription description = SourceDescription.ofCname(0x80000001L, cname);

    assertWrites(hex, description);
    assertEquals(description, parseOne(SourceDescription.class, hex));
  }

  @Test
  void chunksWithoutACanonicalNameAndOtherItemsArePassedOver() {
    String hex =
        """
        83 ca 000a
        00000001 | 02 03 626f62 | 01 01 61 | 06 02 7879 | 00 000000
        00000002 | 00 000000
        00000003 | 01 05 636865 6565 | 00
        """;

    assertEquals(
        new SourceDescription(
            List.of(
                new SourceDescription.Chunk(1, "a"),
                new SourceDescription.Chunk(2, null),
                new SourceDescription.Chunk(3, "cheee"))),
        parseOne(SourceDescription.class, hex));
  }

  @Test
  void aChunkWithoutACanonicalNameIsWritten() {
    assertWrites(
        "81 ca 0002 00000002 00000000",
        new SourceDescription(List.of(new SourceDescription.Chunk(2, null))));
  }

  @Test
  void aCanonicalNameThatIsNotUtf8IsLeftOut() {
    assertEquals(
        new SourceDescription(List.of(new SourceDescription.Chunk(1, null))),
        parseOne(SourceDescription.class, "81 ca 0002 00000001 01 01 ff 00"));
  }

  @ParameterizedTest
  @CsvSource({
    "81 ca 0002 00000001 01 03 61 00, text beyond the packet",
    "81 ca 0002 00000001 01 02 61 62, no zero at the end",
    "81 ca 0002 00000001 01 00 01 00, second item without the zero",
    "81 ca 0002 00000001 01 01 61 01, a type without its length",
    "82 ca 0002 00000001 01 01 61 00, fewer chunks than counted",
    "81 ca 0001 00000001,             a chunk without items or their end",
  })
  void aBrokenDescriptionIsMalformed(String hex, String what) {
    assertEquals(List.of(), parse(hex), what);
  }

  @Test
  void namesAndChunksBeyondWhatCanBeCountedAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> SourceDescription.ofCname(1, "é".repeat(128)));
    assertEquals(268, SourceDescription.ofCname(1, "x".repeat(255)).length());
    assertThrows(
        IllegalArgumentException.class,
        () -> new SourceDescription(Collections.nCopies(32, new SourceDescription.Chunk(1, "a"))));
  }

  @Test
  void aGoodbyeIsReadAndWritten() {
    String hex = "82 cb 0002 00000001 ffffffff";
    Goodbye goodbye = new Goodbye(List.of(1L, 0xffffffffL));

    assertEquals(goodbye, parseOne(Goodbye.class, hex));
    assertWrites(hex, goodbye);
  }

  @Test
  void theReasonOfAGoodbyeIsPassedOver() {
    assertEquals(
        new Goodbye(List.of(1L)),
        parseOne(Goodbye.class, "81 cb 0003 00000001 05 6c656176 650000"));
  }

  @Test
  void aGoodbyeOfFewerSourcesThanItCountsIsMalformed() {
    assertEquals(List.of(), parse("82 cb 0001 00000001"));
    assertThrows(IllegalArgumentException.class, () -> new Goodbye(Collections.nCopies(32, 1L)));
  }
}
