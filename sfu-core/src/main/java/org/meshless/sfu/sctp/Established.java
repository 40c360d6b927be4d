package org.meshless.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is between two sides that know of each other: what an association is from the
 * handshake to its end. Confined to its association.
 */
final class Established implements StreamResets.Host {
  /** In a row; with at most 3 s each ICE has said long before that the peer is gone. */
  private static final int MAX_SILENCES = 60;

  /** Requests answered in one turn. */
  private static final int MAX_CONTROL = 16;

  /** What it asks of its association. */
  interface Host {
    /** Whether the association is over: nothing more is to be told. */
    boolean isClosed();

    /** Sends a packet of one chunk to the peer. */
    void sendAlone(int tag, Chunk chunk);

    /** It is over. */
    void onEnd(long nowNs, SctpClose reason);
  }

  final Peer peer;
  final Transmission transmission;
  final StreamResets resets;
  final ShutdownSequence shutdown;
  private final Host host;
  private final SctpAssociation.Listener listener;
  private final SctpCounters counters;
  private final Reception reception;
  private final Heartbeats heartbeats;
  private final Queue<Chunk> control = new ArrayDeque<>(4);
  private long receivingNs;

  Established(
      long nowNs,
      Peer peer,
      int localTsn,
      SendQueue queue,
      SctpOptions options,
      SctpCounters counters,
      RandomGenerator random,
      SctpAssociation.Listener listener,
      Host host) {
    this.peer = peer;
    this.host = host;
    this.listener = listener;
    this.counters = counters;
    RetransmissionTimeout timeout = new RetransmissionTimeout();
    transmission =
        new Transmission(Integer.toUnsignedLong(localTsn), peer, queue, timeout, counters);
    reception = new Reception(peer, options, counters, this::deliver);
    resets =
        new StreamResets(this, peer, localTsn, transmission, reception, queue, timeout, options);
    shutdown = new ShutdownSequence(timeout);
    heartbeats = new Heartbeats(random, timeout, nowNs);
  }

  private void deliver(int streamId, int ppid, byte[] bytes) {
    counters.increment(SctpCounter.MESSAGES_RECEIVED);
    if (!host.isClosed()) {
      listener.onMessage(receivingNs, streamId, ppid, bytes);
    }
  }

  // --- receiving --------------------------------------------------------------------------------

  /** Returns whether the rest of the packet is to be read. */
  boolean onChunk(long nowNs, Chunk chunk) {
    receivingNs = nowNs;
    switch (chunk) {
      case DataChunk data -> onData(nowNs, data);
      case SackChunk sack -> require(nowNs, transmission.onSack(nowNs, sack));
      case ForwardTsnChunk forward -> violated(nowNs, reception.onForwardTsn(forward));
      case ReconfigChunk reconfig -> resets.onReconfig(nowNs, reconfig);
      case HeartbeatChunk heartbeat -> {
        if (heartbeat.ack()) {
          heartbeats.onAck(nowNs, heartbeat.info());
        } else {
          enqueue(new HeartbeatChunk(true, heartbeat.info()));
        }
      }
      case ShutdownChunk told -> {
        require(nowNs, transmission.onCumulative(nowNs, told.cumulativeTsn()));
        shutdown.onShutdown();
      }
      case SignalChunk signal -> onSignal(nowNs, signal);
      case UnknownChunk unknown -> {
        if (unknown.reported()) {
          byte[] copy = new byte[unknown.length()];
          unknown.write(copy, 0);
          enqueue(new ErrorChunk(new ErrorCause(ErrorCause.UNRECOGNIZED_CHUNK, copy)));
        }
        return unknown.skipped();
      }
      // The handshake's, and an error that is no reason to end.
      case InitChunk init -> {}
      case CookieEchoChunk echo -> {}
      case AbortChunk abort -> {}
      case ErrorChunk error -> {}
    }
    return true;
  }

  private void onData(long nowNs, DataChunk data) {
    if (shutdown.state().receives()) {
      violated(nowNs, reception.onData(data));
      shutdown.onData();
    }
  }

