package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text word by word, words being separated by blanks (spaces and tabs). Never throws. */
final class Words {
  private final String text;
  private int at;

  Words(String text) {
    this.text = text;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** The next word, or null at the end. */
  @Nullable String next() {
    skipBlanks();
    int start = at;
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
    return start == at ? null : text.substring(start, at);
  }

  /** The next word as a number, 0 … {@code max}; −1 if it is none or out of range. */
  long nextNumber(long max) {
    String word = next();
    return word == null ? -1 : number(word, max);
  }

  /** All that follows, without the blanks before it; empty at the end. */
  String rest() {
    skipBlanks();
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /** The words that follow. */
  List<String> remaining() {
    List<String> words = new ArrayList<>();
    for (String word = next(); word != null; word = next()) {
      words.add(word);
    }
    return words;
  }

  boolean atEnd() {
    skipBlanks();
    return at == text.length();
  }

  /**
   * A number of decimal digits and nothing else, 0 … {@code max}; −1 for any other text.
   *
   * @param max at most 2⁵⁹
   */
  static long number(String word, long max) {
    long number = 0;
    for (int i = 0; i < word.length(); i++) {
      int digit = word.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
      if (number > max) {
        return -1;
      }
    }
    return word.isEmpty() ? -1 : number;
  }
}
