package org.meshless.signaling.sdp;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.OutboundStream;
import org.meshless.signaling.sdp.AnswerResult.Answered;

class AnswererTest {
  @ParameterizedTest
  @MethodSource("org.meshless.signaling.sdp.Fixtures#offers")
  void everyMLineIsAnsweredInPlace(String name) {
    SessionDescription offer = Fixtures.parsed(name);

    SessionDescription answer = Fixtures.answer(Fixtures.read(name)).answer();

    assertEquals(
        offer.media().stream().map(AnswererTest::identity).toList(),
        answer.media().stream().map(AnswererTest::identity).toList());
  }

  private static List<String> identity(MediaDescription media) {
    return List.of(media.media(), media.protocol(), requireNonNull(media.mid()));
  }

  @ParameterizedTest
  @MethodSource("org.meshless.signaling.sdp.Fixtures#offers")
  void theNegotiatedSessionTellsTheAcceptedMLinesInOrder(String name) {
    Answered answered = Fixtures.answer(Fixtures.read(name));

    assertEquals(
        answered.answer().media().stream()
            .filter(MediaDescription::isLive)
            .filter(media -> !media.media().equals("application"))
            .map(MediaDescription::mid)
            .toList(),
        answered.session().sections().stream().map(MediaSection::mid).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "sendonly, RECVONLY, recvonly",
    "sendrecv, RECVONLY, recvonly",
    "recvonly, SENDONLY, sendonly",
    "inactive, INACTIVE, inactive"
  })
  void mediaIsOneWay(String offered, Direction negotiated, String answered) {
    Answered answer =
        Fixtures.answer(Fixtures.SMALL.replace("a=mid:v\na=sendonly", "a=mid:v\na=" + offered));

    assertEquals(negotiated, Fixtures.section(answer, "v").direction());
    assertEquals(List.of("a=" + answered), Fixtures.lines(answer, "v", answered));
  }

  @Test
  void anMLineWithoutADirectionHasTheSessions() {
    String offer = Fixtures.SMALL.replace("a=mid:v\na=sendonly\n", "a=mid:v\n");

    assertEquals(Direction.RECVONLY, Fixtures.section(Fixtures.answer(offer), "v").direction());
    assertEquals(
        Direction.SENDONLY,
        Fixtures.section(Fixtures.answer(offer.replace("t=0 0\n", "t=0 0\na=recvonly\n")), "v")
            .direction());
  }