  private void onSignal(long nowNs, SignalChunk signal) {
    SctpState state = shutdown.state();
    if (signal.type() == Chunk.SHUTDOWN_ACK
        && (state == SctpState.SHUTDOWN_SENT || state == SctpState.SHUTDOWN_ACK_SENT)) {
      host.sendAlone(peer.tag(), ShutdownSequence.complete());
      host.onEnd(nowNs, SctpClose.SHUTDOWN);
    } else if (signal.type() == Chunk.SHUTDOWN_COMPLETE && state == SctpState.SHUTDOWN_ACK_SENT) {
      host.onEnd(nowNs, SctpClose.SHUTDOWN);
    }
  }

  private void require(long nowNs, boolean sound) {
    if (!sound) {
      violated(nowNs, SctpClose.PROTOCOL_VIOLATION);
    }
  }

  private void violated(long nowNs, @Nullable SctpClose reason) {
    if (reason != null && !host.isClosed()) {
      counters.increment(SctpCounter.ASSOCIATIONS_ABORTED);
      abort(
          reason == SctpClose.OUT_OF_ROOM
              ? ErrorCause.OUT_OF_RESOURCE
              : ErrorCause.PROTOCOL_VIOLATION);
      host.onEnd(nowNs, reason);
    }
  }

  /** Tells the peer that it is over. */
  void abort(int cause) {
    host.sendAlone(peer.tag(), new AbortChunk(false, ErrorCause.of(cause)));
  }

  /** A packet is read to its end. */
  void onPacketEnd(long nowNs) {
    heartbeats.onPacket(nowNs);
    reception.onPacketEnd(nowNs);
    resets.onProgress(nowNs);
  }

  // --- time -------------------------------------------------------------------------------------

  long deadlineNs() {
    long data = Math.min(transmission.deadlineNs(), reception.deadlineNs());
    long others = Math.min(resets.deadlineNs(), shutdown.deadlineNs());
    return Math.min(Math.min(data, others), heartbeats.deadlineNs());
  }

  void onTimeout(long nowNs) {
    transmission.onTimeout(nowNs);
    reception.onTimeout(nowNs);
    resets.onTimeout(nowNs);
    shutdown.onTimeout(nowNs);
    HeartbeatChunk heartbeat = heartbeats.poll(nowNs);
    if (heartbeat != null) {
      enqueue(heartbeat);
    }
    if (transmission.silences() > MAX_SILENCES
        || shutdown.silences() > MAX_SILENCES
        || heartbeats.silences() > MAX_SILENCES) {
      abort(ErrorCause.USER_INITIATED);
      host.onEnd(nowNs, SctpClose.UNREACHABLE);
    }
  }

  // --- sending ----------------------------------------------------------------------------------

  /** Puts what comes next into a packet; nothing if nothing does. */
  void fill(long nowNs, PacketBuilder packet) {
    Chunk next = control.peek();
    while (next != null && packet.add(next)) {
      control.remove();
      next = control.peek();
    }
    boolean sends = shutdown.state().sends();
    // A SACK that may wait goes along with data (§6.2).
    boolean along = reception.isSackOwed() && sends && transmission.hasData();
    if ((reception.isSackDue() || along) && packet.fits(Reception.MAX_SACK)) {
      packet.add(reception.sack());
    }
    if (sends) {
      resets.fill(nowNs, packet);
      transmission.fill(nowNs, packet);
    }
    shutdown.fill(nowNs, transmission.isIdle(), reception.cumulativeTsn(), packet);
  }

  @Override
  public void enqueue(Chunk chunk) {
    if (control.size() < MAX_CONTROL) {
      control.add(chunk);
    } else {
      counters.increment(SctpCounter.DROPPED_REQUESTS);
    }
  }

  @Override
  public void onOutgoingReset(long nowNs, int streamId) {
    listener.onOutgoingReset(nowNs, streamId);
  }

  @Override
  public void onIncomingReset(long nowNs, int[] streamIds) {
    listener.onIncomingReset(nowNs, streamIds);
  }
}
