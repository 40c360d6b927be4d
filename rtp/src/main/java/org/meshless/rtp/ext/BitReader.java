package org.meshless.rtp.ext;

/**
 * Reads bits from high to low order. Beyond the end it reads zeros and remembers having done so:
 * parsing goes on without checks and asks {@link #overrun()} once.
 *
 * <p>Confined to its owner.
 */
final class BitReader {
  private final byte[] b;
  private final long end;
  private long at;

  /** Reads {@code b[offset … offset + length)}. */
  BitReader(byte[] b, int offset, int length) {
    this.b = b;
    at = 8L * offset;
    end = at + 8L * length;
  }

  /** Whether more bits were read than there are. */
  boolean overrun() {
    return at > end;
  }

  boolean flag() {
    return bits(1) == 1;
  }

  /** f(n): the next {@code n} bits, 0 … 32, as an unsigned number. */
  long bits(int n) {
    long value = 0;
    for (int i = 0; i < n; i++, at++) {
      int bit = at < end ? b[(int) (at >>> 3)] >>> (7 - (int) (at & 7)) & 1 : 0;
      value = value << 1 | bit;
    }
    return value;
  }

  /** {@link #bits} for {@code n} of at most 31. */
  int integer(int n) {
    return (int) bits(n);
  }

  /** ns(n): a number in 0 … {@code n} − 1 in as few bits as its size allows. */
  int nonSymmetric(int n) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(n);
    int shortCodes = (1 << width) - n;
    int value = integer(width - 1);
    return value < shortCodes ? value : (value << 1) - shortCodes + integer(1);
  }
}
