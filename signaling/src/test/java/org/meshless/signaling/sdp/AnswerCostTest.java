package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer costs, in processor time, which does not depend on what else runs here. */
class AnswerCostTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static Duration cost(String offer) {
    AnswerParameters parameters = new ServerSide().parameters();
    long start = THREADS.getCurrentThreadCpuTime();
    AnswerResult result = Answerer.answer(offer, parameters);
    if (result instanceof AnswerResult.Answered answered) {
      answered.answer().write();
    }
    return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
  }

  @Test
  void anOfferWithEightSlotsOfEachKindTakesFarLessThanFiveMilliseconds() {
    String offer = Fixtures.read(Fixtures.CHROMIUM_8_SLOTS);
    Duration[] costs = new Duration[201];
    for (int i = 0; i < 200; i++) {
      cost(offer);
    }

    Arrays.setAll(costs, i -> cost(offer));

    Arrays.sort(costs);
    Duration median = costs[costs.length / 2];
    assertTrue(median.compareTo(Duration.ofMillis(5)) < 0, median::toString);
  }

  /** Texts of the greatest length, each many times over what costs most in some place. */
  static Stream<Arguments> hostileOffers() {
    String small = Fixtures.SMALL;
    String sections =
        IntStream.range(0, 124)
            .mapToObj(i -> "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:m" + i + "\na=rtcp-mux\n")
            .collect(Collectors.joining());
    String tags = IntStream.range(0, 124).mapToObj(i -> " m" + i).collect(Collectors.joining());
    return Stream.of(
        Arguments.of(
            "session attributes", filled(small, "t=0 0\n", "a=extmap:1 urn:x\n") + sections),
        Arguments.of(
            "fingerprints", filled(small, "t=0 0\n", "a=fingerprint:sha-1 AA\n") + sections),
        Arguments.of("bundle tags", filled(small, "BUNDLE", " x").replace(" a v", " a v" + tags)),
        Arguments.of("groups", filled(small, "t=0 0\n", "a=group:LS a\n")),
        Arguments.of("formats", filled(small, "SAVPF 111", " 96")),
        Arguments.of("feedback", filled(small, "a=mid:v\n", "a=rtcp-fb:* nack\n")),
        Arguments.of("sources", filled(small, "a=mid:v\n", "a=ssrc:1 x\n")),
        Arguments.of("groups of sources", filled(small, "a=mid:v\n", "a=ssrc-group:FID 1 2\n")),
        Arguments.of("encodings", filled(small, "a=mid:v\n", "a=rid:q send\n")),
        Arguments.of("extensions", filled(small, "a=mid:v\n", "a=extmap:1 urn:x\n")),
        Arguments.of("parameters", filled(small.replace("apt=96", "apt=96;"), "apt=96;", "a;")),
        Arguments.of("parameters many refer to", filled(reds(), "fmtp:0 ", "a;")),
        Arguments.of("empty lines", filled(small, "t=0 0\n", "\n")),
        Arguments.of("one long line", filled(small, "a=mid:v\n", "a=x")));
  }

  private static String filled(String offer, String after, String filling) {
    int count = (SdpParser.MAX_LENGTH - offer.length() - 8_000) / filling.length();
    return offer.replaceFirst(after, after + filling.repeat(count));
  }

  /** Every payload type but one says that it is RED of that one. */
  private static String reds() {
    String numbers =
        IntStream.range(0, 64).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    String lines =
        IntStream.range(1, 64)
            .mapToObj(i -> "a=rtpmap:" + i + " red/48000/2\na=fmtp:" + i + " 0/0\n")
            .collect(Collectors.joining());
    return Fixtures.SMALL
        .replaceFirst("SAVPF 111", "SAVPF " + numbers)
        .replaceFirst("a=rtpmap:111 opus", lines + "a=fmtp:0 \na=rtpmap:0 opus");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileOffers")
  void noTextOfTheGreatestLengthTakesLong(String what, String offer) {
    assertTrue(offer.length() <= SdpParser.MAX_LENGTH, what);
    assertTrue(offer.length() > SdpParser.MAX_LENGTH * 9 / 10, what);

    Duration cost = cost(offer);

    assertTrue(cost.compareTo(Duration.ofMillis(250)) < 0, () -> what + ": " + cost);
  }
}
