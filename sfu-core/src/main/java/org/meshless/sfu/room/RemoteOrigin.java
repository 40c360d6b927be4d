package org.meshless.sfu.room;

import org.meshless.sfu.net.MediaLoop;

/**
 * The origin of a track whose publisher lives on another loop: requests go there as messages.
 *
 * <p>Confined to the subscribers' MediaLoop.
 */
final class RemoteOrigin implements RoomTrack.Origin {
  /** A slot that waits asks at every packet; one message for a burst of them is enough. */
  private static final long INTERVAL_NS = 20_000_000;

  private final MediaLoop home;
  private final Outlet outlet;
  private int askedFor = -1;
  private long askedNs;

  RemoteOrigin(MediaLoop home, Outlet outlet) {
    this.home = home;
    this.outlet = outlet;
  }

  @Override
  public void requestKeyFrame(long nowNs, int streamId) {
    if (streamId == askedFor && nowNs - askedNs < INTERVAL_NS) {
      return;
    }
    askedFor = streamId;
    askedNs = nowNs;
    home.execute(() -> outlet.requestKeyFrame(home.nowNs(), streamId));
  }

  @Override
  public void onWanted(boolean wanted) {
    home.execute(() -> outlet.want(wanted));
  }

  @Override
  public void onNeeded(long nowNs, int layers) {
    home.execute(() -> outlet.need(layers));
  }
}