  @Test
  void aSlotIsAnsweredWithAnIdentityThoughItIsEmpty() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertEquals(
        new OutboundStream(1006, 1007, "server", "slot-0", "slot-0-video"),
        Fixtures.section(answered, "sv").outbound());
    assertEquals(List.of("a=msid:slot-0 slot-0-video"), Fixtures.lines(answered, "sv", "msid"));
    assertEquals(
        List.of(
            "a=ssrc-group:FID 1006 1007", "a=ssrc:1006 cname:server", "a=ssrc:1007 cname:server"),
        Fixtures.lines(answered, "sv", "ssrc"));
  }

  @Test
  void aSlotWithoutRtxHasOneSsrc() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertEquals(
        new OutboundStream(1004, OutboundStream.NO_RTX, "server", "slot-0", "slot-0-audio"),
        Fixtures.section(answered, "sa").outbound());
    assertEquals(List.of("a=ssrc:1004 cname:server"), Fixtures.lines(answered, "sa", "ssrc"));
  }

  @Test
  void thePublishersMLinesAreNoSlots() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertNull(Fixtures.section(answered, "v").outbound());
    assertEquals(List.of(), Fixtures.lines(answered, "v", "msid"));
    assertEquals(List.of(), Fixtures.lines(answered, "v", "ssrc"));
  }

  @Test
  void theNthVideoSlotAndTheNthAudioSlotShareAStream() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM_8_SLOTS));

    List<String> expected =
        List.of("slot-0", "slot-1", "slot-2", "slot-3", "slot-4", "slot-5", "slot-6", "slot-7");
    assertEquals(expected, streamIds(answered, MediaKind.VIDEO));
    assertEquals(expected, streamIds(answered, MediaKind.AUDIO));
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.CHROMIUM_27_SLOTS, Fixtures.FIREFOX_27_SLOTS})
  void theLargestOfferIsAnsweredInFull(String name) {
    String offer = Fixtures.read(name);
    Answered answered = Fixtures.answer(offer);

    assertTrue(offer.length() < 64 * 1024);
    assertTrue(answered.answer().write().length() < 64 * 1024);
    assertEquals(27, new HashSet<>(streamIds(answered, MediaKind.VIDEO)).size());
    assertEquals(10, new HashSet<>(streamIds(answered, MediaKind.AUDIO)).size());
    assertEquals(2 * 27 + 10, ssrcs(answered).size());
  }

  private static Set<Long> ssrcs(Answered answered) {
    return answered.answer().media().stream()
        .flatMap(media -> media.all(Attribute.Ssrc.class).stream())
        .map(Attribute.Ssrc::ssrc)
        .collect(Collectors.toSet());
  }

  private static List<String> streamIds(Answered answered, MediaKind kind) {
    return answered.session().sections().stream()
        .filter(section -> section.kind() == kind && section.direction() == Direction.SENDONLY)
        .map(section -> requireNonNull(section.outbound()).streamId())
        .toList();
  }

  @Test
  void streamsAnnouncedBySsrcAreKnownBeforeTheyArrive() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    assertEquals(
        List.of(
            new InboundSource(2669527865L, 2057295356L),
            new InboundSource(3633902261L, 2051149097L),
            new InboundSource(4051005485L, 789468872L)),
        Fixtures.section(answered, "1").sources());
    assertEquals(
        List.of(new InboundSource(62827699, InboundSource.NO_RTX)),
        Fixtures.section(answered, "0").sources());
  }

  @Test
  void whatAReceiverCallsItsReportsIsNoSource() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    assertEquals(List.of(), Fixtures.section(answered, "3").sources());
  }

  @Test
  void anSsrcIsOneSourceOnly() {
    Answered answered =
        Fixtures.answer(
            Fixtures.SMALL
                .replace("a=mid:a\n", "a=mid:a\na=ssrc:7 cname:x\n")
                .replace(
                    "a=mid:v\n",
                    "a=mid:v\na=ssrc-group:FID 7 8\na=ssrc-group:FID 9 9\na=ssrc:7 cname:x\n"));

    assertEquals(List.of(new InboundSource(7, -1)), Fixtures.section(answered, "a").sources());
    assertEquals(List.of(), Fixtures.section(answered, "v").sources());
  }

  @Test
  void announcedSourcesAreBounded() {
    StringBuilder lines = new StringBuilder("a=mid:v\n");
    for (int i = 0; i < 1000; i++) {
      lines.append("a=ssrc:").append(i).append(" cname:x\n");
    }

    Answered answered = Fixtures.answer(Fixtures.SMALL.replace("a=mid:v\n", lines));

    assertEquals(16, Fixtures.section(answered, "v").sources().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "m=audio 9 RTP/AVP 0",
        "m=text 9 UDP/TLS/RTP/SAVPF 98",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0 8"
      })
  void anMLineOfNoUseIsRejectedAlone(String line) {
    Answered answered =
        Fixtures.answer(
            Fixtures.SMALL.replace("BUNDLE a", "BUNDLE x a")
                + line
                + "\na=mid:x\na=sendrecv\na=rtcp-mux\na=rtpmap:0 PCMU/8000\n");

    MediaDescription media = Fixtures.media(answered, "x");
    assertEquals(0, media.port());
    assertEquals(List.of("a=mid:x", "a=inactive"), Fixtures.lines(media).subList(2, 4));
    assertEquals(
        List.of("a", "v", "sa", "sv"),
        requireNonNull(answered.answer().first(Attribute.Group.class)).mids());
    assertEquals(4, answered.session().sections().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UDP/DTLS/SCTP webrtc-datachannel | sctp-port:5001 | sctp-port:5000 | 5001",
        "DTLS/SCTP 5001 | sctpmap:5001 webrtc-datachannel 1024"
            + " | sctpmap:5000 webrtc-datachannel 65535 | 5001"
      })
  void dataChannelsAreAccepted(String format, String offered, String answered, int remotePort) {
    Answered answer =
        Fixtures.answer(
            Fixtures.SMALL.replace("BUNDLE a", "BUNDLE x a")
                + "m=application 9 %s\na=mid:x\na=%s\na=max-message-size:70000\n"
                    .formatted(format, offered));

    MediaDescription media = Fixtures.media(answer, "x");
    assertEquals(10000, media.port());
    assertEquals(
        List.of("a=mid:x", "a=" + answered, "a=max-message-size:262144"),
        Fixtures.lines(media).subList(2, 5));
    assertEquals(new DataSection("x", remotePort, 70_000), answer.session().data());
    assertEquals(
        List.of("x", "a", "v", "sa", "sv"),
        requireNonNull(answer.answer().first(Attribute.Group.class)).mids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=sctp-port:0", "a=sctp-port:65536", "a=sctp-port:x", "a=sctp-port"})
  void dataChannelsWithoutAPortAreRejected(String line) {
    Answered answer =
        Fixtures.answer(
            Fixtures.SMALL.replace("BUNDLE a", "BUNDLE x a")
                + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:x\n"
                + line
                + "\n");

    assertEquals(0, Fixtures.media(answer, "x").port());
    assertNull(answer.session().data());
  }

  @Test
  void anMLineOutsideTheBundleIsRejected() {
    Answered answered = Fixtures.answer(Fixtures.SMALL.replace("BUNDLE a v sa sv", "BUNDLE a sv"));

    assertEquals(0, Fixtures.media(answered, "v").port());
    assertEquals(0, Fixtures.media(answered, "sa").port());
    assertEquals(2, answered.session().sections().size());
  }

  @Test
  void portZeroInsideTheBundleIsInUseIfItSaysSo() {
    String stopped = Fixtures.SMALL.replace("m=video 9", "m=video 0");
    String unsent = stopped.replace("a=mid:sv\n", "a=mid:sv\na=bundle-only\n");

    assertEquals(0, Fixtures.media(Fixtures.answer(stopped), "sv").port());
    assertEquals(10000, Fixtures.media(Fixtures.answer(unsent), "sv").port());
    assertEquals(0, Fixtures.media(Fixtures.answer(unsent), "v").port());
  }

  @Test
  void anOfferOfNothingUsefulIsAnsweredWithNothing() {
    Answered answered =
        Fixtures.answer(
            Fixtures.SMALL.replaceFirst("(?s)m=.*", "").replace("BUNDLE a v sa sv", "BUNDLE 0")
                + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:0\n");

    assertEquals(0, answered.answer().media().getFirst().port());
    assertNull(answered.answer().first(Attribute.Group.class));
    assertEquals(List.of(), answered.session().sections());
    assertEquals("ufra", answered.session().transport().iceUfrag());
  }

  @Test
  void theSameOfferHasTheSameAnswer() {
    String offer = Fixtures.read(Fixtures.CHROMIUM);

    assertEquals(Fixtures.answer(offer), Fixtures.answer(offer));
    assertTrue(
        Fixtures.answer(offer).answer().write().startsWith("v=0\r\no=- 4711 1 IN IP4 0.0.0.0\r\n"));
  }
}
