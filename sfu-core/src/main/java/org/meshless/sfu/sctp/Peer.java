package org.meshless.sfu.sctp;

/**
 * What the handshake has found out of the other side. Immutable.
 *
 * @param tag what our packets carry
 * @param initialTsn its first TSN, 32 bits
 * @param window bytes it has room for, 0 … 2³² − 1
 * @param outboundStreams on so many streams we may send
 * @param inboundStreams on so many streams it may
 * @param extensions what both sides can do
 */
record Peer(
    int tag,
    int initialTsn,
    long window,
    int outboundStreams,
    int inboundStreams,
    Extensions extensions) {
  static Peer of(InitChunk init, SctpOptions options) {
    return new Peer(
        init.initiateTag(),
        init.initialTsn(),
        init.window(),
        Math.min(options.maxStreams(), init.inboundStreams()),
        Math.min(options.maxStreams(), init.outboundStreams()),
        options.extensions().and(init.extensions()));
  }
}
