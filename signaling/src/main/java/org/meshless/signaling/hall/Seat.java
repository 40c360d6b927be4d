package org.meshless.signaling.hall;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.OfferedTrack;
import org.meshless.signaling.protocol.ParticipantInfo;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.Sender;
import org.meshless.signaling.protocol.ServerMessage;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackInfo;
import org.meshless.signaling.protocol.TrackSource;
import org.meshless.signaling.protocol.ViewTile;

/** A participant's place in a room: what it said, what it was told, and its media. */
final class Seat implements MediaEvents {
  private final Hall hall;
  private final Room room;
  private final String participantId;
  private final DisplayName name;
  private final String id;
  private final byte[] secret;
  private final EventLog log;
  private final Presence presence;
  private final Map<TrackSource, Boolean> mutedBySource = new EnumMap<>(TrackSource.class);
  private final Map<String, SlotInfo> slotsByMid = new LinkedHashMap<>();
  private final Map<TrackSource, List<String>> layers = new EnumMap<>(TrackSource.class);

  private MediaSeat media;
  private @Nullable Visitor visitor;
  private ParticipantInfo.State announced = ParticipantInfo.State.CONNECTING;
  private Timetable.@Nullable Entry deadline;
  private @Nullable RequestId offerInProgress;
  private ServerMessage.@Nullable Answer lastAnswer;
  private @Nullable List<ViewTile> view;
  private boolean chats;
  private @Nullable String speaker;
  private List<String> paused = List.of();
  private boolean ended;

  Seat(
      Hall hall,
      Room room,
      DisplayName name,
      Visitor visitor,
      Identifiers identifiers,
      String secret,
      long nowNs) {
    this.hall = hall;
    this.room = room;
    this.name = name;
    this.visitor = visitor;
    this.participantId = identifiers.participant();
    this.id = identifiers.seat();
    this.secret = secret.getBytes(StandardCharsets.US_ASCII);
    this.log = new EventLog(hall.settings().eventLogLength(), hall.settings().eventLogBytes());
    this.presence =
        new Presence(
            hall.settings().patienceWithPath(), hall.settings().patienceWithoutPath(), nowNs);
    // Last: nothing of the media reaches this object before its constructor has returned.
    this.media = hall.media().join(room.name(), participantId, visitor.fromLoopback(), this);
  }

  String id() {
    return id;
  }

  Room room() {
    return room;
  }

  String participantId() {
    return participantId;
  }

  DisplayName name() {
    return name;
  }

  boolean isOpenedBy(String offeredSecret) {
    return MessageDigest.isEqual(secret, offeredSecret.getBytes(StandardCharsets.UTF_8));
  }

  ParticipantInfo info() {
    List<TrackInfo> tracks = new ArrayList<>();
    mutedBySource.forEach((source, muted) -> tracks.add(new TrackInfo(source, muted)));
    return new ParticipantInfo(participantId, name, presence.state(), tracks, chats);
  }

  /** Gives the next event of this seat its number, keeps it, and sends it if there is a socket. */
  void tell(LongFunction<ServerMessage.Event> event) {
    ServerMessage.Event numbered = event.apply(log.last() + 1);
    log.add(numbered);
    if (visitor != null) {
      visitor.send(numbered);
    }
  }

  /** How many tracks of this source there are: 0 or 1. */
  int count(TrackSource source) {
    return mutedBySource.containsKey(source) ? 1 : 0;
  }

  // Requests

  void offer(Visitor from, ClientMessage.Offer offer, long nowNs) {
    if (offerInProgress != null) {
      refuse(offer.id(), ErrorCode.BAD_SDP, "The offer before this one is not answered yet.");
      return;
    }
    if (presence.path() == Path.LOST) {
      beginAnew(from, nowNs);
    }
    offerInProgress = offer.id();
    media.answer(
        offer.sdp(),
        offer.tracks(),
        room.codec(),
        verdict -> hall.guard(room, () -> onVerdict(offer, verdict)));
  }

  /** The peer connection is beyond repair, and a new one is offered. */
  private void beginAnew(Visitor from, long nowNs) {
    media.leave();
    chats = false;
    slotsByMid.clear();
    layers.clear();
    paused = List.of();
    presence.onPath(nowNs, Path.CONNECTING);
    media = hall.media().join(room.name(), participantId, from.fromLoopback(), this);
    if (view != null) {
      media.show(view);
    }
    reconsider();
  }

