package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.codec.OpaqueDescriptor;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;

class StreamRewriterTest {
  private static final int A = 1;
  private static final int B = 2;
  private static final long SECOND = 1_000_000_000;
  private static final PayloadDescriptor OPAQUE = OpaqueDescriptor.UNREAD;

  private final StreamRewriter rewriter = new StreamRewriter(90_000, 500, 4_000_000_000L);

  @Test
  void nothingIsSentWithoutASource() {
    assertNull(rewriter.current());
    assertEquals(StreamRewriter.OTHER_SOURCE, sequence(A, 100_000));
    assertNull(rewriter.segmentOf(500));
  }

  @Test
  void theFirstPacketHasTheNumbersTheStreamWasMadeWith() {
    assertEquals(4_000_000_000L, rewriter.begin(0, A, 100_000, 7));
    assertEquals(500, sequence(A, 100_000));
    assertEquals(4_000_000_000L, current().timestamp(7));
    assertEquals(4_000_000_003L, current().timestamp(10));
  }

  @Test
  void theTimestampWraps() {
    rewriter.begin(0, A, 100_000, 0xFFFF_FFFFL);
    assertEquals(4_000_000_001L, current().timestamp(0));
    assertEquals((4_000_000_000L + 500_000_000) & 0xFFFF_FFFFL, current().timestamp(499_999_999));
  }

