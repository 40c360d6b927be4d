package org.meshless.signaling.hall;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.ClientMessage;
import org.meshless.signaling.protocol.DisplayName;
import org.meshless.signaling.protocol.ErrorCode;
import org.meshless.signaling.protocol.ProtocolJson;
import org.meshless.signaling.protocol.RequestId;
import org.meshless.signaling.protocol.RoomName;
import org.meshless.signaling.protocol.ServerMessage;

/** A hall in virtual time, and the clients before it. */
final class TestHall {
  static final long WALL_MS = 1_767_225_600_000L;

  final FakeMediaServer media = new FakeMediaServer();
  final HallCounters counters = new HallCounters();
  final Hall hall;
  long nowNs = -5; // A monotonic clock may well be negative.

  TestHall() {
    this(HallSettings.DEFAULT);
  }

  TestHall(HallSettings settings) {
    hall =
        new Hall(
            settings,
            media,
            new Identifiers(new SplittableRandom(1)),
            InstantSource.fixed(Instant.ofEpochMilli(WALL_MS)),
            counters);
  }

  Client connect() {
    Client client = new Client();
    client.visitor = hall.enter(nowNs, client, false);
    return client;
  }

  /** A client that has joined, and forgotten how. */
  Client join(String room, String name) {
    Client client = connect();
    client.joined = client.join(room, name);
    client.received.clear();
    return client;
  }

  /** Lets time pass, waking the hall whenever it asked to be. */
  void pass(Duration time) {
    long endNs = nowNs + time.toNanos();
    while (hall.nextDeadlineNs() <= endNs) {
      nowNs = Math.max(nowNs, hall.nextDeadlineNs());
      hall.onTimeout(nowNs);
    }
    nowNs = endNs;
  }

  final class Client implements Connection {
    final List<ServerMessage> received = new ArrayList<>();
    @Nullable CloseCode closed;
    @Nullable Visitor visitor;
    ServerMessage.@Nullable Joined joined;
    boolean failing;
    private int lastId;

    @Override
    public void send(ServerMessage message) {
      if (failing) {
        throw new IllegalStateException("a fault inside the server");
      }
      received.add(message);
    }

    @Override
    public void close(CloseCode code) {
      closed = code;
    }

    RequestId nextId() {
      return RequestId.of(++lastId);
    }

    void send(ClientMessage message) {
      send(ProtocolJson.write(message));
    }

    void send(String text) {
      visitor().onText(nowNs, text);
    }

    /** The client's close frame has come, or 1006: none ever will. */
    void lose(int code) {
      visitor().onClosed(nowNs, code);
    }

    ServerMessage.Joined join(String room, String name) {
      send(new ClientMessage.Join(nextId(), new RoomName(room), new DisplayName(name), null));
      return (ServerMessage.Joined) received.getLast();
    }

    String id() {
      return joined().you().id();
    }

    ServerMessage.Joined joined() {
      if (joined == null) {
        throw new IllegalStateException("not joined");
      }
      return joined;
    }

    FakeMediaServer.FakeSeat media() {
      return media.of(id());
    }

    /** Takes up this client's seat over another socket. */
    Client resume(long last) {
      Client next = connect();
      next.joined = joined;
      next.lastId = lastId;
      next.send(
          new ClientMessage.Resume(
              next.nextId(), joined().seat().id(), joined().seat().secret(), last));
      return next;
    }

    /** What came since this was asked last. */
    List<ServerMessage> news() {
      List<ServerMessage> news = List.copyOf(received);
      received.clear();
      return news;
    }

    <M extends ServerMessage> M only(Class<M> type) {
      List<ServerMessage> news = news();
      if (news.size() != 1) {
        throw new AssertionError("one " + type.getSimpleName() + " was due, not " + news);
      }
      return type.cast(news.getFirst());
    }

    ErrorCode refusal() {
      return only(ServerMessage.Refusal.class).code();
    }

    private Visitor visitor() {
      if (visitor == null) {
        throw new IllegalStateException("not connected");
      }
      return visitor;
    }
  }
}
