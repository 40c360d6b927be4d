package org.meshless.signaling.hall;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ServerMessage;

/** The last events of a seat, numbered 1, 2, 3 …, kept for a client whose socket was cut. */
final class EventLog {
  // What a record and its fields take beside the texts that strangers choose.
  private static final int BASE_BYTES = 200;

  private final int maxLength;
  private final int maxBytes;
  private final ArrayDeque<ServerMessage.Event> kept = new ArrayDeque<>();
  private int bytes;
  private long last;

  EventLog(int maxLength, int maxBytes) {
    this.maxLength = maxLength;
    this.maxBytes = maxBytes;
  }

  /** The number of the last event, 0 before the first. */
  long last() {
    return last;
  }

  /**
   * Takes the event that {@link #last} + 1 is the number of; forgets the oldest as the bounds
   * demand.
   */
  void add(ServerMessage.Event event) {
    if (event.n() != last + 1) {
      throw new IllegalArgumentException("event " + event.n() + " after " + last);
    }
    last = event.n();
    kept.add(event);
    bytes += sizeBytes(event);
    while (kept.size() > maxLength || bytes > maxBytes) {
      bytes -= sizeBytes(kept.remove());
    }
  }

  /**
   * The events after {@code seen}, or null if some of them are forgotten or {@code seen} never was.
   */
  @Nullable List<ServerMessage.Event> after(long seen) {
    if (seen < 0 || seen > last || last - seen > kept.size()) {
      return null;
    }
    return kept.stream().skip(kept.size() - (last - seen)).toList();
  }

  private static int sizeBytes(ServerMessage.Event event) {
    return BASE_BYTES
        + switch (event) {
          case ServerMessage.Chat chat -> 2 * chat.text().length();
          case ServerMessage.App app -> 2 * app.data().text().length();
          case ServerMessage.Slots slots -> BASE_BYTES * slots.slots().size();
          case ServerMessage.Paused paused -> BASE_BYTES * paused.slots().size();
          case ServerMessage.ParticipantJoined _,
              ServerMessage.ParticipantChanged _,
              ServerMessage.ParticipantLeft _,
              ServerMessage.SlotsWanted _,
              ServerMessage.Speaker _,
              ServerMessage.CodecChanged _,
              ServerMessage.Layers _,
              ServerMessage.Connection _,
              ServerMessage.Closing _ ->
              0;
        };
  }
}
