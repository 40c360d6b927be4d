package org.meshless.sfu.sctp;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sets an association up, from either side or both at once, and anew when the peer has begun anew
 * (RFC 9260 §5). Confined to its association.
 */
final class Handshake {
  static final long NEVER = Long.MAX_VALUE;

  /**
   * RFC 9260 §16 says 8. Here the pauses are shorter, and whether the peer is there at all is for
   * ICE to say.
   */
  static final int MAX_ATTEMPTS = 60;

  private static final SignalChunk COOKIE_ACK = new SignalChunk(Chunk.COOKIE_ACK, false);

  /** What the handshake asks of its association. */
  interface Host {
    /** Sends a packet of one chunk. */
    void sendAlone(int tag, Chunk chunk);

    /** Both sides know of each other; anew if they did before. */
    void onEstablished(long nowNs, Peer peer);

    void onHandshakeFailed(long nowNs);
  }

  private final Host host;
  private final SctpOptions options;
  private final SctpCounters counters;
  private final CookieSigner signer;
  private final RandomGenerator random;
  private final long association;
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private SctpState state = SctpState.NEW;
  private int localTag;
  private int localTsn;
  private @Nullable Peer peer;
  private byte[] cookie = InitChunk.NONE;
  private int attempts;
  private long deadlineNs = NEVER;

  Handshake(
      Host host,
      SctpOptions options,
      SctpCounters counters,
      CookieSigner signer,
      RandomGenerator random) {
    this.host = host;
    this.options = options;
    this.counters = counters;
    this.signer = signer;
    this.random = random;
    association = random.nextLong();
    localTag = newTag();
    localTsn = random.nextInt();
  }

  /** NEW, COOKIE_WAIT, COOKIE_ECHOED or, from then on, ESTABLISHED. */
  SctpState state() {
    return state;
  }

  /** What the peer is to put into its packets. */
  int localTag() {
    return localTag;
  }

  /** Our first TSN, 32 bits. */
  int localTsn() {
    return localTsn;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  /** Speaks first. */
  void connect(long nowNs) {
    if (state == SctpState.NEW) {
      state = SctpState.COOKIE_WAIT;
      sendInit(nowNs);
    }
  }

  void onInit(long nowNs, InitChunk init) {
    counters.increment(SctpCounter.INITS_ANSWERED);
    Peer known = peer;
    boolean anew = state == SctpState.ESTABLISHED && known != null;
    // While both open at once our tag is the same as in our INIT (§5.2.1); later it is a new one,
    // so
    // that old packets do not count in the new association (§5.2.2).
    StateCookie made =
        new StateCookie(
            association,
            nowNs,
            anew ? newTag() : localTag,
            anew ? random.nextInt() : localTsn,
            known == null ? 0 : localTag,
            known == null ? 0 : known.tag(),
            Peer.of(init, options));
    host.sendAlone(
        init.initiateTag(),
        init(true, made.localTag(), made.localTsn(), made.signed(signer), init.unrecognized()));
  }

  void onInitAck(long nowNs, InitChunk ack) {
    if (state == SctpState.COOKIE_WAIT) {
      state = SctpState.COOKIE_ECHOED;
      peer = Peer.of(ack, options);
      cookie = ack.cookie();
      attempts = 0;
      sendCookie(nowNs);
    }
  }

  void onCookieAck(long nowNs) {
    if (state == SctpState.COOKIE_ECHOED && peer != null) {
      establish(nowNs, peer);
    }
  }

  /** Our cookie came too late: once more from the start (§5.2.6). */
  void onStaleCookie(long nowNs) {
    if (state == SctpState.COOKIE_ECHOED) {
      state = SctpState.COOKIE_WAIT;
      peer = null;
      sendInit(nowNs);
    }
  }

  /**
   * A cookie comes back.
   *
   * @param tag of its packet
   */
  void onCookieEcho(long nowNs, int tag, byte[] bytes) {
    StateCookie echoed = StateCookie.read(bytes, signer);
    if (echoed == null || echoed.association() != association || echoed.localTag() != tag) {
      counters.increment(SctpCounter.FORGED_COOKIES);
      return;
    }
    Peer known = peer;
    boolean sameLocal = echoed.localTag() == localTag;
    boolean samePeer = known != null && echoed.peer().tag() == known.tag();
    if (nowNs - echoed.madeNs() > StateCookie.LIFETIME_NS && !(sameLocal && samePeer)) {
      counters.increment(SctpCounter.STALE_COOKIES);
      host.sendAlone(
          echoed.peer().tag(),
          new ErrorChunk(new ErrorCause(ErrorCause.STALE_COOKIE, new byte[4])));
      return;
    }
    if (known == null || state != SctpState.ESTABLISHED) {
      if (sameLocal) {
        establish(nowNs, known != null && samePeer ? known : echoed.peer());
        host.sendAlone(echoed.peer().tag(), COOKIE_ACK);
      }
    } else if (sameLocal && samePeer) {
      host.sendAlone(known.tag(), COOKIE_ACK); // ours was lost (§5.2.4 D)
    } else if (!samePeer
        && echoed.localTieTag() == localTag
        && echoed.peerTieTag() == known.tag()) {
      localTag = echoed.localTag(); // the peer has begun anew (§5.2.4 A)
      localTsn = echoed.localTsn();
      establish(nowNs, echoed.peer());
      host.sendAlone(echoed.peer().tag(), COOKIE_ACK);
    }
  }

  void onTimeout(long nowNs) {
    if (nowNs < deadlineNs) {
      return;
    }
    if (++attempts > MAX_ATTEMPTS) {
      deadlineNs = NEVER;
      host.onHandshakeFailed(nowNs);
      return;
    }
    timeout.backOff();
    if (state == SctpState.COOKIE_WAIT) {
      sendInit(nowNs);
    } else {
      sendCookie(nowNs);
    }
  }

  private void establish(long nowNs, Peer found) {
    state = SctpState.ESTABLISHED;
    peer = found;
    cookie = InitChunk.NONE;
    deadlineNs = NEVER;
    host.onEstablished(nowNs, found);
  }

  private void sendInit(long nowNs) {
    host.sendAlone(0, init(false, localTag, localTsn, InitChunk.NONE, InitChunk.NONE));
    deadlineNs = nowNs + timeout.timeoutNs();
  }

  private void sendCookie(long nowNs) {
    Peer answering = peer;
    if (answering != null) {
      host.sendAlone(answering.tag(), new CookieEchoChunk(cookie));
      deadlineNs = nowNs + timeout.timeoutNs();
    }
  }

  private InitChunk init(boolean ack, int tag, int tsn, byte[] cookie, byte[] unrecognized) {
    return new InitChunk(
        ack,
        tag,
        options.receiveBufferBytes(),
        options.maxStreams(),
        options.maxStreams(),
        tsn,
        options.extensions(),
        cookie,
        unrecognized);
  }

  private int newTag() {
    int tag = random.nextInt();
    return tag == 0 ? 1 : tag; // 0 is an INIT's
  }
}