  /**
   * Whether an offer under this id was answered last or is about to be: asked again, it is answered
   * the same.
   */
  boolean knowsOffer(RequestId offerId) {
    return offerId.equals(offerInProgress)
        || (lastAnswer != null && lastAnswer.re().equals(offerId));
  }

  /**
   * Sends the stored answer once more; one that is not there yet will go to the socket of that
   * moment.
   */
  void repeatAnswer(RequestId offerId) {
    if (lastAnswer != null && lastAnswer.re().equals(offerId)) {
      reply(lastAnswer);
    }
  }

  private void onVerdict(ClientMessage.Offer offer, MediaSeat.OfferVerdict verdict) {
    if (ended) {
      return;
    }
    offerInProgress = null;
    switch (verdict) {
      case MediaSeat.Answered answered -> {
        lastAnswer = new ServerMessage.Answer(offer.id(), answered.sdp());
        reply(lastAnswer);
        setTracks(offer.tracks());
        room.onDecodable(this, answered.decodable());
      }
      case MediaSeat.Rejected rejected ->
          refuse(offer.id(), ErrorCode.BAD_SDP, rejected.sentence());
    }
  }

  private void setTracks(List<OfferedTrack> tracks) {
    Map<TrackSource, Boolean> before = Map.copyOf(mutedBySource);
    mutedBySource.clear();
    tracks.forEach(track -> mutedBySource.put(track.source(), track.muted()));
    if (!mutedBySource.equals(before)) {
      tellChanged();
    }
  }

  void track(ClientMessage.Track track) {
    Boolean before = mutedBySource.get(track.source());
    if (before == null) {
      refuse(track.id(), ErrorCode.BAD_MESSAGE, "source names no track that was offered.");
      return;
    }
    mutedBySource.put(track.source(), track.muted());
    reply(new ServerMessage.Ok(track.id(), null));
    if (before != track.muted()) {
      media.setMuted(track.source(), track.muted());
      tellChanged();
    }
  }

  void view(ClientMessage.View shown) {
    view = shown.tiles();
    media.show(shown.tiles());
    RequestId re = shown.id();
    if (re != null) {
      reply(new ServerMessage.Ok(re, null));
    }
  }

  void covered(ClientMessage.Covered covered) {
    media.covered(covered.slots());
    RequestId re = covered.id();
    if (re != null) {
      reply(new ServerMessage.Ok(re, null));
    }
  }

  void explain(ClientMessage.Explain explain) {
    media.explain(
        explanation ->
            hall.guard(
                room,
                () ->
                    reply(
                        new ServerMessage.Explained(
                            explain.id(), explanation.estimateBps(), explanation.slots()))));
  }

  void chat(ClientMessage.Chat chat, long atMs) {
    Sender from = new Sender(participantId, name);
    if (deliver(
        chat.id(),
        chat.to(),
        n -> new ServerMessage.Chat(n, from, chat.to(), chat.text(), atMs, chat.key()))) {
      reply(new ServerMessage.Ok(chat.id(), atMs));
    }
  }

  void app(ClientMessage.App app) {
    Sender from = new Sender(participantId, name);
    RequestId re = app.id();
    if (deliver(re, app.to(), n -> new ServerMessage.App(n, from, app.to(), app.kind(), app.data()))
        && re != null) {
      reply(new ServerMessage.Ok(re, null));
    }
  }

  private boolean deliver(
      @Nullable RequestId re, @Nullable String to, LongFunction<ServerMessage.Event> event) {
    if (to == null) {
      room.tellOthers(this, event);
      return true;
    }
    Seat receiver = room.find(to);
    if (receiver == null) {
      refuse(re, ErrorCode.UNKNOWN_PARTICIPANT, "Nobody with the id in 'to' is in the room.");
      return false;
    }
    receiver.tell(event);
    return true;
  }

  private void reply(ServerMessage.Reply reply) {
    if (visitor != null) {
      visitor.send(reply);
    }
  }

  private void refuse(@Nullable RequestId re, ErrorCode code, String sentence) {
    if (visitor != null) {
      visitor.refuse(re, code, sentence);
    }
  }

  // Loss and return

  /** The socket is gone without a word. */
  void onVisitorLost(long nowNs) {
    visitor = null;
    presence.onSocketLost(nowNs);
    reconsider();
  }

