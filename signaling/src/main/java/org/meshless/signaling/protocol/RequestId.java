package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a client calls one of its requests; the reply repeats it as {@code re}. A string or an
 * integer, and {@code 1} is not {@code "1"}.
 */
public sealed interface RequestId {
  /** The longest a textual id may be, in UTF-16 units. */
  int MAX_LENGTH = 64;

  /** An id that is a JSON string. */
  record Text(@JsonValue String value) implements RequestId {
    public Text {
      if (value.isEmpty() || value.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("id: 1 to " + MAX_LENGTH + " characters");
      }
    }
  }

  /** An id that is a JSON integer. */
  record Whole(@JsonValue long value) implements RequestId {}

  static RequestId of(String value) {
    return new Text(value);
  }

  static RequestId of(long value) {
    return new Whole(value);
  }

  /** For Jackson, which hands over the bare JSON value. */
  @JsonCreator
  static RequestId ofJson(Object value) {
    return switch (value) {
      case String text -> new Text(text);
      case Integer number -> new Whole(number);
      case Long number -> new Whole(number);
      default -> throw new IllegalArgumentException("id: a string or an integer");
    };
  }
}
