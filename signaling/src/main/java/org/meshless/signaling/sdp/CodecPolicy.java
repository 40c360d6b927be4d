package org.meshless.signaling.sdp;

import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.H264Profile;

/**
 * Which codecs the server takes and which it likes best. Every offered codec it knows is accepted,
 * so that as many participants as possible can be shown each other; the order decides which one a
 * browser sends.
 *
 * <p>Opus is taken with redundancy (RFC 2198) from those who can send it: a lost packet is then in
 * the next one, and nobody has to ask for it.
 *
 * @param preferredVideo comes first in answers, where it is offered
 */
public record CodecPolicy(Codec preferredVideo) {
  /** VP8, which everyone speaks. */
  public static final CodecPolicy DEFAULT = new CodecPolicy(new Codec.Vp8());

  /** Whether the server forwards this codec. VP8 and Opus always. */
  boolean accepts(Codec codec) {
    return switch (codec) {
      case Codec.Opus() -> true;
      case Codec.Red red -> true;
      case Codec.Vp8() -> true;
      case Codec.Vp9(int profile) -> profile == 0;
      // Mode 0 allows no fragments: a key frame would need NAL units that fit into a packet.
      case Codec.H264(int packetizationMode, H264Profile profile) -> packetizationMode == 1;
      case Codec.Av1(int profile) -> profile == 0;
    };
  }

  /** The place of a codec in an answer: lower comes first. */
  int rank(Codec codec) {
    if (codec.equals(preferredVideo)) {
      return 0;
    }
    return switch (codec) {
      // A browser sends the first codec of an answer that it can, so RED comes before what it
      // wraps.
      case Codec.Red red -> 1;
      case Codec.Opus() -> 2;
      case Codec.Vp8() -> 3;
      case Codec.Vp9 vp9 -> 4;
      // The profile that RFC 7742 §6.2 makes everyone speak.
      case Codec.H264 h264 -> h264.profile() == H264Profile.CONSTRAINED_BASELINE ? 5 : 6;
      case Codec.Av1 av1 -> 7;
    };
  }
}
