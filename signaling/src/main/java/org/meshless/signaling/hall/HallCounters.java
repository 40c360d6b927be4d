package org.meshless.signaling.hall;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.meshless.signaling.protocol.ErrorCode;

/** What the hall counts. Written on its thread, read from any. */
public final class HallCounters {
  private final Map<ErrorCode, AtomicLong> refusals = new EnumMap<>(ErrorCode.class);
  private final Map<CloseCode, AtomicLong> closes = new EnumMap<>(CloseCode.class);

  /** Rooms with somebody in them, now. */
  public final AtomicLong rooms = new AtomicLong();

  /** Seats taken, now; those kept for somebody lost included. */
  public final AtomicLong seats = new AtomicLong();

  /** Sockets open, now, with a seat or without. */
  public final AtomicLong sockets = new AtomicLong();

  /** Messages received. */
  public final AtomicLong messages = new AtomicLong();

  /** Seats given. */
  public final AtomicLong joins = new AtomicLong();

  /** Seats taken up again: missed events were replayed. */
  public final AtomicLong replays = new AtomicLong();

  /** Seats taken up again: too much was missed, a snapshot was sent. */
  public final AtomicLong snapshots = new AtomicLong();

  /** Seats ended because nothing was heard for too long. */
  public final AtomicLong lostSeats = new AtomicLong();

  /** Rooms ended by an error in the server. */
  public final AtomicLong roomFailures = new AtomicLong();

  public HallCounters() {
    for (ErrorCode code : ErrorCode.values()) {
      refusals.put(code, new AtomicLong());
    }
    for (CloseCode code : CloseCode.values()) {
      closes.put(code, new AtomicLong());
    }
  }

  /** Requests refused with {@code code}. */
  public AtomicLong refusals(ErrorCode code) {
    return Objects.requireNonNull(refusals.get(code));
  }

  /** Sockets that the server closed with {@code code}. */
  public AtomicLong closes(CloseCode code) {
    return Objects.requireNonNull(closes.get(code));
  }
}
