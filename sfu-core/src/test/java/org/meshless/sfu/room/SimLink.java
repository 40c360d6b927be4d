package org.meshless.sfu.room;

import org.meshless.rtp.netem.LinkConditions;
import org.meshless.rtp.netem.Netem;

/** One direction of somebody's path, on the stage's clock. */
final class SimLink<P> {
  private final RoomStage stage;
  private final Netem<P> netem;
  private long dueNs = Long.MAX_VALUE;

  SimLink(RoomStage stage, long seed, LinkConditions conditions, Netem.Receiver<P> receiver) {
    this.stage = stage;
    this.netem = new Netem<>(seed, conditions, receiver);
  }

  void send(P packet, int sizeBytes) {
    netem.send(stage.nowNs, packet, sizeBytes);
    schedule();
  }

  void conditions(LinkConditions conditions) {
    netem.conditions(conditions);
  }

  private void schedule() {
    long nextNs = netem.nextDeadlineNs();
    if (nextNs < dueNs) {
      dueNs = nextNs;
      stage.at(nextNs, () -> due(nextNs));
    }
  }

  private void due(long atNs) {
    if (atNs != dueNs) {
      return; // something was due earlier, and saw to this, too
    }
    dueNs = Long.MAX_VALUE;
    netem.onTimeout(stage.nowNs);
    schedule();
  }
}
