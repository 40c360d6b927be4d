package org.meshless.signaling.media;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.meshless.sfu.room.Sfu;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.hall.MediaSeat;
import org.meshless.signaling.hall.MediaServer;
import org.meshless.signaling.protocol.RoomName;

/** The hall's view of an {@link Sfu}. Called on the hall's thread. */
public final class SfuMediaServer implements MediaServer {
  private final Sfu sfu;
  private final Executor hallThread;
  private final LongSupplier clock;

  /**
   * Media by {@code sfu}.
   *
   * @param hallThread where everything that happens is told
   * @param clock the hall's, in nanoseconds
   */
  public SfuMediaServer(Sfu sfu, Executor hallThread, LongSupplier clock) {
    this.sfu = sfu;
    this.hallThread = hallThread;
    this.clock = clock;
  }

  @Override
  public MediaSeat join(
      RoomName room, String participantId, boolean fromLoopback, MediaEvents events) {
    RoomEvents roomEvents = new RoomEvents(hallThread, clock, events);
    return new SfuMediaSeat(
        sfu.join(room.value(), participantId, fromLoopback, roomEvents::accept),
        hallThread,
        roomEvents);
  }
}
