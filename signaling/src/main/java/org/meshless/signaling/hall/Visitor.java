package org.meshless.signaling.hall;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.ClientMessageParser;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.ServerMessage;

/**
 * One open socket: a stranger at first, then the holder of a seat. Confined to the hall's thread.
 */
public final class Visitor {
  private static final int CHARS_PER_TOKEN = 8192;
  // A message refused for the rate is still read for its id if that costs little.
  private static final int CHEAP_CHARS = 4096;
  private static final int MAX_REFUSALS_IN_A_ROW = 100;

  private final Hall hall;
  private final Connection connection;
  private final boolean fromLoopback;
  private final TokenBucket bucket;
  private final RecentIds ids = new RecentIds();
  private final Timetable.Entry joinDeadline;

  private @Nullable Seat seat;
  private int refusalsInARow;
  private boolean gone;

  Visitor(Hall hall, Connection connection, boolean fromLoopback, long nowNs) {
    HallSettings settings = hall.settings();
    this.hall = hall;
    this.connection = connection;
    this.fromLoopback = fromLoopback;
    this.bucket = new TokenBucket(settings.messagesPerSecond(), settings.messageBurst(), nowNs);
    this.joinDeadline =
        hall.timetable()
            .at(nowNs + settings.joinWithin().toNanos(), _ -> close(CloseCode.NOT_JOINED));
  }

  boolean fromLoopback() {
    return fromLoopback;
  }

  /** A text message has arrived, whatever it is. */
  public void onText(long nowNs, String text) {
    if (gone) {
      return;
    }
    hall.counters().messages.incrementAndGet();
    if (!bucket.take(nowNs, 1 + text.length() / CHARS_PER_TOKEN)) {
      onTooMany(nowNs, text);
      return;
    }
    refusalsInARow = 0;
    switch (ClientMessageParser.parse(text)) {
      case ClientMessageParser.Refused refused ->
          refuse(refused.re(), refused.code(), refused.sentence());
      case ClientMessageParser.Understood understood -> guarded(nowNs, understood.message());
    }
  }

  /** A binary message has arrived. */
  public void onBinary(long nowNs) {
    if (!gone) {
      onText(nowNs, "");
    }
  }

  /**
   * The socket is closed, by the client or by the network.
   *
   * @param code the client's close code, 1006 if it sent none (RFC 6455 §7.4.1)
   */
  public void onClosed(long nowNs, int code) {
    if (gone) {
      return;
    }
    leaveHall();
    Seat held = seat;
    seat = null;
    if (held == null) {
      return;
    }
    hall.guard(
        held.room(),
        () -> {
          if (code == 1000 || code == 1001) {
            hall.end(held, ServerMessage.LeaveReason.LEFT, null);
          } else {
            held.onVisitorLost(nowNs);
          }
        });
  }

  private void onTooMany(long nowNs, String text) {
    refusalsInARow++;
    if (refusalsInARow > MAX_REFUSALS_IN_A_ROW) {
      Seat held = seat;
      close(CloseCode.POLICY);
      if (held != null) {
        hall.guard(held.room(), () -> held.onVisitorLost(nowNs));
      }
      return;
    }
    RequestId re =
        text.length() > CHEAP_CHARS
            ? null
            : switch (ClientMessageParser.parse(text)) {
              case ClientMessageParser.Refused refused -> refused.re();
              case ClientMessageParser.Understood understood -> understood.message().id();
            };
    refuse(re, ErrorCode.RATE_LIMITED, "Too many messages; wait a moment.");
  }

  private void guarded(long nowNs, ClientMessage message) {
    Seat held = seat;
    if (held != null) {
      hall.guard(held.room(), () -> handle(nowNs, message));
      return;
    }
    try {
      handle(nowNs, message);
    } catch (RuntimeException e) {
      hall.fail(seat == null ? null : seat.room(), e);
      refuse(message.id(), ErrorCode.INTERNAL, "The server failed to do this.");
    }
  }

  private void handle(long nowNs, ClientMessage message) {
    RequestId id = message.id();
    if (message instanceof ClientMessage.Offer offer
        && seat != null
        && seat.knowsOffer(offer.id())) {
      seat.repeatAnswer(offer.id());
      return;
    }
    if (id != null && !ids.add(id)) {
      refuse(id, ErrorCode.DUPLICATE_ID, "This id was used for an earlier request.");
      return;
    }
    switch (message) {
      case ClientMessage.Join join -> {
        if (isStranger(id)) {
          hall.join(this, join, nowNs);
        }
      }
      case ClientMessage.Resume resume -> {
        if (isStranger(id)) {
          hall.resume(this, resume);
        }
      }
      case ClientMessage.Offer offer -> onSeat(id, held -> held.offer(this, offer, nowNs));
      case ClientMessage.Track track -> onSeat(id, held -> held.track(track));
      case ClientMessage.View view -> onSeat(id, held -> held.view(view));
      case ClientMessage.Covered covered -> onSeat(id, held -> held.covered(covered));
      case ClientMessage.Explain explain -> onSeat(id, held -> held.explain(explain));
      case ClientMessage.Chat chat -> onSeat(id, held -> held.chat(chat, hall.wallMillis()));
      case ClientMessage.App app -> onSeat(id, held -> held.app(app));
      case ClientMessage.Leave leave ->
          onSeat(
              id,
              held -> {
                send(new ServerMessage.Ok(leave.id(), null));
                hall.end(held, ServerMessage.LeaveReason.LEFT, CloseCode.NORMAL);
              });
    }
  }

  private boolean isStranger(@Nullable RequestId id) {
    if (seat != null) {
      refuse(id, ErrorCode.ALREADY_JOINED, "This socket has a seat already.");
      return false;
    }
    return true;
  }

  private void onSeat(@Nullable RequestId id, Consumer<Seat> action) {
    if (seat == null) {
      refuse(id, ErrorCode.NOT_JOINED, "Join a room first.");
    } else {
      action.accept(seat);
    }
  }

  /** The seat is this socket's from now on. */
  void take(Seat taken) {
    seat = taken;
    hall.timetable().cancel(joinDeadline);
  }

  void send(ServerMessage message) {
    if (!gone) {
      connection.send(message);
    }
  }

  void refuse(@Nullable RequestId re, ErrorCode code, String sentence) {
    hall.counters().refusals(code).incrementAndGet();
    send(new ServerMessage.Refusal(re, code, sentence));
  }

  void displaced() {
    close(CloseCode.DISPLACED);
  }

  /** Closes the socket; the seat, if there is one, is the caller's care. */
  void close(CloseCode code) {
    if (gone) {
      return;
    }
    leaveHall();
    seat = null;
    hall.counters().closes(code).incrementAndGet();
    connection.close(code);
  }

  private void leaveHall() {
    gone = true;
    hall.timetable().cancel(joinDeadline);
    hall.forget(this);
  }
}
