package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadType;
import org.meshless.signaling.sdp.AnswerResult.Answered;
import org.meshless.signaling.sdp.AnswerResult.Rejected;

class SdpFuzzTest {
  @FuzzTest
  void whatParsesSurvivesBeingWrittenAndReadAgain(byte[] bytes) {
    switch (SessionDescription.parse(new String(bytes, StandardCharsets.UTF_8))) {
      case ParseResult.Parsed(SessionDescription description) -> {
        String written = description.write();
        assertEquals(new ParseResult.Parsed(description), SessionDescription.parse(written));
        assertEquals(written, Fixtures.parse(written).write());
      }
      case ParseResult.Malformed(int line, String message) -> {
        assertTrue(line >= 0);
        assertTrue(message.endsWith("."), message);
      }
    }
  }

  @FuzzTest
  void anAnswerKeepsToItsOffer(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    switch (Answerer.answer(text, new ServerSide().parameters())) {
      case Rejected(String code, String message) -> {
        assertEquals("bad-sdp", code);
        assertTrue(message.endsWith("."), message);
      }
      case Answered answered -> {
        SessionDescription offer = Fixtures.parse(text);
        assertKeepsToItsOffer(offer, answered);
        assertAgrees(answered);
        assertFalse(Answerer.restartsIce(offer, answered));
        Answered again =
            assertInstanceOf(
                Answered.class,
                Answerer.answer(
                    offer, new ServerSide().ssrcBase(9000).after(answered).parameters()));
        assertEquals(answered.session(), again.session());
        assertEquals(answered.answer().media(), again.answer().media());
      }
    }
  }

  private static void assertKeepsToItsOffer(SessionDescription offer, Answered answered) {
    SessionDescription answer = answered.answer();
    assertEquals(new ParseResult.Parsed(answer), SessionDescription.parse(answer.write()));
    assertEquals(offer.media().size(), answer.media().size());
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription offered = offer.media().get(i);
      MediaDescription media = answer.media().get(i);
      assertEquals(offered.media(), media.media());
      assertEquals(offered.protocol(), media.protocol());
      assertEquals(offered.mid(), media.mid());
      assertTrue(
          offered.formats().stream()
              .map(SdpFuzzTest::plain)
              .toList()
              .containsAll(media.formats().stream().map(SdpFuzzTest::plain).toList()));
      assertTrue(!media.isLive() || offered.isLive());
      assertTrue(!sends(media) || receives(offered) || !media.isLive());
    }
  }

  /** A payload type without leading zeros. */
  private static String plain(String format) {
    long number = Words.number(format, 127);
    return number < 0 ? format : String.valueOf(number);
  }

  private static boolean sends(MediaDescription media) {
    Attribute.Flow flow = media.first(Attribute.Flow.class);
    return flow == null || flow.direction().sends();
  }

  private static boolean receives(MediaDescription media) {
    Attribute.Flow flow = media.first(Attribute.Flow.class);
    return flow == null || flow.direction().receives();
  }

  /** The answer and the negotiated session say the same. */
  private static void assertAgrees(Answered answered) {
    List<MediaDescription> accepted =
        answered.answer().media().stream().filter(MediaDescription::isLive).toList();
    List<MediaDescription> live =
        accepted.stream().filter(media -> !media.media().equals("application")).toList();
    assertEquals(answered.session().data() == null ? 0 : 1, accepted.size() - live.size());
    List<MediaSection> sections = answered.session().sections();
    assertEquals(live.size(), sections.size());
    Set<Long> ssrcs = new HashSet<>();
    for (int i = 0; i < live.size(); i++) {
      MediaSection section = sections.get(i);
      assertEquals(section.mid(), live.get(i).mid());
      assertFalse(section.payloadTypes().all().isEmpty());
      for (PayloadType type : section.payloadTypes().all()) {
        assertEquals(section.kind(), type.codec().kind());
        assertTrue(live.get(i).formats().contains(String.valueOf(type.number())));
      }
      assertEquals(section.direction() == Direction.SENDONLY, section.outbound() != null);
      for (HeaderExtension extension : HeaderExtension.values()) {
        int sendId = section.sendExtensions().idOf(extension);
        assertTrue(sendId == 0 || sendId == section.extensions().idOf(extension));
      }
      section.sources().forEach(source -> assertTrue(ssrcs.add(source.ssrc())));
    }
  }
}
