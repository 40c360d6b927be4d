package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server sends: a reply to one request, or an event numbered per seat. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerMessage.Joined.class, name = "joined"),
  @JsonSubTypes.Type(value = ServerMessage.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = ServerMessage.Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = ServerMessage.Ok.class, name = "ok"),
  @JsonSubTypes.Type(value = ServerMessage.Explained.class, name = "explained"),
  @JsonSubTypes.Type(value = ServerMessage.Refusal.class, name = "error"),
  @JsonSubTypes.Type(value = ServerMessage.ParticipantJoined.class, name = "participant-joined"),
  @JsonSubTypes.Type(value = ServerMessage.ParticipantLeft.class, name = "participant-left"),
  @JsonSubTypes.Type(value = ServerMessage.ParticipantChanged.class, name = "participant-changed"),
  @JsonSubTypes.Type(value = ServerMessage.Chat.class, name = "chat"),
  @JsonSubTypes.Type(value = ServerMessage.App.class, name = "app"),
  @JsonSubTypes.Type(value = ServerMessage.Slots.class, name = "slots"),
  @JsonSubTypes.Type(value = ServerMessage.SlotsWanted.class, name = "slots-wanted"),
  @JsonSubTypes.Type(value = ServerMessage.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = ServerMessage.Speaker.class, name = "speaker"),
  @JsonSubTypes.Type(value = ServerMessage.CodecChanged.class, name = "codec"),
  @JsonSubTypes.Type(value = ServerMessage.Layers.class, name = "layers"),
  @JsonSubTypes.Type(value = ServerMessage.Connection.class, name = "connection"),
  @JsonSubTypes.Type(value = ServerMessage.Closing.class, name = "closing"),
})
public sealed interface ServerMessage {
  /** Answers the request that {@code re} names. */
  sealed interface Reply extends ServerMessage {
    /**
     * The request's id; null only in a {@link Refusal} of something that had none one could read.
     */
    @Nullable RequestId re();
  }

  /** Tells what happened. */
  sealed interface Event extends ServerMessage {
    /** 1, 2, 3 … for each seat, so that a client can say what it saw last. */
    long n();
  }

  /** The joiner, under the name it got. */
  record You(String id, DisplayName name, boolean renamed) {}

  /** What a client needs to take up its seat again; the secret is for nobody else. */
  record SeatKey(String id, String secret) {
    @Override
    public String toString() {
      return "SeatKey[id=" + id + "]";
    }
  }

  /** As RTCIceServer of W3C WebRTC. */
  record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
    public IceServer {
      urls = List.copyOf(urls);
    }