  /** Another socket takes the seat, and is sent what it missed; the one before is closed. */
  void resume(Visitor next, ClientMessage.Resume resume) {
    if (visitor != null) {
      visitor.displaced();
    }
    visitor = next;
    presence.onSocketBack();
    List<ServerMessage.Event> missed = log.after(resume.last());
    if (missed != null) {
      hall.counters().replays.incrementAndGet();
      next.send(new ServerMessage.Resumed(resume.id(), log.last(), null));
      missed.forEach(next::send);
    } else {
      hall.counters().snapshots.incrementAndGet();
      var snapshot =
          new ServerMessage.Snapshot(
              room.others(this), List.copyOf(slotsByMid.values()), room.codec(), speaker, paused);
      next.send(new ServerMessage.Resumed(resume.id(), log.last(), snapshot));
      layers.forEach((source, rids) -> tell(n -> new ServerMessage.Layers(n, source, rids)));
    }
    reconsider();
  }

  @Override
  public void onPath(long nowNs, Path now) {
    hall.guard(room, () -> changePath(nowNs, now));
  }

  @Override
  public void onSlots(long nowNs, List<SlotInfo> slots) {
    hall.guard(
        room,
        () -> {
          if (!ended) {
            slots.forEach(slot -> slotsByMid.put(slot.mid(), slot));
            tell(n -> new ServerMessage.Slots(n, slots));
          }
        });
  }

  @Override
  public void onPaused(long nowNs, List<String> mids) {
    hall.guard(
        room,
        () -> {
          if (!ended && !paused.equals(mids)) {
            paused = mids;
            tell(n -> new ServerMessage.Paused(n, mids));
          }
        });
  }

  @Override
  public void onSpeaker(long nowNs, @Nullable String participantId) {
    hall.guard(
        room,
        () -> {
          if (!ended && !Objects.equals(speaker, participantId)) {
            speaker = participantId;
            tell(n -> new ServerMessage.Speaker(n, participantId));
          }
        });
  }

  @Override
  public void onSlotsWanted(long nowNs, int video, int audio) {
    hall.guard(
        room,
        () -> {
          if (!ended) {
            tell(n -> new ServerMessage.SlotsWanted(n, video, audio));
          }
        });
  }

  @Override
  public void onChat(long nowNs, boolean reachable) {
    hall.guard(
        room,
        () -> {
          if (!ended && chats != reachable) {
            chats = reachable;
            tellChanged();
          }
        });
  }

  @Override
  public void onLayers(long nowNs, TrackSource source, List<String> rids) {
    hall.guard(
        room,
        () -> {
          if (!ended) {
            layers.put(source, rids);
            tell(n -> new ServerMessage.Layers(n, source, rids));
          }
        });
  }

  private void changePath(long nowNs, Path now) {
    if (ended || now == presence.path()) {
      return;
    }
    presence.onPath(nowNs, now);
    tell(n -> new ServerMessage.Connection(n, wire(now)));
    if (now == Path.CLOSED_BY_PEER) {
      hall.end(this, ServerMessage.LeaveReason.LEFT, CloseCode.SEAT_ENDED);
    } else {
      reconsider();
    }
  }

  /** After every change of socket or path: what the others see, and how long the seat is kept. */
  private void reconsider() {
    if (presence.state() != announced) {
      announced = presence.state();
      tellChanged();
    }
    if (deadline != null) {
      hall.timetable().cancel(deadline);
      deadline = null;
    }
    long keptUntilNs = presence.keptUntilNs();
    if (keptUntilNs != Long.MAX_VALUE) {
      deadline = hall.timetable().at(keptUntilNs, _ -> hall.guard(room, this::onPatienceEnded));
    }
  }

  private void onPatienceEnded() {
    hall.counters().lostSeats.incrementAndGet();
    hall.end(this, ServerMessage.LeaveReason.LOST, CloseCode.SEAT_ENDED);
  }

  /**
   * Ends what the seat holds: media, timer, socket. For {@link Hall#end}, which also tells the
   * others.
   */
  void end(@Nullable CloseCode code) {
    ended = true;
    if (deadline != null) {
      hall.timetable().cancel(deadline);
      deadline = null;
    }
    if (visitor != null && code != null) {
      visitor.close(code);
    }
    visitor = null;
    media.leave();
  }

  private void tellChanged() {
    ParticipantInfo info = info();
    room.tellOthers(this, n -> new ServerMessage.ParticipantChanged(n, info));
  }

  private static ServerMessage.MediaState wire(Path path) {
    return switch (path) {
      case CONNECTING -> ServerMessage.MediaState.CONNECTING;
      case CONNECTED -> ServerMessage.MediaState.CONNECTED;
      case SILENT -> ServerMessage.MediaState.SILENT;
      case LOST, CLOSED_BY_PEER -> ServerMessage.MediaState.CLOSED;
    };
  }
}
