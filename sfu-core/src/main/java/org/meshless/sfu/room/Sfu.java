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
import org.meshless.sfu.sctp.SctpCounters;
import org.meshless.sfu.transport.SecureTransports;

/**
 * The media server: its loops and the rooms on them. What signaling talks to.
 *
 * <p>Thread-safe: the table of rooms is guarded by this object's monitor; everything else is handed
 * to a media loop.
 */
public final class Sfu implements AutoCloseable {
  /**
   * Members of a room per loop, until more loops are called in: what one core carries when each of
   * them sees 25 others at 180p and hears 10, some 2,000 packets a second.
   */
  public static final int MEMBERS_PER_LOOP = 40;

  private final MediaLoops loops;
  private final SecureTransports transports;
  private final int membersPerLoop;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Room> rooms = new HashMap<>();

  private Sfu(MediaLoops loops, SecureTransports transports, int membersPerLoop) {
    this.loops = loops;
    this.transports = transports;
    this.membersPerLoop = membersPerLoop;
  }

  /** Starts with {@link #MEMBERS_PER_LOOP}. */
  public static Sfu start(List<ListenAddress> addresses, int udpPort, int loopCount)
      throws IOException {
    return start(addresses, udpPort, loopCount, MEMBERS_PER_LOOP);
  }

  /**
   * Starts the loops and opens their sockets.
   *
   * @param addresses where to listen and what to offer, at least one
   * @param udpPort of the first loop, the next ones follow; 0 for any free ones
   * @param loopCount at least 1
   * @param membersPerLoop of one room before it spreads to another loop, at least 1
   * @throws IOException when a port is taken or an address is not this machine's
   */
  public static Sfu start(
      List<ListenAddress> addresses, int udpPort, int loopCount, int membersPerLoop)
      throws IOException {
    if (membersPerLoop < 1) {
      throw new IllegalArgumentException(membersPerLoop + " members per loop");
    }
    SecureRandom random = new SecureRandom();
    BcDtlsServer dtls =
        new BcDtlsServer(random, Math.max(2, Runtime.getRuntime().availableProcessors()));
    SecureTransports transports = new SecureTransports(dtls, SrtpProvider.choose(), random);
    Sfu sfu = new Sfu(MediaLoops.start(addresses, udpPort, loopCount), transports, membersPerLoop);
    // The first handshake costs half a second of class loading; nobody should wait for it.
    Thread.ofVirtual().name("dtls-warm-up").start(dtls::warmUp);
    return sfu;
  }

  /** The loops, for what the start announces and for metrics. */
  public MediaLoops loops() {
    return loops;
  }

  /** What the data channels on a loop count. */
  public SctpCounters sctpCounters(MediaLoop loop) {
    return transports.sctpCounters(loop);
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
    Room room;
    RoomPart part;
    synchronized (this) {
      room = rooms.computeIfAbsent(roomName, name -> new Room(membersPerLoop, random.nextInt()));
      part = room.enter(loops::place);
    }
    CompletableFuture<Participant> joined = new CompletableFuture<>();
    MediaLoop loop = part.loop();
    loop.execute(
        () -> {
          Member member =
              new Member(part, participantId, events, new SplittableRandom(random.nextLong()));
          joined.complete(
              new Participant(
                  member,
                  member.open(transports),
                  loops.candidates(loop, fromLoopback),
                  transports.fingerprint(),
                  () -> release(roomName, room, part)));
        });
    return joined;
  }

  private synchronized void release(String roomName, Room room, RoomPart part) {
    if (room.exit(part)) {
      rooms.remove(roomName, room);
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
}
