package org.meshless.rtp.codec;

import org.jspecify.annotations.Nullable;

/**
 * The H.264 profiles that {@code profile-level-id} can name (RFC 6184 §8.1, table 5).
 *
 * <p>The parameter is six hexadecimal digits: {@code profile_idc}, {@code profile_iop} (constraint
 * flags, of which only some tell profiles apart) and {@code level_idc}. The level bounds a
 * decoder's work and does not change the bitstream, so it plays no part here.
 */
public enum H264Profile {
  CONSTRAINED_BASELINE,
  BASELINE,
  MAIN,
  EXTENDED,
  CONSTRAINED_HIGH,
  HIGH,
  HIGH_444_PREDICTIVE;

  /**
   * The profile of a {@code profile-level-id}, or null if it is malformed or names none of these.
   */
  public static @Nullable H264Profile ofProfileLevelId(String profileLevelId) {
    if (profileLevelId.length() != 6) {
      return null;
    }
    int bits = 0;
    for (int i = 0; i < 6; i++) {
      int digit = Character.digit(profileLevelId.charAt(i), 16);
      if (digit < 0) {
        return null;
      }
      bits = bits << 4 | digit;
    }
    return of(bits >>> 16, bits >>> 8 & 0xff);
  }

  private static @Nullable H264Profile of(int idc, int iop) {
    return switch (idc) {
      case 0x42 -> matches(iop, "x1xx0000") ? CONSTRAINED_BASELINE : baseline(iop);
      case 0x4D -> matches(iop, "1xxx0000") ? CONSTRAINED_BASELINE : main(iop);
      case 0x58 -> extended(iop);
      case 0x64 -> high(iop);
      case 0xF4 -> matches(iop, "00000000") ? HIGH_444_PREDICTIVE : null;
      default -> null;
    };
  }

  private static @Nullable H264Profile baseline(int iop) {
    return matches(iop, "x0xx0000") ? BASELINE : null;
  }

  private static @Nullable H264Profile main(int iop) {
    return matches(iop, "0x0x0000") ? MAIN : null;
  }

  private static @Nullable H264Profile extended(int iop) {
    if (matches(iop, "11xx0000")) {
      return CONSTRAINED_BASELINE;
    }
    if (matches(iop, "10xx0000")) {
      return BASELINE;
    }
    return matches(iop, "00xx0000") ? EXTENDED : null;
  }

  private static @Nullable H264Profile high(int iop) {
    if (matches(iop, "00000000")) {
      return HIGH;
    }
    return matches(iop, "00001100") ? CONSTRAINED_HIGH : null;
  }

  /** Compares eight bits with a pattern of 0, 1 and x for "either", written as RFC 6184 does. */
  private static boolean matches(int bits, String pattern) {
    for (int i = 0; i < 8; i++) {
      char bit = (bits >>> (7 - i) & 1) == 1 ? '1' : '0';
      if (pattern.charAt(i) != 'x' && pattern.charAt(i) != bit) {
        return false;
      }
    }
    return true;
  }
}
