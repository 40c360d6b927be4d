package org.meshless.signaling.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.hall.Hall;

/**
 * Gives the hall its thread, its clock and its alarm. {@link #execute} may be called from any
 * thread; everything else happens on the one event loop there is.
 */
public final class HallThread implements Executor {
  private static final long MS = 1_000_000;
  private static final long NO_ALARM = -1;

  private final Vertx vertx;
  private final Context context;
  private final LongSupplier nanoClock;
  private @Nullable Hall hall;
  private long alarm = NO_ALARM;
  private long alarmNs = Long.MAX_VALUE;

  /**
   * Takes a context of its own.
   *
   * @param vertx with a single event loop
   * @param nanoClock monotonic, such as {@link System#nanoTime}
   */
  public HallThread(Vertx vertx, LongSupplier nanoClock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.nanoClock = nanoClock;
  }

  /** The hall to be woken. To be called once, before anything is executed. */
  public void serve(Hall served) {
    hall = served;
  }

  public long nowNs() {
    return nanoClock.getAsLong();
  }

  /** Runs soon on the hall's thread. */
  @Override
  public void execute(Runnable action) {
    context.runOnContext(_ -> run(action));
  }

  /** Runs now; for callers that are on the event loop already. */
  void run(Runnable action) {
    try {
      action.run();
    } finally {
      setAlarm();
    }
  }

  private void setAlarm() {
    if (hall == null) {
      return;
    }
    long deadlineNs = hall.nextDeadlineNs();
    if (deadlineNs >= alarmNs) {
      // An alarm that comes too early is set anew then.
      return;
    }
    if (alarm != NO_ALARM) {
      vertx.cancelTimer(alarm);
    }
    alarmNs = deadlineNs;
    long delayMs = Math.max(1, (deadlineNs - nowNs() + MS - 1) / MS);
    alarm = vertx.setTimer(delayMs, _ -> run(this::onAlarm));
  }

  private void onAlarm() {
    alarm = NO_ALARM;
    alarmNs = Long.MAX_VALUE;
    if (hall != null) {
      hall.onTimeout(nowNs());
    }
  }
}
