package org.meshless.sfu.room;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.sfu.dtls.BcDtlsServer;
import org.meshless.sfu.dtls.Fingerprint;
import org.meshless.sfu.ice.ListenAddress;
import org.meshless.sfu.net.MediaLoop;
import org.meshless.sfu.net.MediaLoops;
import org.meshless.sfu.transport.SecureTransports;

/**
 * The media server: its loops and the rooms on them. What signaling talks to.
 *
 * <p>Thread-safe: the table of rooms is guarded by this object's monitor; everything else is handed
 * to a media loop.
 */
public final class Sfu implements AutoCloseable {
  private final MediaLoops loops;
  private final SecureTransports transports;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, PlacedRoom> rooms = new HashMap<>();

  private Sfu(MediaLoops loops, SecureTransports transports) {
    this.loops = loops;
    this.transports = transports;
  }

  /**
   * Starts the loops and opens their sockets.
   *
   * @param addresses where to listen and what to offer, at least one
   * @param udpPort of the first loop, the next ones follow; 0 for any free ones
   * @param loopCount at least 1
   * @throws IOException when a port is taken or an address is not this machine's
   */
  public static Sfu start(List<ListenAddress> addresses, int udpPort, int loopCount)
      throws IOException {
    SecureRandom random = new SecureRandom();
    BcDtlsServer dtls =
        new BcDtlsServer(random, Math.max(2, Runtime.getRuntime().availableProcessors()));
    SecureTransports transports = new SecureTransports(dtls, SrtpProvider.choose(), random);
    Sfu sfu = new Sfu(MediaLoops.start(addresses, udpPort, loopCount), transports);
    // The first handshake costs half a second of class loading; nobody should wait for it.
    Thread.ofVirtual().name("dtls-warm-up").start(dtls::warmUp);
    return sfu;
  }

  /** The loops, for what the start announces and for metrics. */
  public MediaLoops loops() {
    return loops;
  }

  /** Of the certificate that every participant will see. */
  public Fingerprint fingerprint() {
    return transports.fingerprint();
  }

  /**
   * Takes a place in a room, which comes to be with its first participant and ends with its last.
   *
   * @param participantId told to others in their {@link RoomEvent}s; unique in the room
   * @param fromLoopback whether the page came from this machine, so that loopback reaches it
   * @param events called on the media loop: hop to another thread and return at once
   */
  public CompletionStage<Participant> join(
      String roomName, String participantId, boolean fromLoopback, Consumer<RoomEvent> events) {
    PlacedRoom placed;
    synchronized (this) {
      placed = rooms.computeIfAbsent(roomName, name -> new PlacedRoom(new Room(), loops.place()));
      placed.participants++;
    }
    CompletableFuture<Participant> joined = new CompletableFuture<>();
    MediaLoop loop = placed.loop;
    loop.execute(
        () -> {
          Member member =
              new Member(
                  loop,
                  placed.room,
                  participantId,
                  events,
                  new SplittableRandom(random.nextLong()));
          joined.complete(
              new Participant(
                  member,
                  member.open(transports),
                  loops.candidates(loop, fromLoopback),
                  transports.fingerprint(),
                  () -> release(roomName, placed)));
        });
    return joined;
  }

  private synchronized void release(String roomName, PlacedRoom placed) {
    placed.participants--;
    if (placed.participants == 0) {
      rooms.remove(roomName, placed);
    }
  }

  /** How many rooms have somebody in them. */
  public synchronized int roomCount() {
    return rooms.size();
  }

  /** Closes sockets and ends threads. Participants are not told: signaling has done that. */
  @Override
  public void close() {
    loops.close();
  }

  private static final class PlacedRoom {
    final Room room;
    final MediaLoop loop;
    int participants;

    PlacedRoom(Room room, MediaLoop loop) {
      this.room = room;
      this.loop = loop;
    }
  }
}
