package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole answers, to be read beside their offers. Browsers accepted them: a change here is to be
 * tried with real ones.
 */
class GoldenAnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chromium-156",
        "firefox-esr-153",
        "aiortc-1.4",
        "node-datachannel-0.33",
        "webrtc-java-0.14"
      })
  void theAnswerIsTheOneThatWasTried(String name) {
    String offer = Fixtures.read("offers/" + name + ".sdp");

    String answer = Fixtures.answer(offer, new ServerSide()).answer().write();

    assertEquals(Fixtures.read("answers/" + name + ".sdp"), answer.replace("\r\n", "\n"));
  }
}
