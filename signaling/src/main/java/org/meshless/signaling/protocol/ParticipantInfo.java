package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Someone in a room, as the others see them. */
public record ParticipantInfo(String id, DisplayName name, State state, List<TrackInfo> tracks) {
  public ParticipantInfo {
    tracks = List.copyOf(tracks);
  }

  /** Whether media can reach a participant. */
  public enum State {
    /** Has joined; no media yet. */
    @JsonProperty("connecting")
    CONNECTING,
    @JsonProperty("connected")
    CONNECTED,
    /** Lost, and expected back: the seat is kept. */
    @JsonProperty("reconnecting")
    RECONNECTING
  }
}
