package org.meshless.signaling.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.sfu.ice.IceCredentials;
import org.meshless.sfu.room.Participant;
import org.meshless.sfu.room.View;
import org.meshless.signaling.hall.MediaSeat;
import org.meshless.signaling.protocol.CoveredSlot;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.SlotReason;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.VideoCodec;
import org.meshless.signaling.protocol.ViewTile;
import org.meshless.signaling.sdp.AnswerParameters;
import org.meshless.signaling.sdp.AnswerResult;
import org.meshless.signaling.sdp.Answerer;
import org.meshless.signaling.sdp.Attribute;
import org.meshless.signaling.sdp.CodecPolicy;
import org.meshless.signaling.sdp.ParseResult;
import org.meshless.signaling.sdp.SessionDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One participant's media. Confined to the hall's thread. */
final class SfuMediaSeat implements MediaSeat {
  private static final Logger LOG = LoggerFactory.getLogger(SfuMediaSeat.class);

  private final CompletionStage<Participant> joining;
  private final Executor hallThread;
  private final RoomEvents events;
  private final long sessionId = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  private AnswerResult.@Nullable Answered previous;

  SfuMediaSeat(CompletionStage<Participant> joining, Executor hallThread, RoomEvents events) {
    this.joining = joining;
    this.hallThread = hallThread;
    this.events = events;
  }

  @Override
  public void answer(
      String offer, List<OfferedTrack> tracks, VideoCodec codec, Consumer<OfferVerdict> done) {
    CodecPolicy codecs = new CodecPolicy(VideoCodecs.of(codec));
    joining
        .thenComposeAsync(participant -> answer(participant, offer, tracks, codecs), hallThread)
        .exceptionally(SfuMediaSeat::refuse)
        .thenAcceptAsync(done, hallThread);
  }

  private CompletionStage<OfferVerdict> answer(
      Participant participant, String offer, List<OfferedTrack> tracks, CodecPolicy codecs) {
    AnswerResult.Answered before = previous;
    if (before != null
        && SessionDescription.parse(offer) instanceof ParseResult.Parsed(SessionDescription parsed)
        && Answerer.restartsIce(parsed, before)) {
      return participant
          .restartIce()
          .thenComposeAsync(ice -> answer(participant, ice, offer, tracks, codecs), hallThread);
    }
    return answer(participant, participant.ice(), offer, tracks, codecs);
  }

  private CompletionStage<OfferVerdict> answer(
      Participant participant,
      IceCredentials ice,
      String offer,
      List<OfferedTrack> tracks,
      CodecPolicy codecs) {
    return switch (Answerer.answer(offer, parameters(participant, ice, codecs))) {
      case AnswerResult.Rejected rejected -> rejected(rejected.message());
      case AnswerResult.Answered answered -> {
        String fault = fault(answered.session(), tracks);
        yield fault == null ? apply(participant, answered, tracks) : rejected(fault);
      }
    };
  }

  private CompletionStage<OfferVerdict> apply(
      Participant participant, AnswerResult.Answered answered, List<OfferedTrack> tracks) {
    return participant
        .apply(answered.session(), sources(tracks))
        .thenApplyAsync(
            _ -> {
              previous = answered;
              return new Answered(
                  answered.answer().write(), VideoCodecs.decodable(answered.session()));
            },
            hallThread);
  }

  private static CompletionStage<OfferVerdict> rejected(String sentence) {
    return CompletableFuture.completedStage(new Rejected(sentence));
  }

  private static OfferVerdict refuse(Throwable failure) {
    LOG.warn("an offer could not be put into force", failure);
    return new Rejected("The server could not put this offer into force.");
  }

  /** What keeps these tracks from being those of the session, or null. */
  private static @Nullable String fault(NegotiatedSession session, List<OfferedTrack> tracks) {
    for (OfferedTrack track : tracks) {
      MediaSection section =
          session.sections().stream()
              .filter(candidate -> candidate.mid().equals(track.mid()))
              .findFirst()
              .orElse(null);
      if (section == null) {
        return "tracks names the m-line '"
            + track.mid()
            + "', which was not offered or not accepted.";
      }
      if (section.direction() == Direction.SENDONLY) {
        return "tracks names the m-line '" + track.mid() + "', which only receives.";
      }
      if (section.kind() != Sources.of(track.source()).kind()) {
        return "tracks says '" + track.source().wire() + "' of an m-line of another kind.";
      }
    }
    return null;
  }

  private AnswerParameters parameters(
      Participant participant, IceCredentials ice, CodecPolicy codecs) {
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
        ice.ufrag(),
        ice.pwd(),
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
    tracks.forEach(track -> sources.put(track.mid(), Sources.of(track.source())));
    return sources;
  }

  @Override
  public void show(List<ViewTile> tiles) {
    View view = new View(tiles.stream().map(SfuMediaSeat::tile).toList());
    joining.thenAccept(participant -> participant.show(view));
  }

  @Override
  public void covered(List<CoveredSlot> slots) {
    joining.thenAccept(
        participant -> slots.forEach(slot -> participant.covered(slot.mid(), slot.generation())));
  }

  @Override
  public void explain(Consumer<Explanation> done) {
    joining
        .thenCompose(Participant::explain)
        .thenAcceptAsync(
            explained ->
                done.accept(
                    new Explanation(
                        explained.estimateBps(),
                        explained.slots().stream()
                            .map(
                                slot ->
                                    new SlotReason(slot.mid(), slot.generation(), slot.reason()))
                            .toList())),
            hallThread);
  }

  private static View.Tile tile(ViewTile tile) {
    return new View.Tile(
        tile.participant(), Sources.of(tile.source()), tile.width(), tile.height(), tile.pinned());
  }

  @Override
  public void setMuted(TrackSource source, boolean muted) {
    // Others are told by the hall; the packets of a muted track cease by themselves.
  }

  @Override
  public void leave() {
    events.end();
    joining.thenAccept(Participant::leave);
  }
}
