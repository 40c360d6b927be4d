package org.meshless.rtp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;

class RedPayloadTest {
  /**
   * Laid out like the example of RFC 2198 §4: payload type 7 redundant, 5 primary; here with blocks
   * of 3 and 2 bytes.
   */
  @Test
  void theExampleOfRfc2198IsRead() {
    byte[] b = Hex.bytes("ff | 87 28 00 03 | 05 | 71 72 73 | 51 52");

    assertEquals(new RedPayload(5, 9, 2), RedPayload.parse(b, 1, b.length - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "6f 01 02 03,                           111, 1, 3, primary only",
    "6f,                                    111, 1, 0, primary without data",
    "ef 0f 00 01 ef 07 80 02 6f a1 b1 b2 c1, 111, 12, 1, two redundant blocks as Chromium sends",
    "ef 00 00 00 6f c1,                     111, 5, 1, empty redundant block",
    "ef ff fc 01 6f a1 c1 c2,               111, 6, 2, all bits of the timestamp offset set",
  })
  void thePrimaryIsWhatTheRedundantBlocksLeave(
      String hex, int payloadType, int offset, int length, String what) {
    byte[] b = Hex.bytes(hex);

    assertEquals(
        new RedPayload(payloadType, offset, length), RedPayload.parse(b, 0, b.length), what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ef",
        "ef 00 00",
        "ef 00 00 01",
        "ef 00 00 02 6f a1",
        "ef 00 03 ff 6f a1",
        "ef 00 00 00 ef 00 00 00",
      })
  void headersOrBlocksBeyondThePayloadAreMalformed(String hex) {
    byte[] b = Hex.bytes(hex);
    byte[] followed = Hex.bytes(hex + "00 00 00 00");

    assertNull(RedPayload.parse(b, 0, b.length));
    assertNull(RedPayload.parse(followed, 0, b.length));
  }
}
