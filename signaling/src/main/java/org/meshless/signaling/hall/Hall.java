package org.meshless.signaling.hall;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.VideoCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms of the server and the sockets before them. Confined to one thread, which calls {@link
 * #onTimeout} when {@link #nextDeadlineNs} has come. An error inside a room ends that room and no
 * other.
 */
public final class Hall {
  private static final Logger LOG = LoggerFactory.getLogger(Hall.class);
  private static final long ROOM_FAILED_RETRY_MS = 1000;

  private final HallSettings settings;
  private final MediaServer media;
  private final Identifiers identifiers;
  private final InstantSource wallClock;
  private final HallCounters counters;
  private final Timetable timetable = new Timetable();
  private final Map<RoomName, Room> rooms = new HashMap<>();
  private final Map<String, Seat> seatsById = new HashMap<>();
  private final Set<Visitor> visitors = new LinkedHashSet<>();
  private boolean closing;

  /**
   * An empty hall.
   *
   * @param wallClock for the times that people are shown; nothing is decided by it
   */
  public Hall(
      HallSettings settings,
      MediaServer media,
      Identifiers identifiers,
      InstantSource wallClock,
      HallCounters counters) {
    this.settings = settings;
    this.media = media;
    this.identifiers = identifiers;
    this.wallClock = wallClock;
    this.counters = counters;
  }

  /** A socket was opened. */
  public Visitor enter(long nowNs, Connection connection, boolean fromLoopback) {
    Visitor visitor = new Visitor(this, connection, fromLoopback, nowNs);
    visitors.add(visitor);
    counters.sockets.set(visitors.size());
    if (closing) {
      visitor.close(CloseCode.GOING_AWAY);
    }
    return visitor;
  }

  /**
   * When to call {@link #onTimeout} next; {@link Long#MAX_VALUE} if there is nothing to wait for.
   */
  public long nextDeadlineNs() {
    return timetable.nextDeadlineNs();
  }

  public void onTimeout(long nowNs) {
    timetable.runDue(nowNs);
  }

  /**
   * Tells everybody that the server goes away, and closes all sockets. Nobody joins afterwards.
   *
   * @param retryAfterMs when to come back
   */
  public void close(String reason, long retryAfterMs) {
    closing = true;
    for (Room room : List.copyOf(rooms.values())) {
      closeRoom(room, reason, retryAfterMs, CloseCode.GOING_AWAY);
    }
    List.copyOf(visitors).forEach(visitor -> visitor.close(CloseCode.GOING_AWAY));
  }

  void join(Visitor visitor, ClientMessage.Join join, long nowNs) {
    Room room = rooms.get(join.room());
    if (closing) {
      visitor.refuse(join.id(), ErrorCode.SHUTTING_DOWN, "The server is about to stop.");
    } else if (room == null && rooms.size() >= settings.maxRooms()) {
      visitor.refuse(join.id(), ErrorCode.SERVER_FULL, "The server has no place for another room.");
    } else if (room != null && room.size() >= settings.maxPeoplePerRoom()) {
      visitor.refuse(join.id(), ErrorCode.ROOM_FULL, "The room is full.");
    } else {
      seat(visitor, join, room == null ? new Room(join.room(), codec(join)) : room, nowNs);
    }
  }

  private VideoCodec codec(ClientMessage.Join join) {
    VideoCodec wanted = join.codec();
    return wanted == null ? settings.codec() : wanted;
  }

  private void seat(Visitor visitor, ClientMessage.Join join, Room room, long nowNs) {
    DisplayName name = room.freeName(join.name());
    String secret = identifiers.secret();
    Seat seat = new Seat(this, room, name, visitor, identifiers, secret, nowNs);
    rooms.putIfAbsent(room.name(), room);
    room.add(seat);
    seatsById.put(seat.id(), seat);
    visitor.take(seat);
    counters.joins.incrementAndGet();
    countSeats();
    LOG.info(
        "room={} participant={} joined, {} in the room",
        room.name(),
        seat.participantId(),
        room.size());
    visitor.send(
        new ServerMessage.Joined(
            join.id(),
            room.name(),
            new ServerMessage.You(seat.participantId(), name, !name.equals(join.name())),
            new ServerMessage.SeatKey(seat.id(), secret),
            room.others(seat),
            List.of(),
            room.slotsFor(settings.slots()),
            room.codec(),
            0));
    ParticipantInfo info = seat.info();
    room.tellOthers(seat, n -> new ServerMessage.ParticipantJoined(n, info));
  }

  void resume(Visitor visitor, ClientMessage.Resume resume) {
    Seat seat = seatsById.get(resume.seat());
    if (seat == null || !seat.isOpenedBy(resume.secret())) {
      visitor.refuse(resume.id(), ErrorCode.UNKNOWN_SEAT, "There is no such seat; join again.");
      return;
    }
    visitor.take(seat);
    LOG.info("room={} participant={} resumed", seat.room().name(), seat.participantId());
    guard(seat.room(), () -> seat.resume(visitor, resume));
  }

  /**
   * Ends a seat and tells the others.
   *
   * @param code how to close its socket; null if that is closed
   */
  void end(Seat seat, ServerMessage.LeaveReason reason, @Nullable CloseCode code) {
    Room room = seat.room();
    room.remove(seat);
    seatsById.remove(seat.id());
    if (room.size() == 0) {
      rooms.remove(room.name(), room);
    }
    countSeats();
    LOG.info(
        "room={} participant={} {}, {} in the room",
        room.name(),
        seat.participantId(),
        reason,
        room.size());
    room.tellOthers(seat, n -> new ServerMessage.ParticipantLeft(n, seat.participantId(), reason));
    seat.end(code);
  }

  /** Runs what concerns one room; if it fails, ends that room. */
  void guard(Room room, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      fail(room, e);
    }
  }

  /** Something went wrong, in this room or in none; what goes on in the others does not. */
  void fail(@Nullable Room room, RuntimeException e) {
    if (room == null) {
      LOG.error("a request outside of all rooms failed", e);
      return;
    }
    LOG.error("room={} failed and is ended", room.name(), e);
    counters.roomFailures.incrementAndGet();
    closeRoom(room, "room-failed", ROOM_FAILED_RETRY_MS, CloseCode.INTERNAL);
  }

  private void closeRoom(Room room, String reason, long retryAfterMs, CloseCode code) {
    rooms.remove(room.name(), room);
    for (Seat seat : room.seats()) {
      room.remove(seat);
      seatsById.remove(seat.id());
      try {
        seat.tell(n -> new ServerMessage.Closing(n, reason, retryAfterMs));
        seat.end(code);
      } catch (RuntimeException e) {
        LOG.error("room={} participant={} could not be told", room.name(), seat.participantId(), e);
      }
    }
    countSeats();
  }

  void forget(Visitor visitor) {
    visitors.remove(visitor);
    counters.sockets.set(visitors.size());
  }

  private void countSeats() {
    counters.rooms.set(rooms.size());
    counters.seats.set(seatsById.size());
  }

  HallSettings settings() {
    return settings;
  }

  MediaServer media() {
    return media;
  }

  HallCounters counters() {
    return counters;
  }

  Timetable timetable() {
    return timetable;
  }

  long wallMillis() {
    return wallClock.millis();
  }
}
