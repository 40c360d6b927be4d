package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionDescriptionTest {
  @ParameterizedTest
  @MethodSource("org.meshless.signaling.sdp.Fixtures#offers")
  void whatBrowsersWriteIsWrittenBackLineForLine(String name) {
    String offer = Fixtures.read(name);

    assertEquals(inOurSpelling(offer), Fixtures.parse(offer).write().lines().toList());
  }

  /** The lines as we would write them: one channel goes without saying. */
  private static List<String> inOurSpelling(String offer) {
    return offer.lines().map(line -> line.replace("G722/8000/1", "G722/8000")).toList();
  }

  @ParameterizedTest
  @MethodSource("org.meshless.signaling.sdp.Fixtures#offers")
  void whatIsWrittenParsesToTheSame(String name) {
    SessionDescription description = Fixtures.parsed(name);

    assertEquals(description, Fixtures.parse(description.write()));
  }

  @Test
  void linesEndInCrLf() {
    String written = Fixtures.parse(Fixtures.SMALL).write();

    assertTrue(written.startsWith("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"), written);
    assertFalse(written.replace("\r\n", "").contains("\n"));
  }

  @Test
  void aValueCannotBringItsOwnLines() {
    SessionDescription description =
        new SessionDescription(
            new Origin("-", "1", "1", NetworkAddress.UNSPECIFIED),
            List.of(new Attribute.Ssrc(1, "cname", "x\r\na=ice-lite")),
            List.of());

    assertThrows(IllegalArgumentException.class, description::write);
  }

  @Test
  void printedItShowsNoPassword() {
    String printed = Fixtures.parse(Fixtures.SMALL).toString();

    assertTrue(printed.contains("ufra"));
    assertFalse(printed.contains("0123456789012345678901"));
  }
}
