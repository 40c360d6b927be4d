package org.meshless.rtp;

import java.util.HexFormat;

/** Bytes written the way dissections show them. */
public final class Hex {
  private Hex() {}

  /**
   * The bytes of pairs of hexadecimal digits; spaces, line breaks and bars between them are free.
   */
  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("[\\s|]", ""));
  }

  /** The reverse of {@link #bytes}: pairs joined by spaces. */
  public static String of(byte[] bytes, int offset, int length) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes, offset, offset + length);
  }
}
