package org.meshless.rtp.codec;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {
  /** As a session description has them: {@code name/clock[/channels]} and {@code a=1;b=2}. */
  private static @Nullable Codec codec(String rtpmap, @Nullable String fmtp) {
    String[] parts = rtpmap.split("/", -1);
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : fmtp == null ? new String[0] : fmtp.split(";", -1)) {
      String[] pair = parameter.split("=", 2);
      parameters.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    int channels = parts.length == 3 ? Integer.parseInt(parts[2]) : 1;
    return Codec.of(parts[0], Integer.parseInt(parts[1]), channels, parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "opus/48000/2, minptime=10;useinbandfec=1, Opus[]",
    "OPUS/48000/2, ,                           Opus[]",
    "red/48000/2,  111/111,                    Red[of=Opus[]]",
    "VP8/90000,    max-fs=12288;max-fr=60,     Vp8[]",
    "vp8/90000,    ,                           Vp8[]",
    "VP9/90000,    ,                           Vp9[profile=0]",
    "VP9/90000,    profile-id=2,               Vp9[profile=2]",
    "AV1/90000,    ,                           Av1[profile=0]",
    "AV1/90000,    level-idx=5;profile=1;tier=0, Av1[profile=1]",
    "H264/90000, level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f,"
        + " 'H264[packetizationMode=1, profile=CONSTRAINED_BASELINE]'",
    "H264/90000, profile-level-id=64001f,      'H264[packetizationMode=0, profile=HIGH]'",
    "H264/90000, ,                             'H264[packetizationMode=0,"
        + " profile=CONSTRAINED_BASELINE]'",
  })
  void whatBrowsersAnnounceIsKnown(String rtpmap, @Nullable String fmtp, String expected) {
    assertEquals(expected, String.valueOf(codec(rtpmap, fmtp)));
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU/8000,     ",
    "rtx/90000,     apt=96",
    "ulpfec/90000,  ",
    "H265/90000,    ",
    "opus/48000,    ",
    "opus/44100/2,  ",
    "red/90000,     ",
    "VP8/48000,     ",
    "VP9/90000,     profile-id=4",
    "VP9/90000,     profile-id=",
    "VP9/90000,     profile-id=-1",
    "VP9/90000,     profile-id=00",
    "AV1/90000,     profile=3",
    "H264/90000,    packetization-mode=2",
    "H264/90000,    profile-level-id=nonsense",
  })
  void whatIsNotForwardedIsUnknown(String rtpmap, @Nullable String fmtp) {
    assertNull(codec(rtpmap, fmtp));
  }

  @Test
  void parametersThatDoNotChangeTheBitstreamDoNotTellCodecsApart() {
    assertEquals(
        codec("H264/90000", "packetization-mode=1;profile-level-id=42e01f"),
        codec("H264/90000", "profile-level-id=42C034;packetization-mode=1;max-br=5000"));
    assertEquals(codec("opus/48000/2", "stereo=1"), codec("opus/48000/2", "usedtx=1"));
  }

  @Test
  void parametersThatChangeTheBitstreamTellCodecsApart() {
    assertNotEquals(
        codec("H264/90000", "packetization-mode=1;profile-level-id=42e01f"),
        codec("H264/90000", "packetization-mode=0;profile-level-id=42e01f"));
    assertNotEquals(
        codec("H264/90000", "profile-level-id=42e01f"),
        codec("H264/90000", "profile-level-id=42001f"));
    assertNotEquals(codec("VP9/90000", "profile-id=0"), codec("VP9/90000", "profile-id=2"));
    assertNotEquals(codec("opus/48000/2", null), codec("red/48000/2", null));
  }

  @ParameterizedTest
  @CsvSource({
    "opus/48000/2, AUDIO, opus",
    "red/48000/2,  AUDIO, red",
    "vp8/90000,    VIDEO, VP8",
    "vp9/90000,    VIDEO, VP9",
    "h264/90000,   VIDEO, H264",
    "av1/90000,    VIDEO, AV1",
  })
  void aCodecKnowsItsRtpmap(String rtpmap, MediaKind kind, String encodingName) {
    Codec codec = requireNonNull(codec(rtpmap, null));
    String channels = codec.channels() == 1 ? "" : "/" + codec.channels();

    assertEquals(kind, codec.kind());
    assertEquals(encodingName, codec.encodingName());
    assertEquals(codec, codec(codec.encodingName() + "/" + codec.clockRate() + channels, null));
  }
}
