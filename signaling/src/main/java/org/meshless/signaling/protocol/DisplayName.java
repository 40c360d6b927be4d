package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person is called in a room: 1 to 64 code points, white space trimmed and collapsed,
 * nothing that steers a terminal or turns the direction of the text around it, and something to
 * see.
 */
public record DisplayName(@JsonValue String value) {
  /** The longest a name may be, in code points. */
  public static final int MAX_CODE_POINTS = 64;

  /**
   * Takes a name as typed.
   *
   * @throws IllegalArgumentException if {@link #flaw} finds one
   */
  @JsonCreator
  public DisplayName {
    String flaw = flaw(value);
    if (flaw != null) {
      throw new IllegalArgumentException(flaw);
    }
    value = collapse(value);
  }

  /**
   * A sentence about what keeps {@code typed} from being a person's name, or null if nothing does.
   */
  public static @Nullable String flaw(String typed) {
    String text = collapse(typed);
    int codePoints = text.codePointCount(0, text.length());
    if (codePoints == 0 || codePoints > MAX_CODE_POINTS) {
      return "A name has 1 to " + MAX_CODE_POINTS + " characters.";
    }
    boolean somethingToSee = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (isForbidden(codePoint)) {
        return "A name has no control characters and none that turn the direction of text.";
      }
      somethingToSee |= isVisible(codePoint);
      i += Character.charCount(codePoint);
    }
    return somethingToSee ? null : "A name has at least one character that can be seen.";
  }

  /**
   * This name with {@code suffix} after it, shortened before the suffix so that both fit.
   *
   * @param suffix at most 16 characters, such as {@code " 2"}
   */
  public DisplayName followedBy(String suffix) {
    int room = MAX_CODE_POINTS - suffix.codePointCount(0, suffix.length());
    int kept = Math.min(room, value.codePointCount(0, value.length()));
    return new DisplayName(
        value.substring(0, value.offsetByCodePoints(0, kept)).stripTrailing() + suffix);
  }

  /**
   * Two names with the same key look the same to people: compatibility forms (NFKC) and case are
   * folded, invisible format characters left out.
   */
  public String key() {
    StringBuilder visible = new StringBuilder(value.length());
    value
        .codePoints()
        .filter(
            codePoint ->
                Character.getType(codePoint) != Character.FORMAT && !isVariationSelector(codePoint))
        .forEach(visible::appendCodePoint);
    String folded = Normalizer.normalize(visible, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(folded.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }

  private static String collapse(String typed) {
    StringBuilder collapsed = new StringBuilder(Math.min(typed.length(), 2 * MAX_CODE_POINTS + 2));
    boolean gap = false;
    // What follows the first characters too many cannot make the name shorter again.
    for (int i = 0; i < typed.length() && collapsed.length() <= 2 * MAX_CODE_POINTS; ) {
      int codePoint = typed.codePointAt(i);
      if (isWhiteSpace(codePoint)) {
        gap = !collapsed.isEmpty();
      } else {
        if (gap) {
          collapsed.append(' ');
          gap = false;
        }
        collapsed.appendCodePoint(codePoint);
      }
      i += Character.charCount(codePoint);
    }
    return collapsed.toString();
  }

  /** Unicode's White_Space property. */
  private static boolean isWhiteSpace(int codePoint) {
    return Character.isSpaceChar(codePoint)
        || (codePoint >= '\t' && codePoint <= '\r')
        || codePoint == 0x85;
  }

  private static boolean isForbidden(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.SURROGATE // alone, else it would not be a code point of its own
        || codePoint == 0x061C // Arabic letter mark
        || codePoint == 0x200E // left-to-right mark
        || codePoint == 0x200F
        || (codePoint >= 0x202A && codePoint <= 0x202E) // embeddings and overrides
        || (codePoint >= 0x2066 && codePoint <= 0x2069) // isolates
        || (codePoint & 0xFFFE) == 0xFFFE // not a character
        || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.UNASSIGNED ->
          false;
      // Letters in name only: Hangul and Braille fillers are drawn as nothing.
      default ->
          codePoint != 0x115F
              && codePoint != 0x1160
              && codePoint != 0x3164
              && codePoint != 0xFFA0
              && codePoint != 0x2800;
    };
  }

  private static boolean isVariationSelector(int codePoint) {
    return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
  }

  @Override
  public String toString() {
    return value;
  }
}
