package org.meshless.signaling.hall;

import java.time.Duration;
import org.meshless.signaling.hall.MediaEvents.Path;
import org.meshless.signaling.protocol.ParticipantInfo.State;

/**
 * How much of somebody is still there, and for how long a seat is kept by it. A seat outlives its
 * socket and its media path for a while, so that somebody whose network broke comes back to the
 * same tile:
 *
 * <pre>
 *   socket   media path    seen by others   kept for
 *   open     never there   connecting       as long as the socket is open
 *   open     connected     connected        likewise
 *   open     silent        reconnecting     likewise
 *   open     lost          reconnecting     10 s, or until a new connection is offered
 *   lost     connected     reconnecting     30 s
 *   lost     any other     reconnecting     10 s, and 30 s from the loss of the socket at most
 * </pre>
 */
final class Presence {
  private final long patienceWithPathNs;
  private final long patienceWithoutPathNs;
  private boolean socketOpen = true;
  private long socketLostNs;
  private Path path = Path.CONNECTING;
  private boolean everConnected;
  private long pathDownNs;
  private long pathLostNs;

  /** Of somebody who has just come: a socket, and no path yet. */
  Presence(Duration patienceWithPath, Duration patienceWithoutPath, long nowNs) {
    this.patienceWithPathNs = patienceWithPath.toNanos();
    this.patienceWithoutPathNs = patienceWithoutPath.toNanos();
    this.pathDownNs = nowNs;
  }

  void onSocketLost(long nowNs) {
    socketOpen = false;
    socketLostNs = nowNs;
  }

  void onSocketBack() {
    socketOpen = true;
  }

  void onPath(long nowNs, Path now) {
    if (path == Path.CONNECTED) {
      pathDownNs = nowNs;
    }
    if (now == Path.LOST) {
      pathLostNs = nowNs;
    }
    path = now;
    everConnected |= now == Path.CONNECTED;
  }

  Path path() {
    return path;
  }

  /** As the others see it. */
  State state() {
    if (!socketOpen) {
      return State.RECONNECTING;
    } else if (path == Path.CONNECTED) {
      return State.CONNECTED;
    }
    return everConnected ? State.RECONNECTING : State.CONNECTING;
  }

  /** When the seat ends if nothing changes; {@link Long#MAX_VALUE} for never. */
  long keptUntilNs() {
    if (socketOpen) {
      return path == Path.LOST && everConnected
          ? pathLostNs + patienceWithoutPathNs
          : Long.MAX_VALUE;
    }
    long whilePathLivesNs = socketLostNs + patienceWithPathNs;
    return path == Path.CONNECTED
        ? whilePathLivesNs
        : Math.min(whilePathLivesNs, Math.max(socketLostNs, pathDownNs) + patienceWithoutPathNs);
  }
}
