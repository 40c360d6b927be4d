package org.meshless.sfu.sctp;

import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One SCTP association over DTLS (RFC 9260, RFC 8261). Confined to its MediaLoop.
 *
 * <p>Hand it what arrives and tell it the time; it speaks through its {@link Output} and tells what
 * comes of it through its {@link Listener}. Answers and data leave with {@link #flush}, to be
 * called at the end of a turn, so that what belongs to one turn shares packets; {@link
 * #nextDeadlineNs} is due at once while there is something to flush. A listener may send, reset and
 * close from within its calls.
 *
 * <p>Memory: a few KB while idle. What the peer can make it hold is bounded by {@link
 * SctpOptions#receiveBufferBytes}, what waits to be sent by whoever queues it, who asks {@link
 * #queuedCost}.
 */
public final class SctpAssociation {
  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * Packets in one flush; the rest a little later, so that no buffer on the way overflows at once.
   */
  private static final int MAX_BURST = 64;

  private static final long BURST_PAUSE_NS = 1_000_000;

  /** Where packets go. */
  public interface Output {
    /** A packet for the peer; the bytes are only lent. */
    void send(byte[] bytes, int offset, int length);

    /** There is something to flush; told once until the next {@link #flush}. */
    default void onFlushWanted() {}
  }

  /** What comes of it. */
  public interface Listener {
    /** Messages can be sent and may come. */
    void onEstablished(long nowNs);

    /** The peer has begun anew: all streams are as new, what was not delivered is lost. */
    void onRestarted(long nowNs);

    /**
     * A message.
     *
     * @param ppid payload protocol identifier, 32 bits
     * @param bytes at least one; now the listener's
     */
    void onMessage(long nowNs, int streamId, int ppid, byte[] bytes);

    /** Our stream has begun anew: what was sent on it before has gone out. */
    void onOutgoingReset(long nowNs, int streamId);

    /** Streams of the peer's have begun anew; none named means all. */
    void onIncomingReset(long nowNs, int[] streamIds);

    /** No more waits on a stream than its {@link #lowThreshold}. */
    void onBufferedAmountLow(long nowNs, int streamId);

    /** The end, once; nothing is called afterwards. */
    void onClosed(long nowNs, SctpClose reason);
  }

  private final SctpOptions options;
  private final Listener listener;
  private final Output output;
  private final SctpCounters counters;
  private final RandomGenerator random;
  private final PacketCheck check;
  private final PacketBuilder packet;
  private final Handshake handshake;
  private final Inside inside = new Inside();
  private SendQueue queue = new SendQueue();
  private @Nullable Established established;
  private boolean closed;
  private long flushNs = NEVER;
  private boolean flushWanted;

  /** An association of which the peer knows nothing yet. */
  public SctpAssociation(
      SctpOptions options,
      CookieSigner signer,
      RandomGenerator random,
      SctpCounters counters,
      Output output,
      Listener listener) {
    this.options = options;
    this.output = output;
    this.listener = listener;
    this.counters = counters;
    this.random = random;
    CRC32C crc = new CRC32C();
    check = new PacketCheck(options, crc);
    packet = new PacketBuilder(options.localPort(), options.remotePort(), crc);
    handshake = new Handshake(inside, options, counters, signer, random);
  }

  // --- for its owner ----------------------------------------------------------------------------

  public SctpState state() {
    if (closed) {
      return SctpState.CLOSED;
    }
    Established now = established;
    return now == null ? handshake.state() : now.shutdown.state();
  }

  /** Speaks first; without it an INIT of the peer's is awaited. Both sides may. */
  public void connect(long nowNs) {
    if (!closed) {
      handshake.connect(nowNs);
      touch(nowNs);
    }
  }

  /** Whether all that was sent has arrived and nothing waits. */
  public boolean isIdle() {
    Established now = established;
    return now == null ? queue.isEmpty() : now.transmission.isIdle();
  }

  /** Streams that we may send on; 0 before the association is established. */
  public int outboundStreams() {
    Established now = established;
    return now == null ? 0 : now.peer.outboundStreams();
  }

  /**
   * Queues a message. It may be queued before the association is established.
   *
   * @param streamId 0 … {@link SctpOptions#maxStreams} − 1
   * @param bytes at least one and at most {@link SctpOptions#maxSendBytes}; shared from now on,
   *     never to be written again
   * @param reliability an unordered message may overtake others, a partially reliable one be given
   *     up
   * @return false when nothing more can be sent on the stream: it is being reset, the peer takes
   *     fewer streams, or the association ends
   */
  public boolean send(long nowNs, int streamId, int ppid, byte[] bytes, Reliability reliability) {
    if (bytes.length == 0 || bytes.length > options.maxSendBytes()) {
      throw new IllegalArgumentException("a message of " + bytes.length + " bytes");
    }
    OutboundStream stream = stream(streamId);
    boolean beyond = established != null && streamId >= outboundStreams();
    if (stream.resetting || beyond || !isOpen()) {
      return false;
    }
    int lifetimeMs = reliability.maxLifetimeMs();
    queue.add(
        new OutboundMessage(
            stream,
            ppid,
            bytes,
            !reliability.ordered(),
            reliability.maxRetransmits(),
            lifetimeMs == Reliability.UNLIMITED
                ? OutboundMessage.NO_EXPIRY
                : nowNs + lifetimeMs * 1_000_000L));
    touch(nowNs);
    return true;
  }

  private boolean isOpen() {
    SctpState state = state();
    return state.compareTo(SctpState.ESTABLISHED) <= 0;
  }

  /** Bytes that wait on a stream; of a message partly sent, the rest. */
  public long bufferedAmount(int streamId) {
    return stream(streamId).queuedBytes;
  }

  /** What {@link #bufferedAmount} and the messages it is made of cost in memory. */
  public long queuedCost(int streamId) {
    return stream(streamId).cost();
  }

  /** What all that waits costs in memory, of all streams together. */
  public long queuedCost() {
    return queue.cost();
  }

  /** Asks to be told when no more than so many bytes wait on a stream; 0 without it. */
  public void lowThreshold(int streamId, long bytes) {
    stream(streamId).lowThreshold = bytes;
  }

  /**
   * Gives up the oldest message of a stream that waits whole.
   *
   * @return false when there is none
   */
  public boolean dropOldest(int streamId) {
    boolean dropped = queue.dropOldest(stream(streamId));
    if (dropped) {
      counters.increment(SctpCounter.ABANDONED_MESSAGES);
    }
    return dropped;
  }

  /** Lets a stream of ours begin anew once all that waits on it has been sent. */
  public void resetStream(long nowNs, int streamId) {
    Established now = established;
    if (now != null && !closed) {
      now.resets.reset(stream(streamId));
      touch(nowNs);
    }
  }

  /** Ends it in good order: what is queued arrives first. */
  public void shutdown(long nowNs) {
    Established now = established;
    if (now == null) {
      abort(nowNs);
    } else if (!closed) {
      now.shutdown.begin();
      touch(nowNs);
    }
  }

  /** Ends it at once and tells the peer. */
  public void abort(long nowNs) {
    Established now = established;
    if (!closed && now != null) {
      now.abort(ErrorCause.USER_INITIATED);
    }
    close(nowNs, SctpClose.LOCAL);
  }

  /** When {@link #onTimeout} is to be called; {@link #NEVER} for never. */
  public long nextDeadlineNs() {
    if (closed) {
      return NEVER;
    }
    long next = Math.min(flushNs, handshake.deadlineNs());
    Established now = established;
    return now == null ? next : Math.min(next, now.deadlineNs());
  }

  /** Does what is due. */
  public void onTimeout(long nowNs) {
    if (closed) {
      return;
    }
    handshake.onTimeout(nowNs);
    Established now = established;
    if (now != null && !closed) {
      now.onTimeout(nowNs);
    }
    flush(nowNs);
  }

  // --- receiving --------------------------------------------------------------------------------

  /** A packet of the peer's, as DTLS gave it. The bytes are only read. */
  public void onPacket(long nowNs, byte[] bytes, int offset, int length) {
    if (closed) {
      return;
    }
    counters.increment(SctpCounter.PACKETS_RECEIVED);
    SctpCounter fault = check.fault(bytes, offset, length, handshake.localTag());
    if (fault != null) {
      counters.increment(fault);
      return;
    }
    touch(nowNs);
    int tag = SctpPacket.verificationTag(bytes, offset);
    int at = offset + SctpPacket.HEADER;
    int end = offset + length;
    boolean goOn = true;
    while (goOn && at < end && !closed) {
      int chunkLength = Chunk.length(bytes, at, end);
      Chunk chunk = chunkLength < 0 ? null : Chunk.read(bytes, at, chunkLength);
      if (chunk == null || !PacketCheck.hasTag(chunk, tag, handshake.localTag(), peerTag())) {
        counters.increment(SctpCounter.DROPPED_CHUNKS);
        break;
      }
      goOn = onChunk(nowNs, tag, chunk);
      at += Chunk.padded(Math.max(chunkLength, Chunk.HEADER));
    }
    Established now = established;
    if (now != null && !closed) {
      now.onPacketEnd(nowNs);
    }
  }

  /** Returns whether the rest of the packet is to be read. */
  private boolean onChunk(long nowNs, int tag, Chunk chunk) {
    switch (chunk) {
      case InitChunk init -> {
        if (init.ack()) {
          handshake.onInitAck(nowNs, init);
        } else {
          handshake.onInit(nowNs, init);
        }
      }
      case CookieEchoChunk echo -> handshake.onCookieEcho(nowNs, tag, echo.cookie());
      case AbortChunk abort -> close(nowNs, SctpClose.ABORTED_BY_PEER);
      case ErrorChunk error -> {
        if (error.cause().code() == ErrorCause.STALE_COOKIE) {
          handshake.onStaleCookie(nowNs);
        }
      }
      case SignalChunk signal when signal.type() == Chunk.COOKIE_ACK ->
          handshake.onCookieAck(nowNs);
      default -> {
        Established now = established;
        if (now == null) {
          counters.increment(SctpCounter.DROPPED_CHUNKS);
          return false;
        }
        return now.onChunk(nowNs, chunk);
      }
    }
    return true;
  }

  private int peerTag() {
    Established now = established;
    return now == null ? 0 : now.peer.tag();
  }

  // --- sending ----------------------------------------------------------------------------------

  /** Sends what is owed and what may be sent. */
  public void flush(long nowNs) {
    flushNs = NEVER;
    flushWanted = false;
    Established now = established;
    if (closed || now == null) {
      return;
    }
    int sent = 0;
    while (sent < MAX_BURST && !closed) {
      now.fill(nowNs, packet);
      if (packet.isEmpty()) {
        break;
      }
      send(now.peer.tag(), now.peer.extensions().zeroChecksum());
      sent++;
    }
    if (sent == MAX_BURST) {
      flushNs = nowNs + BURST_PAUSE_NS;
    }
    for (OutboundStream low = queue.pollLow(); low != null && !closed; low = queue.pollLow()) {
      listener.onBufferedAmountLow(nowNs, low.id);
    }
  }

  private void send(int tag, boolean zeroChecksum) {
    counters.increment(SctpCounter.PACKETS_SENT);
    output.send(packet.buffer(), 0, packet.finish(tag, zeroChecksum));
  }

  /** There is something to flush. */
  private void touch(long nowNs) {
    flushNs = Math.min(flushNs, nowNs);
    if (!flushWanted) {
      flushWanted = true;
      output.onFlushWanted();
    }
  }

  private OutboundStream stream(int id) {
    if (id < 0 || id >= options.maxStreams()) {
      throw new IllegalArgumentException("stream " + id);
    }
    return queue.stream(id);
  }

  private void close(long nowNs, SctpClose reason) {
    if (!closed) {
      closed = true;
      established = null;
      queue = new SendQueue();
      listener.onClosed(nowNs, reason);
    }
  }

  /** What its parts decide. */
  private final class Inside implements Handshake.Host, Established.Host {
    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void onEnd(long nowNs, SctpClose reason) {
      close(nowNs, reason);
    }

    @Override
    public void sendAlone(int tag, Chunk chunk) {
      packet.add(chunk);
      send(tag, false);
    }

    @Override
    public void onEstablished(long nowNs, Peer peer) {
      boolean anew = established != null;
      if (anew) {
        queue = new SendQueue();
      }
      established =
          new Established(
              nowNs, peer, handshake.localTsn(), queue, options, counters, random, listener, this);
      counters.increment(
          anew ? SctpCounter.ASSOCIATIONS_RESTARTED : SctpCounter.ASSOCIATIONS_ESTABLISHED);
      touch(nowNs);
      if (anew) {
        listener.onRestarted(nowNs);
      } else {
        listener.onEstablished(nowNs);
      }
    }

    @Override
    public void onHandshakeFailed(long nowNs) {
      close(nowNs, SctpClose.HANDSHAKE_FAILED);
    }
  }
}