    @Override
    public String toString() {
      return "IceServer[urls=" + urls + "]";
    }
  }

  /** How many {@code recvonly} m-lines of each kind the client should offer. */
  record SlotCounts(int video, int audio) {}

  /**
   * The seat is taken.
   *
   * @param participants the others
   * @param codec what cameras are to be encoded with
   * @param n the number of the last event this already contains
   */
  record Joined(
      RequestId re,
      RoomName room,
      You you,
      SeatKey seat,
      List<ParticipantInfo> participants,
      List<IceServer> iceServers,
      SlotCounts slots,
      VideoCodec codec,
      long n)
      implements Reply {
    public Joined {
      participants = List.copyOf(participants);
      iceServers = List.copyOf(iceServers);
    }
  }

  /** The room as a seat sees it now, for a client that missed more than was kept. */
  record Snapshot(
      List<ParticipantInfo> participants,
      List<SlotInfo> slots,
      VideoCodec codec,
      @Nullable String speaker,
      List<String> paused) {
    public Snapshot {
      participants = List.copyOf(participants);
      slots = List.copyOf(slots);
      paused = List.copyOf(paused);
    }
  }

  /**
   * The seat is taken up again. Without a snapshot, the missed events follow under their own
   * numbers.
   *
   * @param n the number of the last event so far: after the missed ones have arrived, or the
   *     snapshot, the client is there
   */
  record Resumed(RequestId re, long n, @Nullable Snapshot snapshot) implements Reply {}

  /** Answers an offer. */
  record Answer(RequestId re, String sdp) implements Reply {}

  /**
   * Done.
   *
   * @param at when, in milliseconds since 1970 by the server's clock, where that matters
   */
  record Ok(RequestId re, @Nullable Long at) implements Reply {}

  /**
   * Why the receiver's video slots carry what they do.
   *
   * @param estimateBps what its path carries, in bits per second; null: nothing limits it
   */
  record Explained(RequestId re, @Nullable Long estimateBps, List<SlotReason> slots)
      implements Reply {
    public Explained {
      slots = List.copyOf(slots);
    }
  }

  /** Not done, and why: a code for programs, a sentence for people. */
  record Refusal(@Nullable RequestId re, ErrorCode code, String message) implements Reply {}

  /** Why somebody is gone. */
  enum LeaveReason {
    /** Said so, closed the page, or closed the peer connection. */
    @JsonProperty("left")
    LEFT,
    /** Was not heard of for too long. */
    @JsonProperty("lost")
    LOST
  }

  record ParticipantJoined(long n, ParticipantInfo participant) implements Event {}

  record ParticipantLeft(long n, String id, LeaveReason reason) implements Event {}

  record ParticipantChanged(long n, ParticipantInfo participant) implements Event {}

  /**
   * Somebody said something.
   *
   * @param to the receiver's own id if nobody else got it
   * @param at in milliseconds since 1970 by the server's clock
   * @param key as the sender gave it, who may have sent the same over a data channel
   */
  record Chat(long n, Sender from, @Nullable String to, String text, long at, @Nullable String key)
      implements Event {
    /** One that came this way alone. */
    public Chat(long n, Sender from, @Nullable String to, String text, long at) {
      this(n, from, to, text, at, null);
    }
  }

  /**
   * An application's own message, as it was sent.
   *
   * @param to the receiver's own id if nobody else got it
   */
  record App(long n, Sender from, @Nullable String to, String kind, RawJson data)
      implements Event {}

  /** The slots that changed. */
  record Slots(long n, List<SlotInfo> slots) implements Event {
    public Slots {
      slots = List.copyOf(slots);
    }
  }

  /**
   * There is more to see than slots to see it in: the client should have this many in all, and
   * offer again.
   */
  record SlotsWanted(long n, int video, int audio) implements Event {}

  /**
   * What the receiver's path does not carry is held back, so that the voices come through.
   *
   * @param slots the MIDs of all slots of which that is so now
   */
  record Paused(long n, List<String> slots) implements Event {
    public Paused {
      slots = List.copyOf(slots);
    }
  }

  /**
   * Somebody has the floor.
   *
   * @param participant who speaks, or spoke last; perhaps the receiver; null once that one is gone
   */
  record Speaker(long n, @Nullable String participant) implements Event {}

  /**
   * Cameras are to be encoded with another codec from now on.
   *
   * @param because the id of one who cannot decode the room's own; null when it is in force again
   */
  record CodecChanged(long n, VideoCodec codec, @Nullable String because) implements Event {}

  /**
   * Of the client's own track these simulcast layers are watched by somebody.
   *
   * @param rids in the order in which they were offered
   */
  record Layers(long n, TrackSource source, List<String> rids) implements Event {
    public Layers {
      rids = List.copyOf(rids);
    }
  }

  /** What the server knows of the receiver's own media path. */
  enum MediaState {
    @JsonProperty("connecting")
    CONNECTING,
    @JsonProperty("connected")
    CONNECTED,
    /** Nothing heard for 10 s; nothing is sent meanwhile. */
    @JsonProperty("silent")
    SILENT,
    @JsonProperty("closed")
    CLOSED
  }

  record Connection(long n, MediaState state) implements Event {}

  /**
   * The socket is about to be closed by the server.
   *
   * @param retryAfterMs how long to wait before coming back, to which the client adds a random part
   */
  record Closing(long n, String reason, long retryAfterMs) implements Event {}
}
