package org.meshless.sfu.sctp;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Tells the peer's packets from others (RFC 9260 §6.8, §8.5). Confined to its association. */
final class PacketCheck {
  private final SctpOptions options;
  private final CRC32C crc;

  PacketCheck(SctpOptions options, CRC32C crc) {
    this.options = options;
    this.crc = crc;
  }

  /**
   * Looks at a packet from outside.
   *
   * @param localTag what the peer's packets carry
   * @return what is wrong with it; null for nothing
   */
  @Nullable SctpCounter fault(byte[] bytes, int offset, int length, int localTag) {
    if (!SctpPacket.isFramed(length)
        || SctpPacket.destinationPort(bytes, offset) != options.localPort()) {
      return SctpCounter.DROPPED_MALFORMED;
    }
    int first = bytes[offset + SctpPacket.HEADER];
    int checksum = SctpPacket.checksum(bytes, offset);
    // RFC 9653 §5.3: an INIT always carries one.
    boolean needed = checksum != 0 || !options.zeroChecksum() || first == Chunk.INIT;
    if (needed && checksum != SctpPacket.checksumOf(crc, bytes, offset, length)) {
      return SctpCounter.DROPPED_CHECKSUM;
    }
    int tag = SctpPacket.verificationTag(bytes, offset);
    boolean known =
        switch (first) {
          case Chunk.INIT -> tag == 0 && isAlone(bytes, offset, length);
          // These say themselves which tag they come with.
          case Chunk.COOKIE_ECHO, Chunk.ABORT, Chunk.SHUTDOWN_COMPLETE -> true;
          default -> tag == localTag;
        };
    return known ? null : SctpCounter.DROPPED_TAG;
  }

  private static boolean isAlone(byte[] bytes, int offset, int length) {
    int at = offset + SctpPacket.HEADER;
    int chunkLength = Chunk.length(bytes, at, offset + length);
    return Chunk.padded(chunkLength) >= length - SctpPacket.HEADER;
  }

  /**
   * Whether a chunk may come in a packet with this tag (§8.5.1).
   *
   * @param peerTag what our packets carry; 0 while that is unknown
   */
  static boolean hasTag(Chunk chunk, int tag, int localTag, int peerTag) {
    boolean reflected = tag == peerTag && tag != 0;
    return switch (chunk) {
      case InitChunk init -> init.ack() ? tag == localTag : tag == 0;
      case CookieEchoChunk echo -> true; // the cookie names the tag
      case AbortChunk abort -> abort.reflectedTag() ? reflected : tag == localTag;
      case SignalChunk signal -> signal.reflectedTag() ? reflected : tag == localTag;
      default -> tag == localTag;
    };
  }
}
