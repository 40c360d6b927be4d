package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.rtp.session.RemoteTransport;
import org.meshless.signaling.sdp.AnswerResult.Answered;

class AnsweredTransportTest {
  private static List<String> sessionLines(Answered answered) {
    return answered.answer().write().lines().takeWhile(line -> !line.startsWith("m=")).toList();
  }

  @Test
  void theServerIsLitePassiveAndDescribedOnceForAll() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertEquals(
        List.of(
            "v=0",
            "o=- 4711 1 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE a v sa sv",
            "a=ice-lite",
            "a=ice-ufrag:srvU",
            "a=ice-pwd:serverPasswordServerPassword",
            "a=fingerprint:sha-256 " + Fixtures.fingerprint("AB"),
            "a=setup:passive"),
        sessionLines(answered));
  }

  @Test
  void theFirstBundledMLineHasTheCandidates() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertEquals(
        List.of(
            "a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host",
            "a=candidate:2 1 udp 2130706175 fd00::1 10000 typ host"),
        Fixtures.lines(answered, "a", "candidate"));
    assertEquals(
        List.of("a=end-of-candidates"), Fixtures.lines(answered, "a", "end-of-candidates"));
    assertEquals(List.of(), Fixtures.lines(answered, "v", "candidate"));
    assertEquals(List.of(), Fixtures.lines(answered, "v", "end-of-candidates"));
  }

  @Test
  void theCandidatesMoveIfTheFirstMLineIsRejected() {
    Answered answered = Fixtures.answer(Fixtures.SMALL.replaceFirst("opus/48000/2", "speex/16000"));

    assertEquals(List.of(), Fixtures.lines(answered, "a", "candidate"));
    assertEquals(2, Fixtures.lines(answered, "v", "candidate").size());
  }

  @Test
  void theOrderOfTheBundleIsTheOfferers() {
    Answered answered = Fixtures.answer(Fixtures.SMALL.replace("BUNDLE a v sa", "BUNDLE v x sa a"));

    assertEquals("a=group:BUNDLE v sa a sv", sessionLines(answered).get(4));
    assertEquals(2, Fixtures.lines(answered, "v", "candidate").size());
  }

  @Test
  void everyMLineNamesTheDefaultCandidate() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    for (MediaDescription media : answered.answer().media()) {
      assertEquals(10000, media.port());
      assertEquals(new NetworkAddress("IP4", "192.0.2.1"), media.connection());
    }
  }

  @Test
  void withoutCandidatesThePortIsTheOneThatMeansNothing() {
    AnswerParameters parameters = new ServerSide().parameters();

    AnswerResult result =
        Answerer.answer(
            Fixtures.SMALL,
            new AnswerParameters(
                parameters.iceUfrag(),
                parameters.icePwd(),
                List.of(),
                parameters.fingerprint(),
                parameters.cname(),
                parameters.slots(),
                parameters.codecs(),
                parameters.sessionId(),
                null));

    assertTrue(
        result instanceof Answered answered
            && answered.answer().media().stream()
                .allMatch(
                    media ->
                        media.port() == 9
                            && NetworkAddress.UNSPECIFIED.equals(media.connection())));
  }

  @Test
  void reducedSizeRtcpIsAgreedToWhereItIsOffered() {
    Answered chromium = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));
    Answered aiortc = Fixtures.answer(Fixtures.read(Fixtures.AIORTC));

    assertEquals(List.of("a=rtcp-rsize"), Fixtures.lines(chromium, "1", "rtcp-rsize"));
    assertEquals(List.of("a=rtcp-mux"), Fixtures.lines(aiortc, "1", "rtcp-mux"));
    assertEquals(List.of(), Fixtures.lines(aiortc, "1", "rtcp-rsize"));
  }

  @Test
  void theClientsTransportIsKnown() {
    assertEquals(
        new RemoteTransport(
            "ufra", "0123456789012345678901", "sha-256", Fixtures.fingerprint("12")),
        Fixtures.answer(Fixtures.SMALL).session().transport());
  }

  @Test
  void whatAnMLineSaysGoesBeforeWhatTheSessionSays() {
    RemoteTransport transport =
        Fixtures.answer(
                Fixtures.SMALL.replace(
                    "a=mid:a\n",
                    "a=mid:a\na=ice-ufrag:mine\na=ice-pwd:mmmmmmmmmmmmmmmmmmmmmm\n"
                        + "a=fingerprint:sha-256 "
                        + Fixtures.fingerprint("34")
                        + "\n"))
            .session()
            .transport();

    assertEquals("mine", transport.iceUfrag());
    assertEquals("mmmmmmmmmmmmmmmmmmmmmm", transport.icePwd());
    assertEquals(Fixtures.fingerprint("34"), transport.fingerprint());
  }

  @Test
  void ofAiortcsTransportsThatOfTheFirstAcceptedMLineCounts() {
    String offer = Fixtures.read(Fixtures.AIORTC);

    assertEquals("8gsQ", Fixtures.answer(offer).session().transport().iceUfrag());
    assertEquals(
        "bTfn",
        Fixtures.answer(offer.replaceFirst("opus/48000/2", "speex/16000"))
            .session()
            .transport()
            .iceUfrag());
  }

  @ParameterizedTest
  @CsvSource({
    "sha-512, 64, sha-384, 48, sha-384",
    "sha-1, 20, sha-512, 64, sha-512",
    "sha-384, 48, sha-256, 32, sha-256"
  })
  void ofSeveralFingerprintsOneIsTaken(
      String first, int firstBytes, String second, int secondBytes, String taken) {
    RemoteTransport transport =
        Fixtures.answer(
                Fixtures.SMALL.replace(
                    "a=fingerprint:sha-256 " + Fixtures.fingerprint("12"),
                    "a=fingerprint:%s AA%s\na=fingerprint:%s BB%s"
                        .formatted(
                            first,
                            ":AA".repeat(firstBytes - 1),
                            second,
                            ":BB".repeat(secondBytes - 1))))
            .session()
            .transport();

    assertEquals(taken, transport.fingerprintAlgorithm());
  }

  @Test
  void theClientsCandidatesAreOfNoConsequence() {
    String offer = Fixtures.SMALL;

    assertEquals(
        Fixtures.answer(offer),
        Fixtures.answer(offer.replace("a=mid:a\n", "a=mid:a\na=candidate:what ever\n")));
  }

  @Test
  void noPasswordIsPrinted() {
    ServerSide server = new ServerSide();
    String printed = Fixtures.answer(Fixtures.SMALL, server) + " " + server.parameters();

    assertFalse(printed.contains("serverPasswordServerPassword"));
    assertFalse(printed.contains("0123456789012345678901"));
  }
}
