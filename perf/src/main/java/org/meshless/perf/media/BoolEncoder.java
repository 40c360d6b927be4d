package org.meshless.perf.media;

/**
 * VP8's arithmetic coder (RFC 6386 §7.3): decisions, each with the probability of a 0. Confined to
 * its encoder; begun anew for each partition.
 */
final class BoolEncoder {
  private byte[] out = new byte[0];
  private int at;
  private int bottom;
  private int range;
  private int bitCount;

  /** Writes to an array from an offset on; there must be room. */
  void begin(byte[] to, int offset) {
    out = to;
    at = offset;
    bottom = 0;
    range = 255;
    bitCount = 24;
  }

  /**
   * One decision.
   *
   * @param probability of false, in 256ths, 1 … 255
   */
  void write(boolean value, int probability) {
    int split = 1 + (((range - 1) * probability) >>> 8);
    if (value) {
      bottom += split;
      range -= split;
    } else {
      range = split;
    }
    while (range < 128) {
      range <<= 1;
      if (bottom < 0) { // the highest of 32 bits
        carry();
      }
      bottom <<= 1;
      if (--bitCount == 0) {
        out[at++] = (byte) (bottom >>> 24);
        bottom &= 0xff_ffff;
        bitCount = 8;
      }
    }
  }

  /** A number, its most significant bit first, each bit as likely 0 as 1. */
  void literal(int value, int bits) {
    for (int bit = bits - 1; bit >= 0; bit--) {
      write(((value >>> bit) & 1) != 0, 128);
    }
  }

  /**
   * Writes what is left.
   *
   * @return the offset after the last byte
   */
  int end() {
    if ((bottom & (1 << (32 - bitCount))) != 0) {
      carry();
    }
    int rest = bottom << (bitCount & 7);
    for (int bytes = bitCount >>> 3; bytes > 0; bytes--) {
      rest <<= 8;
    }
    for (int i = 0; i < 4; i++) {
      out[at++] = (byte) (rest >>> 24);
      rest <<= 8;
    }
    return at;
  }

  private void carry() {
    int back = at - 1;
    while (out[back] == (byte) 255) {
      out[back--] = 0;
    }
    out[back]++;
  }
}
