package org.meshless.rtp.codec;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A codec, told apart from others by what makes a bitstream undecodable elsewhere and by nothing
 * more: two peers whose codecs are {@link Object#equals equal} may be connected without
 * transcoding, whatever payload types and other parameters (bit rates, levels, error concealment)
 * they announced.
 *
 * <p>RTX (RFC 4588) is no codec here but a property of a payload type; see {@code
 * org.meshless.rtp.session.PayloadType}.
 */
public sealed interface Codec {
  /** Opus (RFC 7587): always 48 kHz and two channels in a session description. */
  record Opus() implements Codec {
    @Override
    public String encodingName() {
      return "opus";
    }

    @Override
    public MediaKind kind() {
      return MediaKind.AUDIO;
    }
  }

  /** Redundant audio (RFC 2198): every packet carries earlier ones of {@code of} again. */
  record Red(Opus of) implements Codec {
    @Override
    public String encodingName() {
      return "red";
    }

    @Override
    public MediaKind kind() {
      return MediaKind.AUDIO;
    }
  }

  /** VP8 (RFC 7741). */
  record Vp8() implements Codec {
    @Override
    public String encodingName() {
      return "VP8";
    }
  }

  /**
   * VP9 (RFC 9628).
   *
   * @param profile 0 … 3: bit depth and chroma subsampling; 0 is 8 bit 4:2:0
   */
  record Vp9(int profile) implements Codec {
    @Override
    public String encodingName() {
      return "VP9";
    }
  }

  /**
   * H.264 (RFC 6184).
   *
   * @param packetizationMode 0 (one NAL unit per packet) or 1 (non-interleaved: aggregation and
   *     fragments); it changes payloads, so it tells codecs apart
   */
  record H264(int packetizationMode, H264Profile profile) implements Codec {
    @Override
    public String encodingName() {
      return "H264";
    }
  }

  /**
   * AV1 (AOMedia's "RTP Payload Format For AV1").
   *
   * @param profile {@code seq_profile}, 0 … 2: main, high, professional
   */
  record Av1(int profile) implements Codec {
    @Override
    public String encodingName() {
      return "AV1";
    }
  }

  /** The name in {@code a=rtpmap}, as browsers spell it. */
  String encodingName();

  default MediaKind kind() {
    return MediaKind.VIDEO;
  }

  /** Ticks of the RTP timestamp per second, as in {@code a=rtpmap}. */
  default int clockRate() {
    return kind() == MediaKind.AUDIO ? 48_000 : 90_000;
  }

  /** Channels, as in {@code a=rtpmap}; 1 for video, where the description leaves them out. */
  default int channels() {
    return kind() == MediaKind.AUDIO ? 2 : 1;
  }

  /**
   * The codec of an {@code a=rtpmap} and its {@code a=fmtp}.
   *
   * @param encodingName compared without regard to case (RFC 8866 §6.6)
   * @param clockRate in Hz
   * @param channels 1 where the description names none
   * @param fmtp parameters by name in lower case; unknown ones are ignored, absent ones take the
   *     default of the codec's RFC
   * @return null for a codec Meshless does not forward or parameters that are malformed
   */
  static @Nullable Codec of(
      String encodingName, int clockRate, int channels, Map<String, String> fmtp) {
    Codec codec =
        switch (encodingName.toLowerCase(Locale.ROOT)) {
          case "opus" -> new Opus();
          case "red" -> new Red(new Opus());
          case "vp8" -> new Vp8();
          case "vp9" -> vp9(fmtp);
          case "h264" -> h264(fmtp);
          case "av1" -> av1(fmtp);
          default -> null;
        };
    // Leaves out video RED (a wrapper for ULPFEC at 90 kHz) along with what is simply wrong.
    return codec != null && codec.clockRate() == clockRate && codec.channels() == channels
        ? codec
        : null;
  }

  private static @Nullable Codec vp9(Map<String, String> fmtp) {
    int profile = number(fmtp, "profile-id", 3);
    return profile < 0 ? null : new Vp9(profile);
  }

  private static @Nullable Codec av1(Map<String, String> fmtp) {
    int profile = number(fmtp, "profile", 2);
    return profile < 0 ? null : new Av1(profile);
  }

  private static @Nullable Codec h264(Map<String, String> fmtp) {
    // RFC 6184 §8.1 infers Baseline where the parameter is missing; those who leave it out mean the
    // constrained one that RFC 7742 §6.2 makes everyone speak, and libwebrtc reads it so.
    String profileLevelId = fmtp.getOrDefault("profile-level-id", "42e01f");
    H264Profile profile = H264Profile.ofProfileLevelId(profileLevelId);
    int packetizationMode = number(fmtp, "packetization-mode", 1);
    return profile == null || packetizationMode < 0 ? null : new H264(packetizationMode, profile);
  }

  /** A parameter of one digit, 0 … {@code max}; 0 if it is absent, −1 if it is anything else. */
  private static int number(Map<String, String> fmtp, String name, int max) {
    String text = fmtp.getOrDefault(name, "0");
    int value = text.length() == 1 ? text.charAt(0) - '0' : -1;
    return value <= max ? Math.max(value, -1) : -1;
  }
}
