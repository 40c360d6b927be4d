package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.codec.OpaqueDescriptor;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;

class SenderReportTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long NTP_SECOND = 1L << 32;
  private static final long NTP = 0xE1F9_7A0D_0000_0000L;

  private final PublisherClock publisher = new PublisherClock();
  private final StreamClock clock = new StreamClock(publisher, 90_000);

  @Test
  void anInstantOfTheSourceIsFoundFromItsLatestReport() {
    assertFalse(clock.isKnown());
    report(5 * SECOND, NTP, 1_000);
    assertEquals(1_000, clock.timestampAt(5 * SECOND));
    assertEquals(91_000, clock.timestampAt(6 * SECOND));
    assertEquals((1_000 - 90_000) & 0xFFFF_FFFFL, clock.timestampAt(4 * SECOND));
    assertEquals(5 * SECOND + SECOND / 2, clock.captureNs(46_000));
    assertEquals(5 * SECOND - SECOND / 2, clock.captureNs((1_000 - 45_000) & 0xFFFF_FFFFL));
  }

  @Test
  void theDelayOfReportsIsAveraged() {
    for (int i = 0; i < 100; i++) {
      long delay = (i % 2 == 0 ? 10 : 30) * MILLISECOND;
      report(i * SECOND + delay, NTP + i * NTP_SECOND, i * 90_000L);
    }
    assertEquals(
        20 * MILLISECOND,
        (double) (publisher.serverNs(NTP + 99 * NTP_SECOND) - 99 * SECOND),
        2.0 * MILLISECOND);
  }

  @Test
  void oneReportThatIsLateByFarIsNotBelieved() {
    report(0, NTP, 0);
    report(SECOND, NTP + NTP_SECOND, 90_000);
    report(4 * SECOND, NTP + 2 * NTP_SECOND, 180_000);
    assertEquals(2 * SECOND, publisher.serverNs(NTP + 2 * NTP_SECOND));
    report(3 * SECOND, NTP + 3 * NTP_SECOND, 270_000);
    assertEquals(3 * SECOND, publisher.serverNs(NTP + 3 * NTP_SECOND));
  }

  @ParameterizedTest
  @CsvSource({"7200", "-7200", "1000000000", "-1000000000"})
  void aClockThatWasSetIsBelievedAfterThreeReports(long seconds) {
    report(0, NTP, 0);
    long set = NTP + seconds * NTP_SECOND;
    for (int i = 1; i <= PublisherClock.OUTLIERS_TO_RESET; i++) {
      report(i * SECOND, set + i * NTP_SECOND, i * 90_000L);
    }
    assertEquals(3 * SECOND, publisher.serverNs(set + 3 * NTP_SECOND));
    assertEquals(270_000, clock.timestampAt(3 * SECOND));
  }

  @Test
  void theEndOfAnNtpEraIsAnInstantLikeAnyOther() {
    report(0, -NTP_SECOND, 0);
    report(2 * SECOND, NTP_SECOND, 180_000);
    assertEquals(3 * SECOND, publisher.serverNs(2 * NTP_SECOND));
  }

  @Test
  void aReportIsOfTheServersTimeAndTheRewrittenTimestamp() {
    StreamRewriter rewriter = new StreamRewriter(90_000, 500, 4_000_000_000L);
    SenderReportBuilder builder = new SenderReportBuilder(77);
    report(5 * SECOND, NTP, 1_000);
    assertNull(builder.build(6 * SECOND, 123, rewriter.current(), clock, List.of()));
    rewriter.begin(6 * SECOND, 1, 100_000, 91_000);
    assertNull(builder.build(6 * SECOND, 123, rewriter.current(), clock, List.of()));
    rewriter.sequence(6 * SECOND, 1, 100_000, 91_000, OpaqueDescriptor.UNREAD);
    builder.onSent(1_000);
    builder.onSent(200);
    assertEquals(
        new SenderReport(77, 123, 4_000_045_000L, 2, 1_200, List.of()),
        builder.build(6 * SECOND + SECOND / 2, 123, rewriter.current(), clock, List.of()));
  }

  @Test
  void nothingIsReportedOfASourceWhoseClockIsNotKnown() {
    StreamRewriter rewriter = new StreamRewriter(90_000, 500, 0);
    SenderReportBuilder builder = new SenderReportBuilder(77);
    rewriter.begin(0, 1, 100_000, 91_000);
    builder.onSent(1_000);
    assertNull(builder.build(0, 123, rewriter.current(), clock, List.of()));
    assertNull(builder.build(0, 123, rewriter.current(), null, List.of()));
    rewriter.end();
    assertNull(builder.build(0, 123, rewriter.current(), clock, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, -1", // it has had no report
    "1_0000, 0_8000, 0_4000, 250_000_000",
    "1_0000, 1_0000, 0, 0",
    "1_0000, 1_0001, 0, 0", // by rounding
    "1_0000, 1_1000, 0, -1", // heard before it was said
    "0_0100, FFFF_FF00, 0, 7_812_500", // across the wrap
    "F_0000, 1_0000, 0, -1", // 14 s
  })
  void theRoundTripIsWhatIsLeftOfTheTimeSinceOurReport(
      String now, String lastSenderReport, String delay, String expectedNs) {
    ReportBlock block = new ReportBlock(77, 0, 0, 0, 0, hex(lastSenderReport), hex(delay));
    assertEquals(
        Long.parseLong(expectedNs.replace("_", "")), RoundTripTime.ofNs(hex(now) << 16, block));
  }

  /**
   * A flash and a beep, captured together, stay together at a receiver that goes by the reports,
   * with clocks that run off, delays that vary, reports that are lost and changes of source. Right
   * after a change the receiver has only the reports on the source before.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "200, 2", "-200, 3", "200, 4", "-200, 5", "200, 6"})
  void soundAndPictureOfOnePublisherStayTogether(int ppm, long seed) {
    LipSync lipSync = new LipSync(ppm, seed);
    for (int second = 1; second < 3_600; second++) {
      lipSync.second(second);
    }
    assertTrue(lipSync.worstNs < 15 * MILLISECOND, "apart by ns: " + lipSync.worstNs);
    assertTrue(lipSync.reassigned > 60, "reassigned " + lipSync.reassigned);
    assertTrue(lipSync.compared > 6_500, "compared " + lipSync.compared);
  }

  /** Two publishers, one slot pair, and a receiver with both slots' latest reports. */
  private static final class LipSync {
    private final java.util.Random random;
    private final Source[] sources;
    private final Track audio = new Track(48_000);
    private final Track video = new Track(90_000);
    private int reigning;
    private int reassigned;
    private long worstNs;
    private int compared;

    LipSync(int ppm, long seed) {
      random = new java.util.Random(seed);
      sources = new Source[] {new Source(random, ppm), new Source(random, -ppm)};
    }

    void second(int second) {
      long nowNs = second * SECOND;
      for (Source each : sources) {
        if (random.nextInt(5) > 0) {
          each.report(each.videoClock, 90_000, nowNs + random.nextLong(40 * MILLISECOND));
        }
        if (second % 5 == 0 && random.nextInt(5) > 0) {
          each.report(each.audioClock, 48_000, nowNs + random.nextLong(40 * MILLISECOND));
        }
      }
      if (second > 60 && random.nextInt(40) == 0) {
        reigning = 1 - reigning;
        reassigned++;
        audio.begun = false;
        video.begun = false;
      }
      Source source = sources[reigning];
      long heardNs = nowNs + random.nextLong(50 * MILLISECOND);
      long seenNs = nowNs + random.nextLong(50 * MILLISECOND);
      audio.send(heardNs, source.timestamp(heardNs, 48_000), source.audioClock);
      video.send(seenNs, source.timestamp(seenNs, 90_000), source.videoClock);
      compare(source, nowNs + 60 * MILLISECOND);
      if (random.nextInt(5) > 0) {
        audio.report(nowNs + 100 * MILLISECOND, source.audioClock);
        video.report(nowNs + 130 * MILLISECOND, source.videoClock);
      }
      compare(source, nowNs + 500 * MILLISECOND);
    }

    private void compare(Source source, long eventNs) {
      if (audio.report != null && video.report != null) {
        long heard = audio.playedNs(source.timestamp(eventNs, 48_000));
        long seen = video.playedNs(source.timestamp(eventNs, 90_000));
        worstNs = Math.max(worstNs, Math.abs(heard - seen));
        compared++;
      }
    }
  }

  /** A publisher whose clocks start anywhere and run off by some ppm. */
  private static final class Source {
    private final long ntpStart;
    private final long rtpStart;
    private final double speed;
    private final StreamClock audioClock;
    private final StreamClock videoClock;

    Source(java.util.Random random, int ppm) {
      ntpStart = NTP + random.nextLong(1_000_000) * NTP_SECOND;
      rtpStart = random.nextLong(NTP_SECOND);
      speed = 1 + ppm / 1e6;
      PublisherClock publisher = new PublisherClock();
      audioClock = new StreamClock(publisher, 48_000);
      videoClock = new StreamClock(publisher, 90_000);
    }

    long timestamp(long nowNs, int rate) {
      return (rtpStart + rate + (long) (nowNs * speed * rate / 1e9)) & 0xFFFF_FFFFL;
    }

    void report(StreamClock clock, int rate, long arrivalNs) {
      long sentNs = arrivalNs / SECOND * SECOND;
      long ntp = ntpStart + (long) (sentNs * speed * (NTP_SECOND / 1e9));
      clock.onSenderReport(
          arrivalNs, new SenderReport(1, ntp, timestamp(sentNs, rate), 0, 0, List.of()));
    }
  }

  private static final class Track {
    private final int rate;
    private final StreamRewriter rewriter;
    private final SenderReportBuilder builder = new SenderReportBuilder(1);
    private boolean begun;
    private int streamId;
    private long extSeq = 100_000;
    private @Nullable SenderReport report;

    Track(int rate) {
      this.rate = rate;
      this.rewriter = new StreamRewriter(rate, 1, 0xFFFF_0000L);
    }

    void send(long nowNs, long timestamp, StreamClock clock) {
      extSeq++;
      long captureNs = clock.isKnown() ? clock.captureNs(timestamp) : nowNs;
      if (!begun) {
        begun = true;
        rewriter.begin(captureNs, ++streamId, extSeq, timestamp);
      }
      rewriter.sequence(captureNs, streamId, extSeq, timestamp, OpaqueDescriptor.UNREAD);
      builder.onSent(100);
    }

    void report(long nowNs, StreamClock clock) {
      report = builder.build(nowNs, nowNs, rewriter.current(), clock, List.of());
    }

    /** When a receiver plays what has this source timestamp, by the latest report. */
    long playedNs(long timestamp) {
      Segment segment = rewriter.current();
      assertNotNull(segment);
      assertNotNull(report);
      int ticks = (int) (segment.timestamp(timestamp) - report.rtpTimestamp());
      return report.ntpTimestamp() + ticks * SECOND / rate; // told in nanoseconds here
    }
  }

  private void report(long arrivalNs, long ntp, long rtp) {
    clock.onSenderReport(arrivalNs, new SenderReport(1, ntp, rtp & 0xFFFF_FFFFL, 0, 0, List.of()));
  }

  private static long hex(String text) {
    return Long.parseLong(text.replace("_", ""), 16);
  }
}
