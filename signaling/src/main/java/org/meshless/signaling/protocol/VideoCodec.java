package org.meshless.signaling.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What cameras are encoded with, by the names of the RTP payload format registry. */
public enum VideoCodec {
  /** Spoken by every browser (RFC 7742 §5): the one to fall back to. */
  VP8,
  /** Profile 0. */
  VP9,
  /** Constrained Baseline, packetization-mode 1. */
  H264,
  /** Profile 0. */
  AV1;

  /** The codec with this name, upper and lower case alike (RFC 4855 §3), or null. */
  public static @Nullable VideoCodec ofWire(String wire) {
    String name = wire.toUpperCase(Locale.ROOT);
    for (VideoCodec codec : values()) {
      if (codec.name().equals(name)) {
        return codec;
      }
    }
    return null;
  }
}
