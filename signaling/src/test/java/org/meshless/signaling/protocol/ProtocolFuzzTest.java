package org.meshless.signaling.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;

class ProtocolFuzzTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @FuzzTest
  void anyTextIsAMessageThatSurvivesBeingWrittenOrIsRefusedWithASentence(byte[] bytes)
      throws JsonProcessingException {
    String text = new String(bytes, StandardCharsets.UTF_8);

    switch (ClientMessageParser.parse(text)) {
      case ClientMessageParser.Refused refused ->
          assertTrue(refused.sentence().endsWith("."), refused::sentence);
      case ClientMessageParser.Understood understood -> {
        String written = ProtocolJson.write(understood.message());
        var again =
            assertInstanceOf(
                ClientMessageParser.Understood.class, ClientMessageParser.parse(written), written);
        assertEquals(understood.message(), again.message());
        if (understood.message() instanceof ClientMessage.App app
            && JSON.readTree(text).has("data")) {
          assertTrue(text.contains(app.data().text()));
          JSON.readTree(app.data().text());
        }
      }
    }
  }

  @FuzzTest
  void aRoomsNameIsItsOwnUrlPath(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);

    if (RoomName.flaw(text) == null) {
      URI uri = URI.create("http://localhost/r/" + text);
      assertEquals("/r/" + text, uri.getPath());
      assertEquals(uri, uri.normalize());
      assertEquals(text, new RoomName(text).value());
    }
  }

  @FuzzTest
  void aPersonsNameIsShortTrimmedAndItsOwnNormalForm(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);

    if (DisplayName.flaw(text) == null) {
      DisplayName name = new DisplayName(text);
      assertNull(DisplayName.flaw(name.value()));
      assertEquals(name, new DisplayName(name.value()));
      assertTrue(name.value().codePointCount(0, name.value().length()) <= 64);
      assertEquals(name.value().strip(), name.value());
      assertFalse(name.value().contains("  "));
      assertFalse(name.key().isEmpty());
      assertEquals(
          name.followedBy(" 2").key(), new DisplayName(name.followedBy(" 2").value()).key());
    }
  }
}
