package org.meshless.signaling.media;

import java.util.EnumSet;
import java.util.Set;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.H264Profile;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.NegotiatedSession;
import org.meshless.signaling.protocol.VideoCodec;

/** The protocol's video codecs and those of RTP sessions. */
final class VideoCodecs {
  private VideoCodecs() {}

  static Codec of(VideoCodec codec) {
    return switch (codec) {
      case VP8 -> new Codec.Vp8();
      case VP9 -> new Codec.Vp9(0);
      case H264 -> new Codec.H264(1, H264Profile.CONSTRAINED_BASELINE);
      case AV1 -> new Codec.Av1(0);
    };
  }

  /** What can be sent on every video slot of a session; empty if it has none. */
  static Set<VideoCodec> decodable(NegotiatedSession session) {
    Set<VideoCodec> decodable = EnumSet.allOf(VideoCodec.class);
    boolean receives = false;
    for (MediaSection section : session.sections()) {
      if (section.kind() == MediaKind.VIDEO && section.direction() == Direction.SENDONLY) {
        receives = true;
        decodable.removeIf(codec -> section.payloadTypes().of(of(codec)) == null);
      }
    }
    return receives ? decodable : Set.of();
  }
}
