package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;

/**
 * What a published track shows or carries. A participant publishes at most one track of each.
 *
 * <p>Immutable.
 */
public enum TrackSource {
  CAMERA("camera", MediaKind.VIDEO),
  MICROPHONE("microphone", MediaKind.AUDIO),
  SCREEN("screen", MediaKind.VIDEO),
  SCREEN_AUDIO("screen-audio", MediaKind.AUDIO);

  private final String wireName;
  private final MediaKind kind;

  TrackSource(String wireName, MediaKind kind) {
    this.wireName = wireName;
    this.kind = kind;
  }

  /** The name used on the signaling wire. */
  public String wireName() {
    return wireName;
  }

  public MediaKind kind() {
    return kind;
  }

  /** Ticks of its RTP timestamps per second, whatever the codec. */
  int clockRate() {
    return kind == MediaKind.VIDEO ? 90_000 : 48_000;
  }

  /**
   * The source that must play in step with this one: browsers synchronise only the audio and video
   * of one {@code msid} stream, so both take slots of the same number.
   */
  TrackSource companion() {
    return switch (this) {
      case CAMERA -> MICROPHONE;
      case MICROPHONE -> CAMERA;
      case SCREEN -> SCREEN_AUDIO;
      case SCREEN_AUDIO -> SCREEN;
    };
  }

  /** The source of this wire name, or null where there is none. */
  public static @Nullable TrackSource ofWireName(String wireName) {
    for (TrackSource source : values()) {
      if (source.wireName.equals(wireName)) {
        return source;
      }
    }
    return null;
  }
}
