package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Puts chunks into a packet, one packet after the other. Confined to its association. */
final class PacketBuilder {
  /**
   * The longest packet: with the 37 bytes of a DTLS record it stays within the 1200 that all our
   * datagrams do, which every path of WebRTC carries (RFC 8261 §5), in whole words.
   */
  static final int MAX_PACKET = 1160;

  /** Room for chunks in an empty packet. */
  static final int MAX_CHUNKS = MAX_PACKET - SctpPacket.HEADER;

  private final byte[] buffer = new byte[MAX_PACKET];
  private final CRC32C crc;
  private int length = SctpPacket.HEADER;

  PacketBuilder(int sourcePort, int destinationPort, CRC32C crc) {
    this.crc = crc;
    put16(buffer, 0, sourcePort);
    put16(buffer, 2, destinationPort);
  }

  boolean isEmpty() {
    return length == SctpPacket.HEADER;
  }

  boolean fits(int chunkLength) {
    return length + Chunk.padded(chunkLength) <= MAX_PACKET;
  }

  /** Adds a chunk; false when it does not fit. */
  boolean add(Chunk chunk) {
    int chunkLength = chunk.length();
    if (!fits(chunkLength)) {
      return false;
    }
    int at = reserve(chunkLength);
    chunk.write(buffer, at);
    return true;
  }

  /** Adds a chunk that the caller writes into {@link #buffer()} from the offset returned on. */
  int reserve(int chunkLength) {
    int at = length;
    length += Chunk.padded(chunkLength);
    Arrays.fill(buffer, at + chunkLength, length, (byte) 0);
    return at;
  }

  byte[] buffer() {
    return buffer;
  }

  /**
   * Completes the packet: from 0 on in {@link #buffer()}. The next chunk begins another.
   *
   * @return its length
   */
  int finish(int verificationTag, boolean zeroChecksum) {
    put32(buffer, 4, verificationTag);
    put32(buffer, 8, zeroChecksum ? 0 : SctpPacket.checksumOf(crc, buffer, 0, length));
    int finished = length;
    length = SctpPacket.HEADER;
    return finished;
  }
}
