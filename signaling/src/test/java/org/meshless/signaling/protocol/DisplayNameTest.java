package org.meshless.signaling.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTest {
  @Test
  void whiteSpaceIsTrimmedAndCollapsed() {
    assertEquals("Ann Lee", new DisplayName(" \t Ann \u00a0\u3000\n Lee  ").value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Ann", "Зоя", "지민", "Ünal İ", "👩‍👩‍👧", "<b>&\"'", "مريم", "O'Neil-Smith"})
  void namesOfAllScriptsStayAsTheyAre(String name) {
    assertEquals(name, new DisplayName(name).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\u200b",
        "\u200d\u2060",
        "\u3164",
        "a\u0000b",
        "a\u001bb",
        "a\u007f",
        "a\u202eb",
        "\u2066a",
        "a\u200f",
        "\ud800",
        "a\udc00",
        "a\uffff",
        "\u0301",
        "\u0085",
      })
  void whatSteersOrHidesTextIsRefused(String name) {
    assertNotNull(DisplayName.flaw(name));
  }

  @Test
  void itHas64CodePointsAtMost() {
    assertNull(DisplayName.flaw("😀".repeat(64)));
    assertNotNull(DisplayName.flaw("😀".repeat(65)));
    assertNotNull(DisplayName.flaw("a".repeat(100_000)));
    assertNull(DisplayName.flaw(" ".repeat(100_000) + "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "Ann, ann",
    "Ann, ＡＮＮ", // full width
    "Straße, STRASSE",
    "ﬁn, FIN", // ligature
    "Σίσυφος, ΣΊΣΥΦΟΣ", // two forms of a small sigma
    "é, e\u0301",
  })
  void namesThatLookTheSameHaveTheSameKey(String one, String other) {
    assertEquals(new DisplayName(one).key(), new DisplayName(other).key());
  }

  @Test
  void whatIsInvisibleDoesNotMakeAnotherKey() {
    assertEquals(new DisplayName("Ann").key(), new DisplayName("A\u200bn\u2060n\ufe0f").key());
  }

  @Test
  void differentNamesHaveDifferentKeys() {
    assertNotEquals(new DisplayName("Ann").key(), new DisplayName("Anna").key());
    assertNotEquals(new DisplayName("Ann").key(), new DisplayName("Ann 2").key());
  }

  @Test
  void aSuffixIsPutAfterAndTheNameShortenedForIt() {
    assertEquals("Ann 2", new DisplayName("Ann").followedBy(" 2").value());
    assertEquals("😀".repeat(62) + " 2", new DisplayName("😀".repeat(64)).followedBy(" 2").value());
  }
}
