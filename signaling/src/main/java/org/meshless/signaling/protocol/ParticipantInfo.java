package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Someone in a room, as the others see them.
 *
 * @param data whether chat reaches them over a data channel
 */
public record ParticipantInfo(
    String id,
    DisplayName name,
    State state,
    List<TrackInfo> tracks,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean data) {
  public ParticipantInfo {
    tracks = List.copyOf(tracks);
  }

  /** Someone without a data channel. */
  public ParticipantInfo(String id, DisplayName name, State state, List<TrackInfo> tracks) {
    this(id, name, state, tracks, false);
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
