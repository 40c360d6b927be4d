package org.meshless.signaling.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ClientMessageParser.Flaw;

/**
 * The members of a JSON object by type; what is not as asked for is a flaw whose sentence names the
 * field.
 */
final class Fields {
  private final Members members;

  /** Finds a member by its name. */
  interface Members {
    @Nullable JsonNode get(String name);
  }

  Fields(Members members) {
    this.members = members;
  }

  /** A string of 1 to {@code maxLength} UTF-16 units. */
  String text(String field, int maxLength) throws Flaw {
    String text = string(field);
    if (text.isEmpty() || text.length() > maxLength) {
      throw flaw(field, "has 1 to " + maxLength + " characters");
    }
    return text;
  }

  /** The same, or null if it is absent or JSON's null. */
  @Nullable String optionalText(String field, int maxLength) throws Flaw {
    return find(field) == null ? null : text(field, maxLength);
  }

  boolean flag(String field) throws Flaw {
    JsonNode value = require(field, "true or false");
    if (!value.isBoolean()) {
      throw flaw(field, "is true or false");
    }
    return value.booleanValue();
  }

  /** The same; false if it is absent or JSON's null. */
  boolean optionalFlag(String field) throws Flaw {
    return find(field) != null && flag(field);
  }

  /** An integer from {@code min} to {@code max}. */
  int integer(String field, int min, int max) throws Flaw {
    long number = natural(field);
    if (number < min || number > max) {
      throw flaw(field, "is an integer from " + min + " to " + max);
    }
    return (int) number;
  }

  /** An integer from 0 to 2⁵³, the largest that JavaScript tells from its neighbours. */
  long natural(String field) throws Flaw {
    JsonNode value = require(field, "an integer");
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > 1L << 53) {
      throw flaw(field, "is an integer from 0 to 2^53");
    }
    return value.longValue();
  }

  RoomName room(String field) throws Flaw {
    String text = string(field);
    String flaw = RoomName.flaw(text);
    if (flaw != null) {
      throw new Flaw(ErrorCode.BAD_ROOM, flaw);
    }
    return new RoomName(text);
  }

  DisplayName name(String field) throws Flaw {
    String text = string(field);
    String flaw = DisplayName.flaw(text);
    if (flaw != null) {
      throw new Flaw(ErrorCode.BAD_NAME, flaw);
    }
    return new DisplayName(text);
  }

  TrackSource source(String field) throws Flaw {
    TrackSource source = TrackSource.ofWire(string(field));
    if (source == null) {
      throw flaw(field, "is camera, microphone, screen or screen-audio");
    }
    return source;
  }

  /** The name of a video codec, or null if it is absent or JSON's null. */
  @Nullable VideoCodec optionalCodec(String field) throws Flaw {
    if (find(field) == null) {
      return null;
    }
    VideoCodec codec = VideoCodec.ofWire(string(field));
    if (codec == null) {
      throw flaw(field, "is VP8, VP9, H264 or AV1");
    }
    return codec;
  }

  /** An array of at most {@code maxCount} objects. */
  List<Fields> objects(String field, int maxCount) throws Flaw {
    JsonNode value = require(field, "an array");
    if (!value.isArray() || value.size() > maxCount) {
      throw flaw(field, "is an array of at most " + maxCount + " objects");
    }
    List<Fields> objects = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isObject()) {
        throw flaw(field, "is an array of at most " + maxCount + " objects");
      }
      objects.add(new Fields(element::get));
    }
    return objects;
  }

  @Nullable RequestId optionalId() throws Flaw {
    JsonNode value = find("id");
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return RequestId.of(value.longValue());
    }
    if (value.isTextual()
        && !value.textValue().isEmpty()
        && value.textValue().length() <= RequestId.MAX_LENGTH) {
      return RequestId.of(value.textValue());
    }
    throw flaw("id", "is an integer, or a string of 1 to " + RequestId.MAX_LENGTH + " characters");
  }

  /** A stranger's word, safe and short enough to be quoted in a sentence. */
  static String shown(String word) {
    StringBuilder shown = new StringBuilder("\"");
    word.codePoints()
        .limit(32)
        .map(codePoint -> codePoint > ' ' && codePoint < 0x7F ? codePoint : '?')
        .forEach(shown::appendCodePoint);
    return shown.append(word.length() > 32 ? "…\"" : "\"").toString();
  }

  private String string(String field) throws Flaw {
    JsonNode value = require(field, "a string");
    if (!value.isTextual()) {
      throw flaw(field, "is a string");
    }
    return value.textValue();
  }

  private @Nullable JsonNode find(String field) {
    JsonNode value = members.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private JsonNode require(String field, String what) throws Flaw {
    JsonNode value = find(field);
    if (value == null) {
      throw flaw(field, "is missing: " + what);
    }
    return value;
  }

  private static Flaw flaw(String field, String rule) {
    return new Flaw(ErrorCode.BAD_MESSAGE, field + " " + rule + ".");
  }
}
