package org.meshless.sfu.sctp;

/**
 * Serial numbers unwrapped (RFC 1982): a {@code long} that never wraps for the 32 or 16 bits on the
 * wire. The number meant is always the one nearest to one already known.
 */
final class Serials {
  private Serials() {}

  /** The number with these 32 low bits that is nearest to {@code reference}. */
  static long nearest32(long reference, int low) {
    return reference + (low - (int) reference);
  }

  /** The number with these 16 low bits that is nearest to {@code reference}. */
  static long nearest16(long reference, int low) {
    return reference + (short) (low - (int) reference);
  }
}
