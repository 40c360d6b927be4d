package org.meshless.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends. {@link ClientMessageParser} makes them of a stranger's text; Jackson writes
 * them for clients in Java.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientMessage.Join.class, name = "join"),
  @JsonSubTypes.Type(value = ClientMessage.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ClientMessage.Offer.class, name = "offer"),
  @JsonSubTypes.Type(value = ClientMessage.Track.class, name = "track"),
  @JsonSubTypes.Type(value = ClientMessage.View.class, name = "view"),
  @JsonSubTypes.Type(value = ClientMessage.Covered.class, name = "covered"),
  @JsonSubTypes.Type(value = ClientMessage.Explain.class, name = "explain"),
  @JsonSubTypes.Type(value = ClientMessage.Chat.class, name = "chat"),
  @JsonSubTypes.Type(value = ClientMessage.App.class, name = "app"),
  @JsonSubTypes.Type(value = ClientMessage.Leave.class, name = "leave"),
})
public sealed interface ClientMessage {
  /** What the reply will name as {@code re}; null only where no reply is wanted. */
  @Nullable RequestId id();

  /**
   * Asks for a seat in a room.
   *
   * @param codec that of the room if this makes it, or null for the server's default
   */
  record Join(RequestId id, RoomName room, DisplayName name, @Nullable VideoCodec codec)
      implements ClientMessage {}

  /**
   * Takes up a seat again over a new socket.
   *
   * @param last the number of the last event that arrived, 0 if none did
   */
  record Resume(RequestId id, String seat, String secret, long last) implements ClientMessage {
    @Override
    public String toString() {
      return "Resume[id=" + id + ", seat=" + seat + ", last=" + last + "]";
    }
  }

  /** Offers the one peer connection, or what has changed in it. */
  record Offer(RequestId id, String sdp, List<OfferedTrack> tracks) implements ClientMessage {
    public Offer {
      tracks = List.copyOf(tracks);
    }
  }

  /** A track was muted or unmuted; nothing is negotiated. */
  record Track(RequestId id, TrackSource source, boolean muted) implements ClientMessage {}

  /**
   * Which videos the page shows now: no other is sent to it.
   *
   * @param tiles the most important first
   */
  record View(@Nullable RequestId id, List<ViewTile> tiles) implements ClientMessage {
    public View {
      tiles = List.copyOf(tiles);
    }
  }

  /** The page no longer shows what these slots carried before: the new sources may be sent. */
  record Covered(@Nullable RequestId id, List<CoveredSlot> slots) implements ClientMessage {
    public Covered {
      slots = List.copyOf(slots);
    }
  }

  /** Asks why the video slots carry what they do, in the size they do. */
  record Explain(RequestId id) implements ClientMessage {}

  /**
   * Says something to all, or to one.
   *
   * @param to a participant's id, or null for everybody else in the room
   * @param key passed on: the same message may reach somebody over a data channel, too
   */
  record Chat(RequestId id, String text, @Nullable String to, @Nullable String key)
      implements ClientMessage {
    /** One that goes this way alone. */
    public Chat(RequestId id, String text, @Nullable String to) {
      this(id, text, to, null);
    }
  }

  /**
   * Passes on an application's own message, unread.
   *
   * @param to a participant's id, or null for everybody else in the room
   */
  record App(@Nullable RequestId id, String kind, @Nullable String to, RawJson data)
      implements ClientMessage {}

  /** Gives up the seat. */
  record Leave(RequestId id) implements ClientMessage {}
}
