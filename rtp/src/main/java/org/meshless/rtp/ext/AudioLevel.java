package org.meshless.rtp.ext;

/**
 * How loud the audio in a packet is (RFC 6464 §3), so that a server can tell who speaks without
 * decoding.
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | len=0 |V| level       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The level is in −dBov: 0 is the loudest a system can carry, 127 is silence.
 */
public final class AudioLevel {
  /** Bytes of the value. */
  public static final int LENGTH = 1;

  /** Digital silence, and the quietest level there is. */
  public static final int SILENCE = 127;

  private static final int VOICE_BIT = 0x80;

  private AudioLevel() {}

  /** The level at {@code offset}: 0 (loudest) … 127 (silence). */
  public static int level(byte[] b, int offset) {
    return b[offset] & 0x7f;
  }

  /** V: whether the sender believes the packet to hold speech. */
  public static boolean voice(byte[] b, int offset) {
    return (b[offset] & VOICE_BIT) != 0;
  }

  /** The value, 0 … 255, of a level (0 … 127) and the voice flag. */
  public static int encode(int level, boolean voice) {
    return voice ? level | VOICE_BIT : level;
  }
}
