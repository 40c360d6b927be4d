package org.meshless.rtp.srtp;

/**
 * What a profile does to a single packet, given its index: no state but the session keys.
 *
 * <p>Confined to one thread; a sender and a receiver each have their own. Arrays must be large
 * enough; input and output may be the same place in the same array, but must not overlap otherwise.
 */
abstract sealed class PacketCipher permits GcmPacketCipher, CounterModePacketCipher {
  /** RFC 3711 §3.4: header and sender's SSRC of an RTCP packet are never encrypted. */
  static final int RTCP_CLEAR = 8;

  /** The bit before the 31-bit SRTCP index: this packet is encrypted. */
  static final int E_FLAG = 0x8000_0000;

  static PacketCipher of(SrtpKeys keys, SrtpProvider provider) {
    return keys.profile().aead()
        ? GcmPacketCipher.derive(keys, provider)
        : CounterModePacketCipher.derive(keys, provider);
  }

  /**
   * Encrypts {@code in[inOff, inOff + inLen)} to where the header at {@code out[off, off +
   * headerLength)} ends and appends the tag.
   *
   * @param index the 48-bit packet index; must never be given twice for one SSRC
   * @return length of the whole packet
   */
  abstract int protect(
      byte[] out, int off, int headerLength, byte[] in, int inOff, int inLen, int ssrc, long index);

  /**
   * Verifies the packet {@code in[off, off + len)} and decrypts its payload to {@code
   * out[headerLength, …)}; the header is not copied.
   *
   * @return length of the payload, or −1 if the tag does not fit
   */
  abstract int unprotect(
      byte[] in, int off, int headerLength, int len, byte[] out, int ssrc, long index);

  /**
   * Encrypts the compound packet {@code b[off, off + len)} in place and appends tag and index.
   *
   * @param index 0 to 2³¹ − 1; must never be given twice for one SSRC
   * @return length of the whole packet
   */
  abstract int protectRtcp(byte[] b, int off, int len, int ssrc, int index);

  /**
   * Verifies the SRTCP packet {@code in[off, off + len)} and decrypts it to {@code out[0, …)},
   * clear part included.
   *
   * @param trailer the word with E flag and index, as {@link #rtcpTrailer} found it
   * @return length of the compound packet, or −1 if the tag does not fit
   */
  abstract int unprotectRtcp(byte[] in, int off, int len, byte[] out, int ssrc, int trailer);

  /** The word with E flag and index of the SRTCP packet {@code in[off, off + len)}. */
  abstract int rtcpTrailer(byte[] in, int off, int len);

  /** XORs {@code length} bytes of {@code value}, most significant first, into {@code b}. */
  static void xor(byte[] b, int off, long value, int length) {
    for (int i = 0; i < length; i++) {
      b[off + i] ^= (byte) (value >>> (8 * (length - 1 - i)));
    }
  }
}
