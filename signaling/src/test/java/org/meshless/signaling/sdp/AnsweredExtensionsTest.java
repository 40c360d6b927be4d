package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.MediaSection;
import org.meshless.signaling.sdp.AnswerResult.Answered;

class AnsweredExtensionsTest {
  private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

  /** {@link Fixtures#SMALL} with lines added to the published video. */
  private static String video(String lines) {
    return Fixtures.SMALL.replace("a=mid:v\n", "a=mid:v\n" + lines + "\n");
  }

  @Test
  void ofChromiumsThoseTheServerSpeaksAreAccepted() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));

    assertEquals(
        ExtensionMap.builder()
            .put(HeaderExtension.MID, 4)
            .put(HeaderExtension.RID, 10)
            .put(HeaderExtension.REPAIRED_RID, 11)
            .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)
            .put(HeaderExtension.ABS_SEND_TIME, 2)
            .put(HeaderExtension.DEPENDENCY_DESCRIPTOR, 12)
            .build(),
        Fixtures.section(answered, "1").extensions());
    assertEquals(
        List.of(
            "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "a=extmap:4 " + MID,
            "a=extmap:10 " + RID,
            "a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
            "a=extmap:12"
                + " https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
        Fixtures.lines(answered, "1", "extmap:"));
  }

  @Test
  void anIdThatStandsForTwoExtensionsInOneBundleStandsForTheFirst() {
    // aiortc numbers each m-line by itself, and reads what it is sent by one table for all.
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.AIORTC));

    Map<Integer, HeaderExtension> seen = new HashMap<>();
    for (MediaSection section : answered.session().sections()) {
      for (HeaderExtension extension : HeaderExtension.values()) {
        int id = section.extensions().idOf(extension);
        if (id != 0) {
          assertEquals(extension, seen.getOrDefault(id, extension));
          seen.put(id, extension);
        }
      }
    }
  }

  @Test
  void theAudioLevelIsAcceptedWithAudio() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    assertEquals(
        ExtensionMap.builder()
            .put(HeaderExtension.MID, 3)
            .put(HeaderExtension.AUDIO_LEVEL, 1)
            .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 7)
            .build(),
        Fixtures.section(answered, "0").extensions());
  }

  @Test
  void whatFirefoxOnlySendsItIsNotSent() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    ExtensionMap sendable = Fixtures.section(answered, "3").sendExtensions();
    assertEquals(
        ExtensionMap.builder()
            .put(HeaderExtension.MID, 3)
            .put(HeaderExtension.ABS_SEND_TIME, 4)
            .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 7)
            .build(),
        sendable);
    assertEquals(
        8,
        Fixtures.section(answered, "1").extensions().idOf(HeaderExtension.DEPENDENCY_DESCRIPTOR));
    assertEquals(
        List.of(
            "a=extmap:8/recvonly"
                + " https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
        Fixtures.lines(answered, "1", "extmap:8"));
  }

  @ParameterizedTest
  @CsvSource({
    "a=extmap:5, a=extmap:5, 5, 5",
    "a=extmap:5/sendrecv, a=extmap:5/sendrecv, 5, 5",
    "a=extmap:5/sendonly, a=extmap:5/recvonly, 5, 0",
    "a=extmap:5/recvonly, a=extmap:5/sendonly, 5, 5",
  })
  void directionsAreTurnedRound(String offered, String answered, int id, int sendId) {
    Answered answer = Fixtures.answer(video(offered + " " + RID));

    assertEquals(List.of(answered + " " + RID), Fixtures.lines(answer, "v", "extmap:"));
    assertEquals(id, Fixtures.section(answer, "v").extensions().idOf(HeaderExtension.RID));
    assertEquals(sendId, Fixtures.section(answer, "v").sendExtensions().idOf(HeaderExtension.RID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=extmap:0 " + RID,
        "a=extmap:15 " + RID,
        "a=extmap:256 " + RID,
        "a=extmap:4096 " + RID,
        "a=extmap:5/inactive " + RID,
        "a=extmap:5 urn:3gpp:video-orientation",
        "a=extmap:5 urn:ietf:params:rtp-hdrext:encrypt " + RID,
      })
  void whatCannotBeUsedIsLeftOut(String line) {
    Answered answered = Fixtures.answer(video(line));

    assertEquals(List.of(), Fixtures.lines(answered, "v", "extmap:"));
    assertEquals(ExtensionMap.EMPTY, Fixtures.section(answered, "v").extensions());
  }

  @Test
  void ofTwoIdsForAnExtensionAndTwoExtensionsForAnIdTheFirstCounts() {
    Answered answered =
        Fixtures.answer(video("a=extmap:1 " + MID + "\na=extmap:2 " + MID + "\na=extmap:1 " + RID));

    assertEquals(List.of("a=extmap:1 " + MID), Fixtures.lines(answered, "v", "extmap:"));
  }

  @Test
  void idsBeyondTheOneByteFormAreAccepted() {
    Answered answered = Fixtures.answer(video("a=extmap:255 " + MID));

    assertEquals(255, Fixtures.section(answered, "v").extensions().idOf(HeaderExtension.MID));
  }

  @Test
  void extensionsOfTheSessionCountForMLinesWithoutTheirOwn() {
    Answered answered =
        Fixtures.answer(
            video("a=extmap:1 " + MID).replace("t=0 0\n", "t=0 0\na=extmap:2 " + RID + "\n"));

    assertEquals(List.of("a=extmap:1 " + MID), Fixtures.lines(answered, "v", "extmap:"));
    assertEquals(List.of("a=extmap:2 " + RID), Fixtures.lines(answered, "sv", "extmap:"));
  }

  @Test
  void mixedFormsAreAllowedWhereTheyWereOffered() {
    Answered chromium = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));
    Answered firefox = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    assertEquals(true, chromium.answer().has(Attribute.Flag.EXTMAP_ALLOW_MIXED));
    assertEquals(List.of(), Fixtures.lines(chromium, "1", "extmap-allow-mixed"));
    assertEquals(false, firefox.answer().has(Attribute.Flag.EXTMAP_ALLOW_MIXED));
    assertEquals(
        List.of("a=extmap-allow-mixed"), Fixtures.lines(firefox, "1", "extmap-allow-mixed"));
  }
}
