package org.meshless.rtp.ext;

import org.jspecify.annotations.Nullable;

/**
 * Finds the header extensions in a packet (RFC 8285 §4).
 *
 * <p>The result of {@link #find} is an {@code int[]} to be read with {@link #offset} and {@link
 * #length}: every packet has one, so it is no object of its own.
 *
 * <p>The one-byte form, profile 0xBEDE; {@code len} is the value's length minus one:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       0xBE    |    0xDE       |           length=3            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | L=0   |     data      |  ID   |  L=1  |   data...     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *       ...data   |    0 (pad)    |    0 (pad)    |  ID   | L=3   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          data                                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The two-byte form, profile 0x1000 with four bits for the application:
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         0x100         |appbits|           length=3            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      ID       |     L=0       |     ID        |     L=1       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       data    |    0 (pad)    |       ID      |      L=4      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          data                                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class HeaderExtensions {
  /** What the 16 bits "defined by profile" say for the one-byte form. */
  public static final int ONE_BYTE_PROFILE = 0xBEDE;

  /** What they say for the two-byte form, application bits apart. */
  public static final int TWO_BYTE_PROFILE = 0x1000;

  private static final int TWO_BYTE_PROFILE_MASK = 0xfff0;
  private static final int LENGTH_BITS = 8;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private static final int[] NONE = new int[HeaderExtension.COUNT];

  private HeaderExtensions() {}

  /** The places of no extension at all. */
  public static int[] none() {
    return NONE;
  }

  /**
   * Finds the elements in {@code b[offset … offset + length)}, the extension without its 4-byte
   * preamble.
   *
   * <p>Never throws: an element that reaches beyond the end stops the search, as RFC 8285 §4.2 has
   * it for ids 15 and (with data) 0 of the one-byte form; what was found before counts. Unknown ids
   * and profiles are passed over. Of an element given twice the last counts, as in libwebrtc.
   *
   * @param profile the 16 bits before the extension's length
   * @return by index {@code offset << 8 | length}, 0 for absent; at most one allocation, not to be
   *     written to
   */
  public static int[] find(byte[] b, int offset, int length, int profile, ExtensionMap extensions) {
    if (profile == ONE_BYTE_PROFILE) {
      return oneByte(b, offset, offset + length, extensions);
    }
    if ((profile & TWO_BYTE_PROFILE_MASK) == TWO_BYTE_PROFILE) {
      return twoByte(b, offset, offset + length, extensions);
    }
    return NONE;
  }

  private static int[] oneByte(byte[] b, int start, int end, ExtensionMap extensions) {
    int @Nullable [] places = null;
    int at = start;
    while (at < end) {
      int id = (b[at] & 0xff) >>> 4;
      int lengthMinusOne = b[at] & 0x0f;
      at++;
      if (id == 0 && lengthMinusOne == 0) {
        continue;
      }
      int valueLength = lengthMinusOne + 1;
      if (id == 0 || id == 15 || valueLength > end - at) {
        break;
      }
      HeaderExtension extension = extensions.of(id);
      if (extension != null) {
        places = places == null ? new int[HeaderExtension.COUNT] : places;
        places[extension.index()] = at << LENGTH_BITS | valueLength;
      }
      at += valueLength;
    }
    return places == null ? NONE : places;
  }

  private static int[] twoByte(byte[] b, int start, int end, ExtensionMap extensions) {
    int @Nullable [] places = null;
    int at = start;
    while (at < end) {
      int id = b[at] & 0xff;
      at++;
      if (id == 0) {
        continue;
      }
      if (at == end || (b[at] & 0xff) > end - at - 1) {
        break;
      }
      int valueLength = b[at] & 0xff;
      at++;
      HeaderExtension extension = extensions.of(id);
      if (extension != null) {
        places = places == null ? new int[HeaderExtension.COUNT] : places;
        places[extension.index()] = at << LENGTH_BITS | valueLength;
      }
      at += valueLength;
    }
    return places == null ? NONE : places;
  }

  /** Where the value of {@code extension} begins, or −1 if it is absent. */
  public static int offset(int[] places, HeaderExtension extension) {
    int place = places[extension.index()];
    return place == 0 ? -1 : place >>> LENGTH_BITS;
  }

  /** Bytes of the value of {@code extension}, 0 … 255; or −1 if it is absent. */
  public static int length(int[] places, HeaderExtension extension) {
    int place = places[extension.index()];
    return place == 0 ? -1 : place & LENGTH_MASK;
  }
}
