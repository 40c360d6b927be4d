package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One JSON value as its sender wrote it, digits and spaces included: the server passes it on
 * without reading it.
 *
 * @param text well-formed JSON; whoever makes one vouches for that
 */
public record RawJson(@JsonValue @JsonRawValue String text) {
  /** What stands for a value left out. */
  public static final RawJson NULL = new RawJson("null");

  /** For Jackson, where a client reads what a server sent. */
  @JsonCreator
  static RawJson of(JsonNode value) {
    return new RawJson(value.toString());
  }
}
