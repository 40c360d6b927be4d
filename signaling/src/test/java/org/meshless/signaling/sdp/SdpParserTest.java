package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
  private static final String HEAD = "v=0\no=- 1 1 IN IP4 127.0.0.1\n";

  private static ParseResult.Malformed malformed(String text) {
    return assertInstanceOf(ParseResult.Malformed.class, SessionDescription.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", " \t\r\n", "\n\n"})
  void linesEndInManyWays(String end) {
    String text = HEAD + "a=mid:0\nm=audio 9 RTP/SAVPF 0\na=rtcp-mux\n";

    assertEquals(Fixtures.parse(text), Fixtures.parse(text.replace("\n", end)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s=-", "t=0 0", "b=AS:30", "i=x", "c=IN IP4 0.0.0.0", "k=prompt", "z=?"})
  void linesOfNoInterestAreNotMissedAndDoNotDisturb(String line) {
    assertEquals(Fixtures.parse(HEAD), Fixtures.parse(HEAD + line + "\n"));
  }

  @Test
  void attributesBeforeTheFirstMLineBelongToTheSession() {
    SessionDescription description =
        Fixtures.parse(HEAD + "a=ice-lite\nm=audio 9 RTP/SAVPF 0 8\na=rtcp-mux\n");

    assertEquals(1, description.attributes().size());
    assertEquals(1, description.media().getFirst().attributes().size());
  }

  @Test
  void aConnectionIsThatOfItsMLineOnly() {
    SessionDescription description =
        Fixtures.parse(
            HEAD + "m=audio 9 RTP/SAVPF 0\nc=IN IP6 ::1\nm=audio 9 RTP/SAVPF 0\na=rtcp-mux\n");

    assertEquals(new NetworkAddress("IP6", "::1"), description.media().get(0).connection());
    assertNull(description.media().get(1).connection());
  }

  @Test
  void anMLineWithSeveralPortsHasTheFirst() {
    assertEquals(
        Fixtures.parse(HEAD + "m=audio 9 RTP/SAVPF 0"),
        Fixtures.parse(HEAD + "m=audio 9/2 RTP/SAVPF 0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "x                          | Line 3 is not of the form <letter>=<value>.",
        "ab=c                       | Line 3 is not of the form <letter>=<value>.",
        "a=                         | Line 3 is an attribute without a name.",
        "a=:x                       | Line 3 is an attribute without a name.",
        "m=audio 9 RTP/SAVPF        | Line 3 should be of the form m=<media> <port> <protocol>"
            + " <format> ….",
        "m=audio 65536 RTP/SAVPF 0  | Line 3 should be of the form m=<media> <port> <protocol>"
            + " <format> ….",
        "m=audio -1 RTP/SAVPF 0     | Line 3 should be of the form m=<media> <port> <protocol>"
            + " <format> ….",
        "c=IN IP4                   | Line 3 should be of the form c=IN <IP4 or IP6> <address>.",
        "a=ice-pwd:short            | Line 3 should be of the form a=ice-pwd:<22 to 256"
            + " characters>.",
        "o=- 1 1 IN IP4             | Line 3 should be of the form o=<user> <session> <version> IN"
            + " <IP4 or IP6> <address>.",
      })
  void theLineThatIsWrongIsNamed(String line, String message) {
    assertEquals(new ParseResult.Malformed(3, message), malformed(HEAD + line + "\na=x\n"));
  }

  @Test
  void aNulIsNoCharacterOfALine() {
    assertEquals("Line 3 contains a NUL.", malformed(HEAD + "a=x:\0").message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"o=- 1 1 IN IP4 0.0.0.0", "v=1", "hello", "{\"sdp\":1}"})
  void aDescriptionBeginsWithItsVersion(String text) {
    assertEquals(1, malformed(text).line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "v=0", "v=0\ns=-"})
  void aDescriptionHasAnOrigin(String text) {
    assertEquals("The description has no o= line.", malformed(text).message());
  }

  @Test
  void theLengthIsBounded() {
    String text = HEAD + "a=" + "x".repeat(SdpParser.MAX_LENGTH - HEAD.length() - 2);

    assertNotNull(Fixtures.parse(text));
    assertEquals(
        "The description is longer than 262144 characters.", malformed(text + "x").message());
  }

  @Test
  void theNumberOfMLinesIsBounded() {
    String text = HEAD + "m=audio 9 RTP/SAVPF 0\n".repeat(SdpParser.MAX_MEDIA);

    assertEquals(SdpParser.MAX_MEDIA, Fixtures.parse(text).media().size());
    assertEquals(
        new ParseResult.Malformed(131, "Line 131 is one m-line more than the 128 there may be."),
        malformed(text + "m=audio 9 RTP/SAVPF 0\n"));
  }

  @Test
  void aMalformedPasswordIsNotRepeated() {
    String secret = "secret" + "x".repeat(300);

    assertFalse(malformed(HEAD + "a=ice-pwd:" + secret).toString().contains("secret"));
  }
}
