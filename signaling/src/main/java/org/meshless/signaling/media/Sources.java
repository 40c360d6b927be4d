package org.meshless.signaling.media;

import org.meshless.signaling.protocol.TrackSource;

/** The protocol's sources and the media server's, which know nothing of each other. */
final class Sources {
  private Sources() {}

  static org.meshless.sfu.room.TrackSource of(TrackSource source) {
    return switch (source) {
      case CAMERA -> org.meshless.sfu.room.TrackSource.CAMERA;
      case MICROPHONE -> org.meshless.sfu.room.TrackSource.MICROPHONE;
      case SCREEN -> org.meshless.sfu.room.TrackSource.SCREEN;
      case SCREEN_AUDIO -> org.meshless.sfu.room.TrackSource.SCREEN_AUDIO;
    };
  }

  static TrackSource of(org.meshless.sfu.room.TrackSource source) {
    return switch (source) {
      case CAMERA -> TrackSource.CAMERA;
      case MICROPHONE -> TrackSource.MICROPHONE;
      case SCREEN -> TrackSource.SCREEN;
      case SCREEN_AUDIO -> TrackSource.SCREEN_AUDIO;
    };
  }
}
