package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Messages to and from text. Thread-safe. */
public final class ProtocolJson {
  /**
   * No message is ever longer, in UTF-16 units; a socket on which a longer one begins is closed.
   */
  public static final int HARD_LIMIT = 1 << 20;

  /** JSON no deeper, wider or longer than any message needs to be: its reading is bounded. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(64)
                  .maxNameLength(256)
                  .maxStringLength(HARD_LIMIT)
                  .maxDocumentLength(HARD_LIMIT)
                  .maxTokenCount(100_000)
                  .build())
          .build();

  static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ProtocolJson() {}

  /** A server's message as text. */
  public static String write(ServerMessage message) {
    return writeAny(message);
  }

  /** A client's message as text. */
  public static String write(ClientMessage message) {
    return writeAny(message);
  }

  /**
   * Reads what a server sent. For clients in Java; unknown fields are ignored, as the protocol asks
   * of clients.
   *
   * @throws IllegalArgumentException if it is none of the messages
   */
  public static ServerMessage readServerMessage(String text) {
    try {
      return MAPPER.readValue(text, ServerMessage.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a message of the server.", e);
    }
  }

  private static String writeAny(Object message) {
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A message of ours cannot be written.", e);
    }
  }
}
