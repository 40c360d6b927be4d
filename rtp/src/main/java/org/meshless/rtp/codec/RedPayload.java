package org.meshless.rtp.codec;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.jspecify.annotations.Nullable;

/**
 * Where in a payload of redundant audio (RFC 2198 §3) the primary encoding lies: the one that the
 * packet's own timestamp belongs to and all that a receiver without RED is to be sent.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |F|   block PT  |  timestamp offset         |   block length    |  redundant, F = 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |F|   block PT  |                                                  primary, F = 0
 * +-+-+-+-+-+-+-+-+
 * | redundant blocks in the order of their headers, then the primary …
 * </pre>
 *
 * @param payloadType of the primary encoding, 0 … 127
 * @param offset where it begins, in the array that was parsed
 * @param length its bytes: all that the redundant blocks leave, perhaps 0
 */
public record RedPayload(int payloadType, int offset, int length) {
  private static final int REDUNDANT_HEADER_LENGTH = 4;

  /**
   * Finds the primary encoding of the payload in {@code b[offset … offset + length)}.
   *
   * @return null if headers or redundant blocks reach beyond the payload
   */
  public static @Nullable RedPayload parse(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int redundantLength = 0;
    while (at < end && (b[at] & 0x80) != 0) {
      if (end - at < REDUNDANT_HEADER_LENGTH) {
        return null;
      }
      redundantLength += getUnsigned16(b, at + 2) & 0x3ff;
      at += REDUNDANT_HEADER_LENGTH;
    }
    if (at >= end) {
      return null;
    }
    int payloadType = b[at++] & 0x7f;
    int primary = at + redundantLength;
    return primary <= end ? new RedPayload(payloadType, primary, end - primary) : null;
  }
}
