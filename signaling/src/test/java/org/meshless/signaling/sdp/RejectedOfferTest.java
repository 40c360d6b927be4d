package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshless.signaling.sdp.AnswerResult.Rejected;

class RejectedOfferTest {
  @Test
  void whatIsNoDescriptionIsRejectedWithItsFault() {
    assertEquals(
        new Rejected("bad-sdp", "Line 1 should be v=0."),
        Answerer.answer("v=1", new ServerSide().parameters()));
  }

  /** Each row takes away or changes one thing of an offer that is answered. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=group:BUNDLE a v sa sv | a=group:LS a v | The offer has no a=group:BUNDLE; its m-lines"
            + " must share one transport.",
        "a=group:BUNDLE a v sa sv | a=group:BUNDLE x | The offer has no a=group:BUNDLE; its m-lines"
            + " must share one transport.",
        "a=ice-ufrag:ufra | a=x | The offer has no a=ice-ufrag with an a=ice-pwd.",
        "a=ice-pwd:0123456789012345678901 | a=x | The offer has no a=ice-ufrag with an a=ice-pwd.",
        "a=fingerprint | a=x | The offer has no a=fingerprint of sha-256, sha-384 or sha-512.",
        "a=fingerprint:sha-256 | a=fingerprint:sha-1 | The offer has no a=fingerprint of sha-256,"
            + " sha-384 or sha-512.",
        "sha-256 12:12 | sha-256 12 | The offer has no a=fingerprint of sha-256, sha-384 or"
            + " sha-512.",
        "a=setup:actpass | a=setup:passive | The offer has a=setup:passive, but the server is the"
            + " passive side.",
        "a=setup:actpass | a=setup:holdconn | The offer has a=setup:holdconn, but there is no"
            + " connection to hold.",
        "a=mid:sv | a=x | The m-line at index 3 has no a=mid.",
        "a=mid:sv | a=mid:a | The m-line at index 3 has the a=mid of another.",
        "a=mid:sv | a=mid:seventeenletters1 | The m-line at index 3 has an a=mid that is not 16 or"
            + " fewer visible ASCII characters.",
        "a=mid:sv | a=mid:é | The m-line at index 3 has an a=mid that is not 16 or fewer visible"
            + " ASCII characters.",
      })
  void anOfferThatBreaksARuleIsRejectedWithASentence(String line, String instead, String message) {
    String offer = Fixtures.SMALL.replace(line, instead);

    assertEquals(message, Fixtures.rejection(offer, new ServerSide()));
  }

  @Test
  void rtcpOnAPortOfItsOwnIsRejected() {
    assertEquals(
        "The m-line at index 0 has no a=rtcp-mux; RTP and RTCP must share one port.",
        Fixtures.rejection(Fixtures.SMALL.replace("a=rtcp-mux\n", ""), new ServerSide()));
  }

  @ParameterizedTest
  @CsvSource({"a=setup:active", "a=x"})
  void aClientThatIsActiveAnywayIsAnswered(String line) {
    assertInstanceOf(
        AnswerResult.Answered.class,
        Answerer.answer(
            Fixtures.SMALL.replace("a=setup:actpass", line), new ServerSide().parameters()));
  }

  @Test
  void theMidExtensionsIdMustMeanNothingElse() {
    String offer =
        Fixtures.SMALL
            .replace("a=mid:a\n", "a=mid:a\na=extmap:5 urn:ietf:params:rtp-hdrext:sdes:mid\n")
            .replace(
                "a=mid:v\n", "a=mid:v\na=extmap:5 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n");

    assertEquals(
        "The offer gives the id of the mid extension, 5, another meaning as well.",
        Fixtures.rejection(offer, new ServerSide()));
  }

  @Test
  void tooManyMLinesAreRejected() {
    String offer = Fixtures.SMALL + "m=audio 0 UDP/TLS/RTP/SAVPF 0\n".repeat(125);

    assertEquals(
        "Line 158 is one m-line more than the 128 there may be.",
        Fixtures.rejection(offer, new ServerSide()));
  }

  @Test
  void anOfferOfNothingAtAllIsRejected() {
    assertEquals(
        "The offer has no a=ice-ufrag with an a=ice-pwd.",
        Fixtures.rejection("v=0\no=- 1 1 IN IP4 0.0.0.0\n", new ServerSide()));
  }
}
