package org.meshless.signaling.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.meshless.sfu.room.Participant;
import org.meshless.sfu.room.RoomEvent;
import org.meshless.sfu.transport.TransportClose;
import org.meshless.signaling.hall.MediaEvents;
import org.meshless.signaling.hall.MediaSeat;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.sdp.AnswerParameters;
import org.meshless.signaling.sdp.AnswerResult;
import org.meshless.signaling.sdp.Answerer;
import org.meshless.signaling.sdp.Attribute;
import org.meshless.signaling.sdp.CodecPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One participant's media. Confined to the hall's thread. */
final class SfuMediaSeat implements MediaSeat {
  private static final Logger LOG = LoggerFactory.getLogger(SfuMediaSeat.class);

  private final CodecPolicy codecs;
  private final Executor hallThread;
  private final LongSupplier clock;
  private final MediaEvents events;
  private final long sessionId = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  private @Nullable CompletionStage<Participant> joining;
  private AnswerResult.@Nullable Answered previous;
  private boolean left;

  SfuMediaSeat(CodecPolicy codecs, Executor hallThread, LongSupplier clock, MediaEvents events) {
    this.codecs = codecs;
    this.hallThread = hallThread;
    this.clock = clock;
    this.events = events;
  }

  void open(CompletionStage<Participant> joining) {
    this.joining = joining;
  }

  @Override
  public void answer(String offer, List<OfferedTrack> tracks, Consumer<OfferVerdict> done) {
    Objects.requireNonNull(joining)
        .whenCompleteAsync(
            (participant, failure) -> {
              if (failure != null) {
                refuse(failure, done);
              } else {
                answer(participant, offer, tracks, done);
              }
            },
            hallThread);
  }

  private void answer(
      Participant participant,
      String offer,
      List<OfferedTrack> tracks,
      Consumer<OfferVerdict> done) {
    switch (Answerer.answer(offer, parameters(participant))) {
      case AnswerResult.Rejected rejected -> done.accept(new Rejected(rejected.message()));
      case AnswerResult.Answered answered ->
          participant
              .apply(answered.session(), sources(tracks))
              .whenCompleteAsync(
                  (applied, failure) -> {
                    if (failure != null) {
                      refuse(failure, done);
                    } else {
                      previous = answered;
                      done.accept(new Answered(answered.answer().write()));
                    }
                  },
                  hallThread);
    }
  }

  private static void refuse(Throwable failure, Consumer<OfferVerdict> done) {
    LOG.warn("an offer could not be put into force", failure);
    done.accept(new Rejected("The server could not put this offer into force."));
  }

  private AnswerParameters parameters(Participant participant) {
    List<Attribute.Candidate> candidates = new ArrayList<>();
    participant
        .candidates()
        .forEach(
            candidate ->
                candidates.add(
                    Attribute.Candidate.host(
                        candidate.foundation(),
                        candidate.priority(),
                        candidate.address().getHostAddress(),
                        candidate.port())));
    return new AnswerParameters(
        participant.ice().ufrag(),
        participant.ice().pwd(),
        candidates,
        new Attribute.Fingerprint(
            participant.fingerprint().algorithm(), participant.fingerprint().hex()),
        participant.cname(),
        participant::slot,
        codecs,
        sessionId,
        previous);
  }

  private static Map<String, org.meshless.sfu.room.TrackSource> sources(List<OfferedTrack> tracks) {
    Map<String, org.meshless.sfu.room.TrackSource> sources = new HashMap<>();
    for (OfferedTrack track : tracks) {
      org.meshless.sfu.room.TrackSource source =
          org.meshless.sfu.room.TrackSource.ofWireName(track.source().wire());
      if (source != null) {
        sources.put(track.mid(), source);
      }
    }
    return sources;
  }

  @Override
  public void setMuted(TrackSource source, boolean muted) {
    // Others are told by the hall; the packets of a muted track cease by themselves.
  }

  @Override
  public void leave() {
    left = true;
    Objects.requireNonNull(joining).thenAccept(Participant::leave);
  }

  /** Passes on what the room says. */
  void onEvent(RoomEvent event) {
    if (left) {
      return;
    }
    long nowNs = clock.getAsLong();
    switch (event) {
      case RoomEvent.SlotAssigned slot ->
          events.onSlots(
              nowNs,
              List.of(
                  new SlotInfo(
                      slot.mid(),
                      slot.generation(),
                      slot.publisherId(),
                      TrackSource.ofWire(slot.source().wireName()),
                      slot.sourceId(),
                      slot.firstTimestamp())));
      case RoomEvent.SlotCleared slot ->
          events.onSlots(
              nowNs, List.of(new SlotInfo(slot.mid(), slot.generation(), null, null, null, null)));
      case RoomEvent.SlotsWanted wanted ->
          events.onSlotsWanted(nowNs, wanted.video(), wanted.audio());
      case RoomEvent.ConnectionChanged changed ->
          events.onPath(
              nowNs,
              switch (changed.state()) {
                case CONNECTED -> MediaEvents.Path.CONNECTED;
                case SILENT -> MediaEvents.Path.SILENT;
              });
      case RoomEvent.ConnectionClosed closed ->
          events.onPath(
              nowNs,
              closed.reason() == TransportClose.CLOSE_NOTIFY
                  ? MediaEvents.Path.CLOSED_BY_PEER
                  : MediaEvents.Path.LOST);
    }
  }
}
