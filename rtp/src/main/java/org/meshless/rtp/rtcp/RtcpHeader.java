package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put8;

/**
 * The four bytes that begin every RTCP packet (RFC 3550 §6.4.1), as functions over bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      PT       |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code count} is the number of report blocks, chunks or sources, or the feedback message type
 * (FMT, RFC 4585 §6.1). {@code length} counts 32-bit words without the first.
 */
final class RtcpHeader {
  static final int LENGTH = 4;

  /** The largest {@code count}: report blocks, chunks and sources in one packet. */
  static final int MAX_COUNT = 31;

  static final int SENDER_REPORT = 200;
  static final int RECEIVER_REPORT = 201;
  static final int SOURCE_DESCRIPTION = 202;
  static final int GOODBYE = 203;
  static final int TRANSPORT_LAYER_FEEDBACK = 205;
  static final int PAYLOAD_SPECIFIC_FEEDBACK = 206;

  private static final int PADDING_BIT = 0x20;

  private RtcpHeader() {}

  /**
   * Bytes of the packet that begins at {@code offset}, header and padding included; −1 if its
   * version is not 2 or it would reach beyond {@code end}.
   */
  static int packetLength(byte[] b, int offset, int end) {
    if (end - offset < LENGTH || (b[offset] & 0xc0) != 0x80) {
      return -1;
    }
    int length = LENGTH + 4 * getUnsigned16(b, offset + 2);
    return length <= end - offset ? length : -1;
  }

  /**
   * Bytes of padding at the end of a packet of {@code packetLength} bytes; −1 if they cannot be
   * right. Unlike RFC 3550 §6.4.1 has it, they need not be a multiple of four: libwebrtc fills the
   * last word of its transport feedback with 1 … 3.
   */
  static int paddingLength(byte[] b, int offset, int packetLength) {
    if ((b[offset] & PADDING_BIT) == 0) {
      return 0;
    }
    int padding = b[offset + packetLength - 1] & 0xff;
    return padding != 0 && padding <= packetLength - LENGTH ? padding : -1;
  }

  static int count(byte[] b, int offset) {
    return b[offset] & 0x1f;
  }

  static int packetType(byte[] b, int offset) {
    return b[offset + 1] & 0xff;
  }

  /** Sets P; the padding itself is the caller's. */
  static void setPadding(byte[] b, int offset) {
    b[offset] |= PADDING_BIT;
  }

  /** Writes the header of a packet of {@code length} bytes, a multiple of four, header included. */
  static void write(byte[] b, int offset, int count, int packetType, int length) {
    put8(b, offset, 0x80 | count);
    put8(b, offset + 1, packetType);
    put16(b, offset + 2, length / 4 - 1);
  }
}
