package org.meshless.rtp.packet;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

/**
 * The RTP header (RFC 3550 §5.1) as functions over bytes: no object, no allocation.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      defined by profile       |           length              |  if X
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        header extension                       |
 * |                             ....                              |
 * </pre>
 *
 * <p>Every {@code offset} is that of the packet's first byte. {@link #headerLength} is the check
 * for bytes from the network; the other functions assume that it passed, or that at least {@link
 * #FIXED_LENGTH} bytes are there to be written.
 */
public final class RtpHeader {
  /** Bytes of the part every packet has. */
  public static final int FIXED_LENGTH = 12;

  /** The most contributing sources a header can name. */
  public static final int MAX_CSRC_COUNT = 15;

  static final int EXTENSION_PREAMBLE_LENGTH = 4;

  private static final int VERSION_BITS = 0x80;
  private static final int PADDING_BIT = 0x20;
  private static final int EXTENSION_BIT = 0x10;
  private static final int MARKER_BIT = 0x80;

  private RtpHeader() {}

  /**
   * Bytes before the payload: fixed part, CSRC list and header extension; or −1 if the version is
   * not 2 or the header would reach beyond {@code length}.
   */
  public static int headerLength(byte[] b, int offset, int length) {
    if (length < FIXED_LENGTH || (b[offset] & 0xc0) != VERSION_BITS) {
      return -1;
    }
    int headerLength = FIXED_LENGTH + 4 * csrcCount(b, offset);
    if (hasExtension(b, offset)) {
      if (length < headerLength + EXTENSION_PREAMBLE_LENGTH) {
        return -1;
      }
      int words = getUnsigned16(b, offset + headerLength + 2);
      headerLength += EXTENSION_PREAMBLE_LENGTH + 4 * words;
    }
    return headerLength <= length ? headerLength : -1;
  }

  /** P: the payload ends with padding whose last byte tells its length. */
  public static boolean hasPadding(byte[] b, int offset) {
    return (b[offset] & PADDING_BIT) != 0;
  }

  /** X: a header extension follows the CSRC list. */
  public static boolean hasExtension(byte[] b, int offset) {
    return (b[offset] & EXTENSION_BIT) != 0;
  }

  /** CC: contributing sources listed, 0 … 15. */
  public static int csrcCount(byte[] b, int offset) {
    return b[offset] & 0x0f;
  }

  /** M: for video the last packet of a frame, for audio the first of a talk spurt. */
  public static boolean marker(byte[] b, int offset) {
    return (b[offset + 1] & MARKER_BIT) != 0;
  }

  /** PT: 0 … 127. */
  public static int payloadType(byte[] b, int offset) {
    return b[offset + 1] & 0x7f;
  }

  /** 0 … 65535, wraps. */
  public static int sequenceNumber(byte[] b, int offset) {
    return getUnsigned16(b, offset + 2);
  }

  /** In units of the codec's clock, 0 … 2³² − 1, wraps. */
  public static long timestamp(byte[] b, int offset) {
    return getUnsigned32(b, offset + 4);
  }

  /** 0 … 2³² − 1. */
  public static long ssrc(byte[] b, int offset) {
    return getUnsigned32(b, offset + 8);
  }

  /** The contributing source at {@code index}, 0 … {@link #csrcCount} − 1. */
  public static long csrc(byte[] b, int offset, int index) {
    return getUnsigned32(b, offset + FIXED_LENGTH + 4 * index);
  }

  /**
   * Writes the fixed part: version 2, no padding, no extension, no contributing sources. Those are
   * added with {@link #setPadding}, {@link #setExtension} and {@link #setCsrcCount}.
   *
   * @param payloadType 0 … 127
   * @param sequenceNumber its low 16 bits count
   * @param timestamp its low 32 bits count
   * @param ssrc its low 32 bits count
   */
  public static void write(
      byte[] b,
      int offset,
      boolean marker,
      int payloadType,
      int sequenceNumber,
      long timestamp,
      long ssrc) {
    b[offset] = (byte) VERSION_BITS;
    b[offset + 1] = (byte) (marker ? payloadType | MARKER_BIT : payloadType);
    put16(b, offset + 2, sequenceNumber);
    put32(b, offset + 4, timestamp);
    put32(b, offset + 8, ssrc);
  }

  /** Sets or clears P; the padding itself is the caller's. */
  public static void setPadding(byte[] b, int offset, boolean padding) {
    b[offset] = (byte) (padding ? b[offset] | PADDING_BIT : b[offset] & ~PADDING_BIT);
  }

  /** Sets or clears X; the extension itself is the caller's. */
  public static void setExtension(byte[] b, int offset, boolean extension) {
    b[offset] = (byte) (extension ? b[offset] | EXTENSION_BIT : b[offset] & ~EXTENSION_BIT);
  }

  /** Sets CC, 0 … 15; the sources themselves are set with {@link #setCsrc}. */
  public static void setCsrcCount(byte[] b, int offset, int count) {
    b[offset] = (byte) ((b[offset] & 0xf0) | (count & 0x0f));
  }

  /** Writes the contributing source at {@code index}. */
  public static void setCsrc(byte[] b, int offset, int index, long csrc) {
    put32(b, offset + FIXED_LENGTH + 4 * index, csrc);
  }

  /** Sets or clears M. */
  public static void setMarker(byte[] b, int offset, boolean marker) {
    b[offset + 1] = (byte) (marker ? b[offset + 1] | MARKER_BIT : b[offset + 1] & ~MARKER_BIT);
  }

  /** Sets PT, 0 … 127. */
  public static void setPayloadType(byte[] b, int offset, int payloadType) {
    b[offset + 1] = (byte) ((b[offset + 1] & MARKER_BIT) | (payloadType & 0x7f));
  }

  /** Sets the sequence number; its low 16 bits count. */
  public static void setSequenceNumber(byte[] b, int offset, int sequenceNumber) {
    put16(b, offset + 2, sequenceNumber);
  }

  /** Sets the timestamp; its low 32 bits count. */
  public static void setTimestamp(byte[] b, int offset, long timestamp) {
    put32(b, offset + 4, timestamp);
  }

  /** Sets the SSRC; its low 32 bits count. */
  public static void setSsrc(byte[] b, int offset, long ssrc) {
    put32(b, offset + 8, ssrc);
  }
}
