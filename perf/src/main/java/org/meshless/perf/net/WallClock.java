package org.meshless.perf.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * CLOCK_REALTIME in nanoseconds: the clock of the kernel's receive timestamps. Confined to a
 * thread.
 */
public final class WallClock {
  private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);

  /** Nanoseconds since 1970. */
  public long nowNs() {
    return Libc.realtimeNs(timespec);
  }

  /** Gives the calling thread precedence over others of this machine, where that is allowed. */
  public static void hurryThisThread() {
    Libc.niceThisThread(-15);
  }
}
