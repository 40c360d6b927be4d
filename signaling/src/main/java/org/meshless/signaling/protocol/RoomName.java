package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a room is called: 1 to 128 characters of {@code A–Z a–z 0–9 . _ ~ -}, in segments split by
 * {@code /} ({@code clinic/dr-jekyll}). The alphabet is RFC 3986's unreserved one, so that a name
 * is its own URL path; no segment is empty, {@code .} or {@code ..}, which URLs would swallow.
 */
public record RoomName(@JsonValue String value) {
  /** The longest a name may be, slashes included. */
  public static final int MAX_LENGTH = 128;

  /**
   * Takes a name as it stands in a link.
   *
   * @throws IllegalArgumentException if {@link #flaw} finds one
   */
  @JsonCreator
  public RoomName {
    String flaw = flaw(value);
    if (flaw != null) {
      throw new IllegalArgumentException(flaw);
    }
  }

  /** A sentence about what keeps {@code text} from being a room's name, or null if nothing does. */
  public static @Nullable String flaw(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return "A room's name has 1 to " + MAX_LENGTH + " characters.";
    }
    int segmentStart = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '/') {
        if (isSwallowed(text, segmentStart, i)) {
          return "No segment of a room's name is empty, '.' or '..'.";
        }
        segmentStart = i + 1;
      } else if (!isUnreserved(text.charAt(i))) {
        return "A room's name is made of letters A to Z, digits, '.', '_', '~', '-', and '/'"
            + " between segments.";
      }
    }
    return null;
  }

  private static boolean isSwallowed(String text, int start, int end) {
    int length = end - start;
    return length == 0
        || (length == 1 && text.charAt(start) == '.')
        || (length == 2 && text.charAt(start) == '.' && text.charAt(start + 1) == '.');
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '~'
        || c == '-';
  }

  @Override
  public String toString() {
    return value;
  }
}
