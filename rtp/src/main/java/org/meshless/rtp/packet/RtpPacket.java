package org.meshless.rtp.packet;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.ext.HeaderExtensions;

/**
 * An RTP packet (RFC 3550 §5.1) after decryption: a view over bytes, with the header extensions
 * (RFC 8285) found once and addressed by what they are, not by the id their sender chose.
 *
 * <p>Immutable by agreement: the packet owns the array it was parsed from, and from then on nobody
 * writes to it. So it is shared by reference between subscribers, retransmission rings and threads,
 * and left to the garbage collector. Accessors read the bytes and allocate nothing.
 *
 * <pre>
 * 0            12          12 + 4·CC       headerLength         length − padding   length
 * | fixed header | CSRC list | header extension | payload                | padding     |
 * </pre>
 */
public final class RtpPacket {
  /** Larger than any UDP payload can be. */
  private static final int MAX_LENGTH = 65535;

  private final byte[] bytes;
  private final int length;
  private final int headerLength;
  private final int paddingLength;
  private final int[] extensionPlaces;

  private RtpPacket(
      byte[] bytes, int length, int headerLength, int paddingLength, int[] extensionPlaces) {
    this.bytes = bytes;
    this.length = length;
    this.headerLength = headerLength;
    this.paddingLength = paddingLength;
    this.extensionPlaces = extensionPlaces;
  }

  /**
   * Parses the packet in {@code bytes[0 … length)} and takes ownership of the array.
   *
   * <p>A damaged header extension does not condemn the packet: elements before the damage count.
   *
   * @param extensions the ids its sender uses, as negotiated for the m-line it belongs to; {@link
   *     ExtensionMap#EMPTY} finds none
   * @return null if this is not an RTP packet: wrong version, header or padding longer than the
   *     packet, padding of length 0, more than 65535 bytes
   */
  public static @Nullable RtpPacket parse(byte[] bytes, int length, ExtensionMap extensions) {
    if (length > bytes.length || length > MAX_LENGTH) {
      return null;
    }
    int headerLength = RtpHeader.headerLength(bytes, 0, length);
    if (headerLength < 0) {
      return null;
    }
    int paddingLength = 0;
    if (RtpHeader.hasPadding(bytes, 0)) {
      paddingLength = bytes[length - 1] & 0xff;
      if (paddingLength == 0 || paddingLength > length - headerLength) {
        return null;
      }
    }
    int[] places = HeaderExtensions.none();
    if (RtpHeader.hasExtension(bytes, 0)) {
      int preamble = RtpHeader.FIXED_LENGTH + 4 * RtpHeader.csrcCount(bytes, 0);
      int block = preamble + RtpHeader.EXTENSION_PREAMBLE_LENGTH;
      int profile = getUnsigned16(bytes, preamble);
      places = HeaderExtensions.find(bytes, block, headerLength - block, profile, extensions);
    }
    return new RtpPacket(bytes, length, headerLength, paddingLength, places);
  }

  /** 0 … 127. */
  public int payloadType() {
    return RtpHeader.payloadType(bytes, 0);
  }

  /** For video the last packet of a frame, for audio the first of a talk spurt. */
  public boolean marker() {
    return RtpHeader.marker(bytes, 0);
  }

  /** 0 … 65535, wraps. */
  public int sequenceNumber() {
    return RtpHeader.sequenceNumber(bytes, 0);
  }

  /** In units of the codec's clock, 0 … 2³² − 1, wraps. */
  public long timestamp() {
    return RtpHeader.timestamp(bytes, 0);
  }

  /** 0 … 2³² − 1. */
  public long ssrc() {
    return RtpHeader.ssrc(bytes, 0);
  }

  /** Contributing sources listed, 0 … 15. */
  public int csrcCount() {
    return RtpHeader.csrcCount(bytes, 0);
  }

  /**
   * The contributing source at {@code index}, 0 … 2³² − 1.
   *
   * @throws IndexOutOfBoundsException unless {@code index} is in 0 … {@link #csrcCount()} − 1
   */
  public long csrc(int index) {
    if (index < 0 || index >= csrcCount()) {
      throw new IndexOutOfBoundsException(index);
    }
    return RtpHeader.csrc(bytes, 0, index);
  }

  /** Bytes before the payload: fixed header, CSRC list and header extension. */
  public int headerLength() {
    return headerLength;
  }

  /** Where in {@link #bytes()} the payload begins. */
  public int payloadOffset() {
    return headerLength;
  }

  /** Bytes of payload without the padding after it; 0 for a packet of padding only. */
  public int payloadLength() {
    return length - headerLength - paddingLength;
  }

  /** Bytes of RTP padding, the byte that counts them included: 0 … 255. */
  public int paddingLength() {
    return paddingLength;
  }

  /**
   * The array the packet lies in, from index 0 to {@link #length()}; beyond that its content means
   * nothing. Not to be written to.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the whole packet. */
  public int length() {
    return length;
  }

  /** Where in {@link #bytes()} the value of an extension begins, or −1 if it is absent. */
  public int extensionOffset(HeaderExtension extension) {
    return HeaderExtensions.offset(extensionPlaces, extension);
  }

  /** Bytes of an extension's value, 0 … 255; or −1 if it is absent. */
  public int extensionLength(HeaderExtension extension) {
    return HeaderExtensions.length(extensionPlaces, extension);
  }

  /** For logs and failing tests: never the payload. */
  @Override
  public String toString() {
    return "RtpPacket[ssrc=%08x, payloadType=%d, sequenceNumber=%d, timestamp=%d, marker=%b, payloadLength=%d]"
        .formatted(ssrc(), payloadType(), sequenceNumber(), timestamp(), marker(), payloadLength());
  }
}
