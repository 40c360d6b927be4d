package org.meshless.signaling.hall;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;

/** The seats of one room, in the order in which they were taken. Lives while there is one. */
final class Room {
  private final RoomName name;
  private final Map<String, Seat> seats = new LinkedHashMap<>();
  private final Set<String> takenNames = new HashSet<>();

  Room(RoomName name) {
    this.name = name;
  }

  RoomName name() {
    return name;
  }

  int size() {
    return seats.size();
  }

  Collection<Seat> seats() {
    return List.copyOf(seats.values());
  }

  @Nullable Seat find(String participantId) {
    return seats.get(participantId);
  }

  /**
   * {@code wanted}, or with the first number after it that makes it unique: "Ann", "Ann 2", "Ann
   * 3".
   */
  DisplayName freeName(DisplayName wanted) {
    DisplayName free = wanted;
    for (int number = 2; takenNames.contains(free.key()); number++) {
      free = wanted.followedBy(" " + number);
    }
    return free;
  }

  void add(Seat seat) {
    seats.put(seat.participantId(), seat);
    takenNames.add(seat.name().key());
  }

  void remove(Seat seat) {
    if (seats.remove(seat.participantId(), seat)) {
      takenNames.remove(seat.name().key());
    }
  }

  /** Everybody but {@code viewer}, as {@code viewer} is shown them. */
  List<ParticipantInfo> others(Seat viewer) {
    return seats.values().stream().filter(seat -> seat != viewer).map(Seat::info).toList();
  }

  /** Tells everybody but {@code cause}. */
  void tellOthers(Seat cause, LongFunction<ServerMessage.Event> event) {
    for (Seat seat : seats.values()) {
      if (seat != cause) {
        seat.tell(event);
      }
    }
  }
}
