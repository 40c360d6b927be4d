package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.get64;
import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put64;
import static org.meshless.rtp.NetworkOrder.put8;

import org.jspecify.annotations.Nullable;

/**
 * What an INIT ACK hands out and a COOKIE ECHO brings back (RFC 9260 §5.1.3), signed, so that an
 * INIT costs no memory. Immutable.
 *
 * <pre>
 *   association(8) made(8) local tag(4) local TSN(4) tie tags(4 + 4)
 *   peer: tag(4) TSN(4) window(4) streams(2 + 2) extensions(1) 0(3)   signature(16)
 * </pre>
 *
 * @param association which it was made for: others have the same key
 * @param madeNs when
 * @param localTag what the peer is to put into its packets
 * @param localTsn our initial TSN, 32 bits
 * @param localTieTag our tag in the association that there was then, or 0
 * @param peerTieTag the peer's tag in it, or 0
 */
record StateCookie(
    long association,
    long madeNs,
    int localTag,
    int localTsn,
    int localTieTag,
    int peerTieTag,
    Peer peer) {
  /** RFC 9260 §16. */
  static final long LIFETIME_NS = 60_000_000_000L;

  private static final int LENGTH = 52 + CookieSigner.SIGNATURE;

  byte[] signed(CookieSigner signer) {
    byte[] b = new byte[LENGTH];
    put64(b, 0, association);
    put64(b, 8, madeNs);
    put32(b, 16, localTag);
    put32(b, 20, localTsn);
    put32(b, 24, localTieTag);
    put32(b, 28, peerTieTag);
    put32(b, 32, peer.tag());
    put32(b, 36, peer.initialTsn());
    put32(b, 40, peer.window());
    put16(b, 44, peer.outboundStreams());
    put16(b, 46, peer.inboundStreams());
    put8(b, 48, peer.extensions().bits());
    signer.sign(b);
    return b;
  }

  /** Reads a cookie; null when it is not one of ours. */
  static @Nullable StateCookie read(byte[] b, CookieSigner signer) {
    if (b.length != LENGTH || !signer.isGenuine(b)) {
      return null;
    }
    Peer peer =
        new Peer(
            (int) getUnsigned32(b, 32),
            (int) getUnsigned32(b, 36),
            getUnsigned32(b, 40),
            getUnsigned16(b, 44),
            getUnsigned16(b, 46),
            Extensions.ofBits(getUnsigned8(b, 48)));
    return new StateCookie(
        get64(b, 0),
        get64(b, 8),
        (int) getUnsigned32(b, 16),
        (int) getUnsigned32(b, 20),
        (int) getUnsigned32(b, 24),
        (int) getUnsigned32(b, 28),
        peer);
  }
}
