package org.meshless.rtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;

class ReceptionStatisticsTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SSRC = 0xFEDC_BA98L;

  private final ReceptionStatistics statistics = new ReceptionStatistics(SSRC, 90_000);

  @Test
  void nothingReceivedIsNothingReported() {
    assertNull(statistics.report(0));
    statistics.onPacket(0, 70_000, 0);
    assertNotNull(statistics.report(0));
    assertNull(statistics.report(1));
  }

  @Test
  void lossIsCountedInAllAndSinceTheLastReport() {
    receive(70_000, 70_010);
    assertReport(0, 0, 70_009 - 65_536);
    receive(70_015, 70_025); // 5 of 15 lost
    assertReport(5 * 256 / 15, 5, 70_024 - 65_536);
    receive(70_025, 70_035);
    assertReport(0, 5, 70_034 - 65_536);
  }

  @Test
  void lateAndRepeatedPacketsMakeUpForLoss() {
    receive(70_000, 70_010);
    receive(70_012, 70_020);
    receive(70_010, 70_012);
    assertReport(0, 0, 70_019 - 65_536);
    receive(70_019, 70_020);
    receive(70_020, 70_021);
    assertReport(0, -1, 70_020 - 65_536);
  }

  @Test
  void aWholeIntervalLostButOneIsNearlyAllOfIt() {
    receive(70_000, 70_001);
    assertReport(0, 0, 70_000 - 65_536);
    receive(71_000, 71_001);
    assertReport(255, 999, 71_000 - 65_536);
  }

  @Test
  void theHighestNumberCountsItsCycles() {
    receive(65_536 + 65_530, 65_536 + 65_535);
    receive(2 * 65_536, 2 * 65_536 + 4);
    assertEquals(65_536 + 3, report(0).extendedHighestSequenceNumber());
  }

  @Test
  void jitterIsThatOfAppendixA8() {
    // 20 ms apart when sent, alternately 5 ms early and late: every difference is 10 ms = 900
    // ticks.
    long jitter16 = 0;
    for (int i = 0; i < 50; i++) {
      long arrival = (20L * i + (i % 2 == 0 ? 0 : 10)) * MILLISECOND;
      statistics.onPacket(arrival, 70_000 + i, i * 1800L);
      jitter16 += i == 0 ? 0 : 900 - ((jitter16 + 8) >> 4);
    }
    assertEquals(jitter16 >> 4, statistics.jitter());
    assertEquals(860, (double) statistics.jitter(), 20.0);
  }

  @Test
  void packetsOfOneFrameAndLatePacketsDoNotCountAsJitter() {
    for (int frame = 0; frame < 100; frame++) {
      for (int i = 0; i < 10; i++) {
        statistics.onPacket(
            (frame * 33L + i) * MILLISECOND, 70_000 + 10 * frame + i, frame * 2970L);
      }
      statistics.onPacket((frame * 33L + 20) * MILLISECOND, 69_000 + frame, 5);
    }
    assertEquals(0, statistics.jitter());
  }

  @Test
  void aJumpOfTheSourcesClockIsNotJitter() {
    statistics.onPacket(0, 70_000, 0);
    statistics.onPacket(MILLISECOND, 70_001, 3_000_000_000L);
    assertEquals(0, statistics.jitter());
  }

  @Test
  void theLastSenderReportIsReferredToWithTheDelaySince() {
    receive(70_000, 70_001);
    assertEquals(0, report(0).lastSenderReport());
    statistics.onSenderReport(
        0, new SenderReport(SSRC, 0x1122_3344_5566_7788L, 0, 0, 0, List.of()));
    receive(70_001, 70_002);
    ReportBlock block = report(1_500 * MILLISECOND);
    assertEquals(0x3344_5566L, block.lastSenderReport());
    assertEquals(65_536 * 3 / 2, block.delaySinceLastSenderReport());
  }

  private void receive(long from, long to) {
    for (long seq = from; seq < to; seq++) {
      statistics.onPacket(0, seq, 0);
    }
  }

  private void assertReport(int fraction, int lost, long highest) {
    assertEquals(new ReportBlock(SSRC, fraction, lost, highest, 0, 0, 0), report(0));
  }

  private ReportBlock report(long nowNs) {
    @Nullable ReportBlock block = statistics.report(nowNs);
    assertNotNull(block);
    return block;
  }
}
