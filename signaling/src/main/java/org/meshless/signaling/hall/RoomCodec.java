package org.meshless.signaling.hall;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.VideoCodec;

/**
 * What the cameras of a room are encoded with: the room's own codec, or VP8 while somebody is there
 * who cannot decode that.
 */
final class RoomCodec {
  private final VideoCodec own;
  private final Map<String, Set<VideoCodec>> decodableByParticipant = new LinkedHashMap<>();

  RoomCodec(VideoCodec own) {
    this.own = own;
  }

  VideoCodec inForce() {
    return because() == null ? own : VideoCodec.VP8;
  }

  /** The first one of those who cannot decode the room's own codec, or null. */
  @Nullable String because() {
    for (Map.Entry<String, Set<VideoCodec>> entry : decodableByParticipant.entrySet()) {
      if (!entry.getValue().contains(own)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /**
   * A participant said what it can decode.
   *
   * @param codecs empty if it receives no video at all, which restricts nobody
   */
  void onDecodable(String participantId, Set<VideoCodec> codecs) {
    if (codecs.isEmpty()) {
      decodableByParticipant.remove(participantId);
    } else {
      decodableByParticipant.put(participantId, Set.copyOf(codecs));
    }
  }

  void onLeft(String participantId) {
    decodableByParticipant.remove(participantId);
  }
}
