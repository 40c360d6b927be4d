package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a request was refused. What each asks of the client stands in PROTOCOL.md. */
public enum ErrorCode {
  BAD_JSON,
  BAD_MESSAGE,
  UNKNOWN_TYPE,
  TOO_LARGE,
  BAD_ROOM,
  BAD_NAME,
  NOT_JOINED,
  ALREADY_JOINED,
  DUPLICATE_ID,
  UNKNOWN_PARTICIPANT,
  UNKNOWN_SEAT,
  BAD_SDP,
  RATE_LIMITED,
  ROOM_FULL,
  SERVER_FULL,
  SHUTTING_DOWN,
  INTERNAL;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As it stands in messages: {@code bad-json}. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /**
   * The code that stands in messages as {@code wire}.
   *
   * @throws IllegalArgumentException if there is no such code
   */
  @JsonCreator
  public static ErrorCode ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
