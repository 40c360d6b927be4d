package org.meshless.rtp.srtp;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The 96-bit nonce of the next packet, handed to a cipher without a copy: JCE would have the bytes
 * cloned twice per packet.
 *
 * <p>Providers keep a reference to the last nonce and refuse to encrypt under an equal one, so two
 * take turns: the one kept is never the one being written.
 */
final class PacketNonce extends GCMParameterSpec {
  static final int LENGTH = 12;

  private static final int TAG_BITS = 128;

  private final byte[] nonce = new byte[LENGTH];

  PacketNonce() {
    super(TAG_BITS, new byte[LENGTH]);
  }

  /** The live array. */
  @Override
  @SuppressWarnings("MissingSuperCall")
  public byte[] getIV() {
    return nonce;
  }

  /** Two nonces in turn, for one cipher. */
  static final class Pair {
    private final PacketNonce even = new PacketNonce();
    private final PacketNonce odd = new PacketNonce();
    private boolean turn;

    /**
     * Starts {@code cipher} on a packet.
     *
     * @param salt what the nonce is masked with
     * @param high bytes 2 to 5 of the nonce: the SSRC
     * @param low bytes 6 to 11 of the nonce: the index
     */
    void init(Cipher cipher, int mode, Key key, byte[] salt, int high, long low) {
      turn = !turn;
      PacketNonce spec = turn ? even : odd;
      System.arraycopy(salt, 0, spec.nonce, 0, LENGTH);
      PacketCipher.xor(spec.nonce, 2, high & 0xFFFF_FFFFL, 4);
      PacketCipher.xor(spec.nonce, 6, low, 6);
      try {
        cipher.init(mode, key, spec);
      } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
        // To encrypt under the nonce of the packet before: an index was given twice.
        throw new IllegalStateException(e);
      }
    }
  }
}
