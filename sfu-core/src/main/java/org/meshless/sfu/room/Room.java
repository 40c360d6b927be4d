package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.net.MediaLoop;

/**
 * A room: one part on one media loop until it outgrows it, then one part on each of several. Knows
 * which those are and numbers what must be told apart in the whole room.
 *
 * <p>Thread-safe: the list of parts is guarded by this object's monitor, and each part is confined
 * to its loop.
 */
final class Room {
  /** Chooses a loop for somebody who needs one, told how many members of the room each has. */
  interface Placement {
    MediaLoop place(ToIntFunction<MediaLoop> members);
  }

  private final int membersPerLoop;
  private final List<Place> places = new ArrayList<>();
  private final AtomicInteger streamIds = new AtomicInteger();
  private final AtomicInteger sourceIds;

  /**
   * A room with nobody in it.
   *
   * @param membersPerLoop that are taken by one loop before another is looked for, at least 1
   * @param firstSourceId anything, so that those of different rooms differ
   */
  Room(int membersPerLoop, int firstSourceId) {
    this.membersPerLoop = membersPerLoop;
    this.sourceIds = new AtomicInteger(firstSourceId);
  }

  /** Takes a place for one more member, on a loop of the room or, if they are full, another. */
  synchronized RoomPart enter(Placement placement) {
    Place place = vacant();
    if (place == null) {
      place = on(placement.place(this::members));
    }
    place.members++;
    return place.part;
  }

  /**
   * Gives up a place.
   *
   * @return whether it was the room's last
   */
  synchronized boolean exit(RoomPart part) {
    Place place = of(part.loop());
    if (place == null || place.part != part) {
      throw new IllegalArgumentException("not a part of this room");
    }
    place.members--;
    if (place.members == 0) {
      places.remove(place);
      for (Place other : places) {
        other.part.loop().execute(() -> other.part.onEnded(part));
      }
    }
    return places.isEmpty();
  }

  private @Nullable Place vacant() {
    for (Place place : places) {
      if (place.members < membersPerLoop) {
        return place;
      }
    }
    return null;
  }

  private Place on(MediaLoop loop) {
    Place known = of(loop);
    if (known != null) {
      return known;
    }
    RoomPart part = new RoomPart(this, loop);
    for (Place place : places) {
      RoomPart other = place.part;
      other.loop().execute(() -> other.onBegun(part));
      loop.execute(() -> part.onBegun(other));
    }
    Place place = new Place(part);
    places.add(place);
    return place;
  }

  private synchronized int members(MediaLoop loop) {
    Place place = of(loop);
    return place == null ? 0 : place.members;
  }

  private @Nullable Place of(MediaLoop loop) {
    for (Place place : places) {
      if (place.part.loop() == loop) {
        return place;
      }
    }
    return null;
  }

  /** For an inbound stream; never 0. */
  int nextStreamId() {
    return streamIds.incrementAndGet();
  }

  /** For a published track, 1..2³²−1. */
  long nextSourceId() {
    int id;
    do {
      id = sourceIds.incrementAndGet();
    } while (id == 0);
    return id & 0xffff_ffffL;
  }

  private static final class Place {
    final RoomPart part;
    int members;

    Place(RoomPart part) {
      this.part = part;
    }
  }
}
