package org.meshless.signaling.sdp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.signaling.sdp.AnswerResult.Answered;

/**
 * Offers of one peer connection, one after the other. The two that are read from files: a camera
 * and two slots of each kind (mids 2 to 5); slots 6 and 7 are added; ICE restarts; slot 2 is
 * stopped and slot 5 made inactive; slot 8 takes the m-line of 2, and 5 is used again.
 */
class ContinuedSessionTest {
  private static Answered next(String offer, Answered previous) {
    return Fixtures.answer(offer, new ServerSide().after(previous));
  }

  private static List<Answered> session(String browser) {
    Answered first = Fixtures.answer(offer(browser, "1-first"));
    Answered more = next(offer(browser, "2-more"), first);
    Answered restart = next(offer(browser, "3-restart"), more);
    Answered stopped = next(offer(browser, "4-stopped"), restart);
    Answered recycled = next(offer(browser, "5-recycled"), stopped);
    return List.of(first, more, restart, stopped, recycled);
  }

  private static String offer(String browser, String name) {
    return Fixtures.read("sessions/" + browser + "/" + name + ".sdp");
  }

  private static Map<String, String> streams(Answered answered) {
    return answered.session().sections().stream()
        .filter(section -> section.outbound() != null)
        .collect(
            Collectors.toMap(
                MediaSection::mid, section -> requireNonNull(section.outbound()).trackId()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "firefox"})
  void whatGoesOnIsAnsweredAsBefore(String browser) {
    List<Answered> session = session(browser);

    for (int i = 1; i < session.size(); i++) {
      Map<String, MediaSection> before =
          session.get(i - 1).session().sections().stream()
              .collect(Collectors.toMap(MediaSection::mid, section -> section));
      for (MediaSection section : session.get(i).session().sections()) {
        MediaSection same = before.get(section.mid());
        if (same != null && same.direction() == section.direction()) {
          assertEquals(same, section);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "firefox"})
  void slotsKeepTheirNamesWhileOthersComeAndGo(String browser) {
    List<Answered> session = session(browser);

    Map<String, String> first =
        Map.of("2", "slot-0-video", "3", "slot-0-audio", "4", "slot-1-video", "5", "slot-1-audio");
    assertEquals(first, streams(session.get(0)));
    Map<String, String> more =
        Stream.of(first, Map.of("6", "slot-2-video", "7", "slot-2-audio"))
            .flatMap(map -> map.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertEquals(more, streams(session.get(1)));
    assertEquals(more, streams(session.get(2)));
    assertEquals(
        Map.of("3", "slot-0-audio", "4", "slot-1-video", "6", "slot-2-video", "7", "slot-2-audio"),
        streams(session.get(3)));
    assertEquals(
        Map.of(
            "3", "slot-0-audio",
            "4", "slot-1-video",
            "5", "slot-1-audio",
            "6", "slot-2-video",
            "7", "slot-2-audio",
            "8", "slot-0-video"),
        streams(session.get(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "firefox"})
  void aStoppedMLineIsRejectedAndGoneFromTheSession(String browser) {
    Answered stopped = session(browser).get(3);

    assertEquals(0, stopped.answer().media().get(2).port());
    assertFalse(
        stopped.session().sections().stream().anyMatch(section -> section.mid().equals("2")));
    assertEquals(Direction.INACTIVE, Fixtures.section(stopped, "5").direction());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "firefox"})
  void onlyTheRestartRestartsIce(String browser) {
    List<Answered> session = session(browser);
    List<String> names = List.of("1-first", "2-more", "3-restart", "4-stopped", "5-recycled");

    List<Boolean> restarts =
        Stream.of(1, 2, 3, 4)
            .map(
                i ->
                    Answerer.restartsIce(
                        Fixtures.parse(offer(browser, names.get(i))), session.get(i - 1)))
            .toList();

    assertEquals(List.of(false, true, false, false), restarts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "firefox"})
  void theVersionGrowsByOneAndTheSessionStays(String browser) {
    assertEquals(
        List.of("4711 1", "4711 2", "4711 3", "4711 4", "4711 5"),
        session(browser).stream()
            .map(answered -> answered.answer().origin())
            .map(origin -> origin.sessionId() + " " + origin.sessionVersion())
            .toList());
  }

  @Test
  void aSlotThatGoesOnKeepsItsSsrcsWhateverIsGivenNow() {
    Answered first = Fixtures.answer(Fixtures.SMALL);

    Answered second = Fixtures.answer(Fixtures.SMALL, new ServerSide().ssrcBase(5000).after(first));

    assertEquals(first.session(), second.session());
  }

  @Test
  void aSlotThatRestedIsTheSameAfterwards() {
    Answered first = Fixtures.answer(Fixtures.SMALL);
    String resting = Fixtures.SMALL.replace("a=mid:sv\na=recvonly", "a=mid:sv\na=inactive");

    Answered second = next(resting, first);
    Answered third = Fixtures.answer(Fixtures.SMALL, new ServerSide().ssrcBase(5000).after(second));

    assertEquals(Direction.INACTIVE, Fixtures.section(second, "sv").direction());
    assertNull(Fixtures.section(second, "sv").outbound());
    assertEquals(first.session(), third.session());
  }

  @Test
  void aSlotThatTakesTheMLineOfAStoppedOneIsANewOne() {
    Answered first = Fixtures.answer(Fixtures.SMALL);
    int at = Fixtures.SMALL.lastIndexOf("m=video 9");
    String stopped =
        Fixtures.SMALL.substring(0, at)
            + Fixtures.SMALL.substring(at).replace("video 9", "video 0");
    String recycled = Fixtures.SMALL.replace("a=mid:sv", "a=mid:new").replace("sa sv", "sa new");

    Answered second = next(stopped, first);
    Answered third = Fixtures.answer(recycled, new ServerSide().ssrcBase(5000).after(second));

    assertEquals(Set.of("sa"), second.slots().keySet());
    assertEquals(
        new OutboundStream(5006, 5007, "server", "slot-0", "slot-0-video"),
        Fixtures.section(third, "new").outbound());
  }

  @Test
  void aSlotThatLostItsCodecsIsForgotten() {
    Answered first = Fixtures.answer(Fixtures.SMALL);
    String h263 = Fixtures.SMALL.replace("VP8/90000", "H263/90000");

    assertEquals(Set.of("sa"), next(h263, first).slots().keySet());
  }

  @Test
  void aSlotThatGainsRtxIsGivenAnSsrcForIt() {
    String withoutRtx = Fixtures.SMALL.replace("SAVPF 96 97", "SAVPF 96");
    Answered first = Fixtures.answer(withoutRtx);

    Answered second = next(Fixtures.SMALL, first);

    assertEquals(
        new OutboundStream(1006, OutboundStream.NO_RTX, "server", "slot-0", "slot-0-video"),
        Fixtures.section(first, "sv").outbound());
    assertEquals(
        new OutboundStream(1006, 1007, "server", "slot-0", "slot-0-video"),
        Fixtures.section(second, "sv").outbound());
  }

  @Test
  void theAnswerToARestartHasTheNewFragment() {
    Answered first = Fixtures.answer(Fixtures.SMALL);

    Answered second =
        Fixtures.answer(
            Fixtures.SMALL.replace("ice-ufrag:ufra", "ice-ufrag:ufrb"),
            new ServerSide().iceUfrag("srvV").after(first));

    assertEquals(new Attribute.IceUfrag("srvV"), second.answer().first(Attribute.IceUfrag.class));
    assertEquals("ufrb", second.session().transport().iceUfrag());
  }

  @Test
  void anOfferWithoutATransportRestartsNothing() {
    Answered first = Fixtures.answer(Fixtures.SMALL);

    assertFalse(
        Answerer.restartsIce(Fixtures.parse(Fixtures.SMALL.replace("a=ice-ufrag", "a=x")), first));
    assertTrue(
        Answerer.restartsIce(
            Fixtures.parse(Fixtures.SMALL.replace("a=ice-pwd:0", "a=ice-pwd:9")), first));
  }

  @Test
  void whenAllIsStoppedTheTransportStays() {
    Answered first = Fixtures.answer(Fixtures.SMALL);

    Answered second =
        next(
            Fixtures.SMALL.replaceAll("m=(audio|video) 9", "m=$1 0").replace("a=ice", "a=x"),
            first);

    assertEquals(List.of(), second.session().sections());
    assertEquals(first.session().transport(), second.session().transport());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=mid:sv            | a=mid:zz            | The m-line at index 3 has another kind or"
            + " a=mid than before.",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 | m=video 9 UDP/TLS/RTP/SAVPF 111 | The m-line at index 0"
            + " has another kind or a=mid than before.",
        "fingerprint:sha-256 12 | fingerprint:sha-256 34 | The offer has another a=fingerprint than"
            + " before; that takes a new connection.",
      })
  void aFurtherOfferMustNotChangeWhatWasAgreed(String line, String instead, String message) {
    Answered first = Fixtures.answer(Fixtures.SMALL);

    assertEquals(
        message,
        Fixtures.rejection(Fixtures.SMALL.replace(line, instead), new ServerSide().after(first)));
  }

  @Test
  void aFurtherOfferMustNotHaveFewerMLines() {
    Answered first = Fixtures.answer(Fixtures.SMALL);
    String fewer = Fixtures.SMALL.substring(0, Fixtures.SMALL.lastIndexOf("m=video"));

    assertEquals(
        "The offer has 3 m-lines where there were 4.",
        Fixtures.rejection(fewer, new ServerSide().after(first)));
  }
}