  @Test
  void aGapStaysAGapAndALatePacketFillsIt() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertEquals(503, sequence(A, 100_003));
    assertEquals(501, sequence(A, 100_001));
    assertEquals(502, sequence(A, 100_002));
  }

  @Test
  void aPacketThatComesTwiceIsSentOnce() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertEquals(501, sequence(A, 100_001));
    assertEquals(StreamRewriter.DUPLICATE, sequence(A, 100_000));
    assertEquals(StreamRewriter.DUPLICATE, sequence(A, 100_001));
  }

  @Test
  void whatIsDroppedInTimeLeavesNoGap() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertTrue(rewriter.drop(A, 100_001));
    assertTrue(rewriter.drop(A, 100_003));
    assertEquals(502, sequence(A, 100_004));
    assertEquals(501, sequence(A, 100_002));
    assertEquals(StreamRewriter.LATE, sequence(A, 100_003));
  }

  @Test
  void whatIsDroppedAfterALaterPacketWasSentLeavesAGap() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertEquals(502, sequence(A, 100_002));
    assertFalse(rewriter.drop(A, 100_001));
    assertEquals(503, sequence(A, 100_003));
    assertEquals(501, sequence(A, 100_001), "an empty packet in its place");
  }

  @Test
  void aNumberIsNotUsedUpByADropAtTheEndOfAReign() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    rewriter.drop(A, 100_001);
    rewriter.drop(A, 100_002);
    rewriter.begin(SECOND, B, 77_000, 5);
    assertEquals(501, sequence(B, 77_000));
  }

  @Test
  void aPacketFromBeforeTheSwitchIsNotSent() {
    rewriter.begin(0, A, 100_000, 0);
    sequence(A, 100_000);
    rewriter.begin(SECOND, B, 77_000, 0);
    assertEquals(StreamRewriter.LATE, sequence(B, 76_999));
    assertEquals(StreamRewriter.OTHER_SOURCE, sequence(A, 100_001));
    assertEquals(501, sequence(B, 77_000));
    rewriter.begin(2 * SECOND, A, 100_050, 0);
    assertEquals(StreamRewriter.LATE, sequence(A, 100_002));
    assertEquals(502, sequence(A, 100_050));
  }

  @ParameterizedTest
  @CsvSource({
    "1_000_000_000, 90_000", // elapsed time in the clock of the kind
    "0, 1", // never the same
    "-5_000_000_000, 1", // never back
    "11_112, 1",
    "22_223, 2",
    "100_000_000_000_000, 536_870_912", // a day: never so far that it looks older
  })
  void theNewSourcesTimeIsTheOldOnesPlusWhatHasPassed(String elapsedNs, String ticks) {
    rewriter.begin(SECOND, A, 100_000, 1000);
    rewriter.sequence(SECOND, A, 100_000, 1000, OPAQUE);
    rewriter.sequence(2 * SECOND, A, 100_001, 91_000, OPAQUE);
    long nowNs = 2 * SECOND + number(elapsedNs);
    long expected = (4_000_090_000L + number(ticks)) & 0xFFFF_FFFFL;
    assertEquals(expected, rewriter.begin(nowNs, B, 77_000, 123_456));
    assertEquals(expected, current().timestamp(123_456));
  }

  @Test
  void aLatePacketDoesNotTurnTheTimeBack() {
    rewriter.begin(0, A, 100_000, 0);
    rewriter.sequence(0, A, 100_000, 0, OPAQUE);
    rewriter.sequence(SECOND, A, 100_002, 90_000, OPAQUE);
    rewriter.sequence(SECOND / 2, A, 100_001, 45_000, OPAQUE);
    assertEquals((4_000_000_000L + 180_000), rewriter.begin(2 * SECOND, B, 77_000, 0));
  }

  @Test
  void aReignUnderWhichNothingWasSentLeavesNoTrace() {
    rewriter.begin(0, A, 100_000, 0);
    sequence(A, 100_000);
    long once = rewriter.begin(SECOND, B, 77_000, 0);
    assertEquals(once, rewriter.begin(SECOND, A, 100_030, 0));
    assertEquals(501, sequence(A, 100_030));
  }

  @Test
  void afterTheEndOfAReignEveryPacketIsRefusedButRetransmissionGoesOn() {
    rewriter.begin(0, A, 100_000, 0);
    sequence(A, 100_000);
    rewriter.end();
    assertNull(rewriter.current());
    assertEquals(StreamRewriter.OTHER_SOURCE, sequence(A, 100_001));
    assertEquals(100_000, segmentOf(500).sourceExtendedSeq(500));
    rewriter.end();
    rewriter.begin(SECOND, A, 100_200, 0);
    assertEquals(501, sequence(A, 100_200));
    assertEquals(100_000, segmentOf(500).sourceExtendedSeq(500));
  }

  @ParameterizedTest
  @ValueSource(longs = {1025, 40_000, 1L << 33})
  void aPauseTooWideToFillIsOneMissingNumber(long jump) {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertEquals(502, sequence(A, 100_000 + jump));
    assertEquals(503, sequence(A, 100_001 + jump));
    assertEquals(StreamRewriter.LATE, sequence(A, 100_000 + jump - 1));
    assertEquals(100_000, segmentOf(500).sourceExtendedSeq(500));
    assertNull(rewriter.segmentOf(501));
    assertEquals(100_000 + jump, segmentOf(502).sourceExtendedSeq(502));
  }

  @Test
  void theWidestGapThatCanBeFilledStays() {
    rewriter.begin(0, A, 100_000, 0);
    assertEquals(500, sequence(A, 100_000));
    assertEquals(500 + 1024, sequence(A, 101_024));
    assertEquals(501, sequence(A, 100_001));
  }

  @Test
  void aPacketOlderThanTheWindowIsNotSent() {
    rewriter.begin(0, A, 100_000, 0);
    sequence(A, 100_000);
    for (int i = 2; i <= 1024; i++) {
      sequence(A, 100_000 + i);
    }
    assertEquals(501, sequence(A, 100_001));
    rewriter.begin(0, B, 100_000, 0);
    sequence(B, 100_000);
    for (int i = 2; i <= 1025; i++) {
      sequence(B, 100_000 + i);
    }
    assertEquals(StreamRewriter.LATE, sequence(B, 100_001));
  }

  @Test
  void onlyTheLatestReignsAreRemembered() {
    for (int i = 0; i < 20; i++) {
      rewriter.begin(i * SECOND, i, 100_000, 0);
      assertEquals(500 + i, sequence(i, 100_000));
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(i < 20 - StreamRewriter.MAX_SEGMENTS, rewriter.segmentOf(500 + i) == null);
    }
  }

  @Test
  void picturesOfTheFirstSourceAreSentAsTheyAre() {
    rewriter.begin(0, A, 100_000, 0);
    sendVp8(A, 100_000, 0x7FFF, 255);
    assertUnchanged(0x7FFF, 255);
    sendVp8(A, 100_001, 0, 0);
    assertUnchanged(0, 0);
  }

  @Test
  void vp8CountersGoOnWhateverTheSourcesCount() {
    rewriter.begin(0, A, 100_000, 0);
    sendVp8(A, 100_000, 0x7FFF, 255);
    rewriter.begin(SECOND, B, 200_000, 0);
    sendVp8(B, 200_000, 5, 17);
    assertWritten(0, 0, 5, 17);
    rewriter.begin(2 * SECOND, A, 100_100, 0); // a source of another codec in between
    sequence(A, 100_100);
    rewriter.begin(3 * SECOND, B, 200_100, 0);
    sendVp8(B, 200_100, 5, 17);
    assertWritten(1, 1, 5, 17);
  }

  @Test
  void vp8CountersTellOfAPauseTooWideToFill() {
    rewriter.begin(0, A, 100_000, 0);
    sendVp8(A, 100_000, 7, 3);
    sendVp8(A, 200_000, 20_000, 99);
    assertWritten(9, 5, 20_000, 99);
  }

  @Test
  void vp8CountersGoOnWhereAnEncoderBeginsAnew() {
    rewriter.begin(0, A, 100_000, 0);
    sendVp8(A, 100_000, 5_000, 90);
    sendVp8(A, 100_001, 200, 7);
    assertWritten(5_001, 91, 200, 7);
    assertEquals(100_000, segmentOf(500).sourceExtendedSeq(500));
  }

  @Test
  void aSourceThatChangesItsCodecKeepsItsPlace() {
    rewriter.begin(0, A, 100_000, 0);
    sendVp8(A, 100_000, 5_000, 90);
    byte[] inter = {(byte) 0x80 | 0x40 | 0x08, (byte) 0x80, 9, 0};
    Vp9Descriptor vp9 = Vp9Descriptor.parse(inter, 0, inter.length);
    assertNotNull(vp9);
    assertEquals(502, rewriter.sequence(0, A, 100_002, 0, vp9));
    byte[] out = new byte[4];
    assertEquals(3, current().writePrefix(vp9, inter, 0, out, 0));
    // Its key frame was missed: nothing sent before is what this one refers to.
    assertEquals(0x8000 | 5_033, NetworkOrder.getUnsigned16(out, 1));
    assertEquals(StreamRewriter.LATE, sequence(A, 100_001), "of the codec before, for all we know");
  }

  @Test
  void nothingIsAllocatedForAPacket() {
    rewriter.begin(0, A, 100_000, 0);
    byte[] payload = vp8(1, 1);
    byte[] out = new byte[10];
    Vp8Descriptor descriptor = parse(payload, 0);
    Runnable packets =
        () -> {
          Segment segment = current();
          for (long extSeq = 100_000; extSeq < 110_000; extSeq += 2) {
            int number = rewriter.sequence(extSeq, A, extSeq, extSeq, descriptor);
            rewriter.drop(A, extSeq + 1);
            segment.writePrefix(descriptor, payload, 0, out, 2);
            segmentOf(number).sourceExtendedSeq(number);
          }
        };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    packets.run();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 5_000, bytes + " bytes for 5,000 packets");
  }

  @Test
  void theFirstSequenceNumberIsInTheLowerHalf() {
    assertThrows(IllegalArgumentException.class, () -> new StreamRewriter(90_000, 1 << 15, 0));
  }

  private int sequence(int streamId, long extSeq) {
    return rewriter.sequence(0, streamId, extSeq, 0, OPAQUE);
  }

  private void sendVp8(int streamId, long extSeq, int pictureId, int tl0PicIdx) {
    assertTrue(rewriter.sequence(0, streamId, extSeq, 0, parse(vp8(pictureId, tl0PicIdx), 0)) >= 0);
  }

  private void assertUnchanged(int pictureId, int tl0PicIdx) {
    byte[] payload = vp8(pictureId, tl0PicIdx);
    assertEquals(0, current().writePrefix(parse(payload, 0), payload, 0, new byte[10], 2));
  }

  /** What the source counted so is sent as the given. */
  private void assertWritten(int pictureId, int tl0PicIdx, int sourcePictureId, int sourceTl0) {
    byte[] payload = vp8(sourcePictureId, sourceTl0);
    byte[] out = new byte[10];
    assertEquals(6, current().writePrefix(parse(payload, 0), payload, 0, out, 2));
    Vp8Descriptor written = parse(out, 2);
    assertEquals(pictureId, written.pictureId());
    assertEquals(tl0PicIdx, written.tl0PicIdx());
  }

  private static byte[] vp8(int pictureId, int tl0PicIdx) {
    byte high = (byte) (0x80 | pictureId >>> 8);
    return new byte[] {(byte) 0x90, (byte) 0xE0, high, (byte) pictureId, (byte) tl0PicIdx, 0, 0, 0};
  }

  private static Vp8Descriptor parse(byte[] b, int offset) {
    Vp8Descriptor descriptor = Vp8Descriptor.parse(b, offset, 8);
    assertNotNull(descriptor);
    return descriptor;
  }

  private Segment current() {
    return present(rewriter.current());
  }

  private Segment segmentOf(int sequenceNumber) {
    return present(rewriter.segmentOf(sequenceNumber));
  }

  private static Segment present(@Nullable Segment segment) {
    assertNotNull(segment);
    return segment;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
