package org.meshless.sfu.sctp;

/**
 * What beyond RFC 9260 a side can do. Immutable.
 *
 * @param partialReliability FORWARD-TSN (RFC 3758)
 * @param reconfiguration resetting streams (RFC 6525)
 * @param interleaving I-DATA and I-FORWARD-TSN (RFC 8260)
 * @param zeroChecksum accepts packets without checksum, as DTLS has one (RFC 9653)
 */
record Extensions(
    boolean partialReliability,
    boolean reconfiguration,
    boolean interleaving,
    boolean zeroChecksum) {
  /** What both sides can do. */
  Extensions and(Extensions other) {
    return new Extensions(
        partialReliability && other.partialReliability,
        reconfiguration && other.reconfiguration,
        interleaving && other.interleaving,
        zeroChecksum && other.zeroChecksum);
  }

  /** As bits of a byte, for the cookie. */
  int bits() {
    return (partialReliability ? 1 : 0)
        | (reconfiguration ? 2 : 0)
        | (interleaving ? 4 : 0)
        | (zeroChecksum ? 8 : 0);
  }

  static Extensions ofBits(int bits) {
    return new Extensions((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
  }
}
