package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What a track shows or lets hear. A participant has at most one track of each. */
public enum TrackSource {
  @JsonProperty("camera")
  CAMERA("camera"),
  @JsonProperty("microphone")
  MICROPHONE("microphone"),
  @JsonProperty("screen")
  SCREEN("screen"),
  @JsonProperty("screen-audio")
  SCREEN_AUDIO("screen-audio");

  private final String wire;

  TrackSource(String wire) {
    this.wire = wire;
  }

  /** As it stands in messages. */
  public String wire() {
    return wire;
  }

  /** The source that stands in messages as {@code wire}, or null. */
  public static @Nullable TrackSource ofWire(String wire) {
    for (TrackSource source : values()) {
      if (source.wire.equals(wire)) {
        return source;
      }
    }
    return null;
  }
}
