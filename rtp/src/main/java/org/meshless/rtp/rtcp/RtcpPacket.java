package org.meshless.rtp.rtcp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RTCP packet: one of those that travel together in a compound packet (RFC 3550 §6.1) or alone
 * (RFC 5506). Immutable.
 *
 * <p>All SSRCs are {@code long}, 0 … 2³² − 1.
 */
public sealed interface RtcpPacket
    permits SenderReport,
        ReceiverReport,
        SourceDescription,
        Goodbye,
        GenericNack,
        TransportFeedback,
        PictureLossIndication,
        FullIntraRequest,
        ReceiverEstimatedMaxBitrate,
        UnknownRtcp {
  /** The most packets taken from one datagram; browsers send fewer than ten. */
  int MAX_PACKETS = 64;

  /** Bytes of the packet on the wire, a multiple of four. */
  int length();

  /**
   * Writes the packet to {@code out[offset … offset + length())}.
   *
   * @return {@link #length()}
   */
  int write(byte[] out, int offset);

  /**
   * The packets in {@code b[offset … offset + length)}, a datagram after decryption, in their
   * order.
   *
   * <p>Takes what is well-formed and never throws: a packet whose inside does not fit its type is
   * left out, and from the first whose length cannot be true on, nothing is read. The checks of RFC
   * 3550 §A.2 on the first packet's type do not apply, as browsers negotiate reduced-size RTCP.
   *
   * @return at most {@link #MAX_PACKETS}
   */
  static List<RtcpPacket> parse(byte[] b, int offset, int length) {
    List<RtcpPacket> packets = new ArrayList<>(4);
    int end = offset + length;
    int at = offset;
    while (packets.size() < MAX_PACKETS) {
      int packetLength = RtcpHeader.packetLength(b, at, end);
      if (packetLength < 0) {
        break;
      }
      RtcpPacket packet = parseOne(b, at, packetLength);
      if (packet != null) {
        packets.add(packet);
      }
      at += packetLength;
    }
    return packets;
  }

  private static @Nullable RtcpPacket parseOne(byte[] b, int offset, int packetLength) {
    int padding = RtcpHeader.paddingLength(b, offset, packetLength);
    if (padding < 0) {
      return null;
    }
    int length = packetLength - padding;
    return switch (RtcpHeader.packetType(b, offset)) {
      case RtcpHeader.SENDER_REPORT -> SenderReport.parse(b, offset, length);
      case RtcpHeader.RECEIVER_REPORT -> ReceiverReport.parse(b, offset, length);
      case RtcpHeader.SOURCE_DESCRIPTION -> SourceDescription.parse(b, offset, length);
      case RtcpHeader.GOODBYE -> Goodbye.parse(b, offset, length);
      case RtcpHeader.TRANSPORT_LAYER_FEEDBACK ->
          switch (RtcpHeader.count(b, offset)) {
            case GenericNack.FORMAT -> GenericNack.parse(b, offset, length);
            case TransportFeedback.FORMAT ->
                TransportFeedback.parse(b, offset, packetLength, length);
            default -> UnknownRtcp.copyOf(b, offset, packetLength);
          };
      case RtcpHeader.PAYLOAD_SPECIFIC_FEEDBACK ->
          switch (RtcpHeader.count(b, offset)) {
            case PictureLossIndication.FORMAT -> PictureLossIndication.parse(b, offset, length);
            case FullIntraRequest.FORMAT -> FullIntraRequest.parse(b, offset, length);
            case ReceiverEstimatedMaxBitrate.FORMAT ->
                ReceiverEstimatedMaxBitrate.isNamed(b, offset, length)
                    ? ReceiverEstimatedMaxBitrate.parse(b, offset, length)
                    : UnknownRtcp.copyOf(b, offset, packetLength);
            default -> UnknownRtcp.copyOf(b, offset, packetLength);
          };
      default -> UnknownRtcp.copyOf(b, offset, packetLength);
    };
  }
}
