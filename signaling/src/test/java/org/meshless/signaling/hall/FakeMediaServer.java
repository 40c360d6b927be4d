package org.meshless.signaling.hall;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.CoveredSlot;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.SlotReason;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;
import org.meshless.signaling.protocol.ViewTile;

/** Media that answers when the test says so. */
final class FakeMediaServer implements MediaServer {
  final List<FakeSeat> seats = new ArrayList<>();
  boolean failing;

  @Override
  public MediaSeat join(
      RoomName room, String participantId, boolean fromLoopback, MediaEvents events) {
    if (failing) {
      throw new IllegalStateException("no media today");
    }
    FakeSeat seat = new FakeSeat(participantId, events);
    seats.add(seat);
    return seat;
  }

  FakeSeat of(String participantId) {
    return seats.reversed().stream()
        .filter(seat -> seat.participantId.equals(participantId))
        .findFirst()
        .orElseThrow();
  }

  static final class FakeSeat implements MediaSeat {
    final String participantId;
    final MediaEvents events;
    final List<String> offers = new ArrayList<>();
    final List<VideoCodec> codecs = new ArrayList<>();
    final List<List<ViewTile>> views = new ArrayList<>();
    final List<CoveredSlot> covered = new ArrayList<>();
    final List<String> mutes = new ArrayList<>();
    @Nullable Consumer<OfferVerdict> pending;
    boolean left;
    boolean failing;

    private FakeSeat(String participantId, MediaEvents events) {
      this.participantId = participantId;
      this.events = events;
    }

    @Override
    public void answer(
        String offer, List<OfferedTrack> tracks, VideoCodec codec, Consumer<OfferVerdict> done) {
      if (failing) {
        throw new IllegalStateException("cannot answer");
      }
      offers.add(offer);
      codecs.add(codec);
      pending = done;
    }

    void conclude(OfferVerdict verdict) {
      Consumer<OfferVerdict> done = pending;
      pending = null;
      if (done != null) {
        done.accept(verdict);
      }
    }

    @Override
    public void show(List<ViewTile> tiles) {
      views.add(tiles);
    }

    @Override
    public void covered(List<CoveredSlot> slots) {
      covered.addAll(slots);
    }

    @Override
    public void explain(Consumer<Explanation> done) {
      done.accept(new Explanation(410_000L, List.of(new SlotReason("4", 3, "small"))));
    }

    @Override
    public void setMuted(TrackSource source, boolean muted) {
      mutes.add(source + " " + muted);
    }

    @Override
    public void leave() {
      left = true;
    }
  }
}
