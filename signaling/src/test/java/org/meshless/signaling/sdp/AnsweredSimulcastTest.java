package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.signaling.sdp.AnswerResult.Answered;

class AnsweredSimulcastTest {
  private static final String MID = "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\n";
  private static final String RID = "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n";

  private static String video(String lines) {
    return Fixtures.SMALL.replace("a=mid:v\n", "a=mid:v\n" + lines + "\n");
  }

  private static List<String> rids(Answered answered) {
    return Fixtures.section(answered, "v").rids();
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.CHROMIUM, Fixtures.FIREFOX})
  void theEncodingsOfBrowsersAreAccepted(String name) {
    Answered answered = Fixtures.answer(Fixtures.read(name));

    assertEquals(List.of("q", "h", "f"), Fixtures.section(answered, "1").rids());
    assertEquals(
        List.of("a=rid:q recv", "a=rid:h recv", "a=rid:f recv"),
        Fixtures.lines(answered, "1", "rid:"));
    assertEquals(List.of("a=simulcast:recv q;h;f"), Fixtures.lines(answered, "1", "simulcast:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {MID, RID, ""})
  void withoutBothExtensionsThereIsNoSimulcast(String extensions) {
    Answered answered =
        Fixtures.answer(video(extensions + "a=rid:q send\na=rid:h send\na=simulcast:send q;h"));

    assertEquals(List.of(), rids(answered));
    assertEquals(List.of(), Fixtures.lines(answered, "v", "simulcast:"));
  }

  @Test
  void aSlotHasNoEncodings() {
    Answered answered =
        Fixtures.answer(
            video(MID + RID + "a=rid:q send\na=rid:h send\na=simulcast:send q;h")
                .replace("a=sendonly", "a=recvonly"));

    assertEquals(List.of(), rids(answered));
    assertEquals(List.of(), Fixtures.lines(answered, "v", "rid:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "send q;h            | q;h",
        "send q,h;f          | q;f",
        "send ~q;h           | q;h",
        "send q;x;h          | q;h",
        "send q;q;h          | q;h",
        "recv q;h send f     | f",
        "send r              | ''",
      })
  void encodingsAreAcceptedInOrder(String simulcast, String expected) {
    Answered answered =
        Fixtures.answer(
            video(
                MID
                    + RID
                    + "a=rid:q send\na=rid:h send\na=rid:f send\na=rid:r recv\na=simulcast:"
                    + simulcast));

    assertEquals(expected, String.join(";", rids(answered)));
    assertEquals(
        expected.isEmpty() ? List.of() : List.of("a=simulcast:recv " + expected),
        Fixtures.lines(answered, "v", "simulcast:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-width=640            | a=rid:q recv max-width=640",
        "pt=96                    | a=rid:q recv pt=96",
        "pt=98,96;max-width=640   | a=rid:q recv pt=96;max-width=640",
      })
  void restrictionsAreRepeatedForPayloadTypesThatAreAccepted(String offered, String answered) {
    Answered answer =
        Fixtures.answer(video(MID + RID + "a=rid:q send " + offered + "\na=simulcast:send q"));

    assertEquals(List.of(answered), Fixtures.lines(answer, "v", "rid:"));
  }

  @Test
  void anEncodingWithoutAPayloadTypeIsLeftOut() {
    Answered answered =
        Fixtures.answer(
            video(MID + RID + "a=rid:q send pt=98\na=rid:h send\na=simulcast:send q;h"));

    assertEquals(List.of("h"), rids(answered));
  }

  @Test
  void ridsThatNoExtensionCanCarryAreLeftOut() {
    String tooLong = "x".repeat(17);

    Answered answered =
        Fixtures.answer(
            video(
                MID
                    + RID
                    + "a=rid:"
                    + tooLong
                    + " send\na=rid:é send\na=rid:h send\na=simulcast:send "
                    + tooLong
                    + ";é;h"));

    assertEquals(List.of("h"), rids(answered));
  }

  @Test
  void encodingsAreBounded() {
    String rids = IntStream.range(0, 1000).mapToObj(i -> "r" + i).collect(Collectors.joining(";"));
    String lines =
        rids.lines()
            .flatMap(line -> java.util.Arrays.stream(line.split(";", -1)))
            .map(rid -> "a=rid:" + rid + " send\n")
            .collect(Collectors.joining());

    Answered answered = Fixtures.answer(video(MID + RID + lines + "a=simulcast:send " + rids));

    assertEquals(List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"), rids(answered));
  }
}
