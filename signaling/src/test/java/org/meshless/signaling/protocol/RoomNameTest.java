package org.meshless.signaling.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "clinic/dr-jekyll", "A.b_c~d-9", "...", "a/...", ".a", "a/b/c/d", "-"})
  void unreservedCharactersInSegmentsAreAName(String text) {
    assertNull(RoomName.flaw(text));
    assertEquals(text, new RoomName(text).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", ".", "..", "a/.", "a/../b", "./a", "a b", "a%2Fb", "ä", "a\\b",
        "a?b", "a#b", "a\n", "\u0000", "a:b", "ａ",
      })
  void anythingElseIsNone(String text) {
    assertNotNull(RoomName.flaw(text));
    assertThrows(IllegalArgumentException.class, () -> new RoomName(text));
  }

  @Test
  void itHas128CharactersAtMost() {
    assertNull(RoomName.flaw("a".repeat(128)));
    assertNotNull(RoomName.flaw("a".repeat(129)));
  }
}
