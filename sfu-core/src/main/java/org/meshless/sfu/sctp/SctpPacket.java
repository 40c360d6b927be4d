package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;

import java.util.zip.CRC32C;

/**
 * Looks at the outside of an SCTP packet (RFC 9260 §3.1). Stateless, total over all inputs.
 *
 * <pre>
 *   source port(2) destination port(2) verification tag(4) checksum(4) chunks …
 * </pre>
 */
final class SctpPacket {
  static final int HEADER = 12;
  private static final byte[] NO_CHECKSUM = new byte[4];

  private SctpPacket() {}

  /** Whether there is a header and room for one chunk, in whole words. */
  static boolean isFramed(int length) {
    return length >= HEADER + Chunk.HEADER && length % 4 == 0;
  }

  static int destinationPort(byte[] b, int offset) {
    return getUnsigned16(b, offset + 2);
  }

  static int verificationTag(byte[] b, int offset) {
    return (int) getUnsigned32(b, offset + 4);
  }

  /** As on the wire. */
  static int checksum(byte[] b, int offset) {
    return (int) getUnsigned32(b, offset + 8);
  }

  /**
   * The checksum that a packet must carry, in the order of the wire (§6.8: CRC32c, low byte first).
   */
  static int checksumOf(CRC32C crc, byte[] b, int offset, int length) {
    crc.reset();
    crc.update(b, offset, 8);
    crc.update(NO_CHECKSUM, 0, 4);
    crc.update(b, offset + HEADER, length - HEADER);
    return Integer.reverseBytes((int) crc.getValue());
  }
}
