package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.H264Profile;
import org.meshless.rtp.session.PayloadType;
import org.meshless.signaling.sdp.AnswerResult.Answered;

class AnsweredCodecsTest {
  /** {@link Fixtures#SMALL} with other lines for the payload types of the published video. */
  private static String video(String formats, String lines) {
    return Fixtures.SMALL.replaceFirst(
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=mid:v\n(?s)(.*?)a=rtpmap.*?m=audio",
        "m=video 9 UDP/TLS/RTP/SAVPF " + formats + "\na=mid:v\n$1" + lines + "\nm=audio");
  }

  private static String audio(String formats, String lines) {
    return Fixtures.SMALL.replaceFirst(
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:a\n(?s)(.*?)a=rtpmap.*?m=video",
        "m=audio 9 UDP/TLS/RTP/SAVPF " + formats + "\na=mid:a\n$1" + lines + "\nm=video");
  }

  private static List<String> formats(Answered answered, String mid) {
    return Fixtures.media(answered, mid).formats();
  }

  private static List<Codec> codecs(Answered answered, String mid) {
    return Fixtures.section(answered, mid).payloadTypes().all().stream()
        .map(PayloadType::codec)
        .toList();
  }

  @Test
  void everyKnownVideoCodecOfChromiumIsAcceptedWithItsRtx() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));

    assertEquals(
        List.of(
            new Codec.Vp8(),
            new Codec.Vp9(0),
            new Codec.H264(1, H264Profile.CONSTRAINED_BASELINE),
            new Codec.H264(1, H264Profile.BASELINE),
            new Codec.H264(1, H264Profile.MAIN),
            new Codec.Av1(0)),
        codecs(answered, "1"));
    assertEquals(
        List.of("96", "97", "98", "99", "108", "109", "102", "103", "116", "117", "45", "46"),
        formats(answered, "1"));
  }

  @Test
  void aSlotTakesWhatCanBePublished() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));

    assertTrue(codecs(answered, "3").containsAll(codecs(answered, "1")));
  }

  @Test
  void thePreferredCodecComesFirst() {
    Answered answered =
        Fixtures.answer(
            Fixtures.read(Fixtures.CHROMIUM), new ServerSide().preferring(new Codec.Av1(0)));

    assertEquals(List.of("45", "46", "96", "97"), formats(answered, "1").subList(0, 4));
  }

  @Test
  void vp8StaysWhateverIsPreferred() {
    Answered answered =
        Fixtures.answer(Fixtures.SMALL, new ServerSide().preferring(new Codec.Vp9(0)));

    assertEquals(List.of("96", "97"), formats(answered, "v"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VP9/90000  | profile-id=2",
        "AV1/90000  | profile=1",
        "H264/90000 | packetization-mode=0;profile-level-id=42e01f",
        "H264/90000 | profile-level-id=42e01f",
        "H264/90000 | packetization-mode=1;profile-level-id=zzz",
        "VP8/48000  | x=1",
        "H265/90000 | x=1",
        "opus/48000/2 | x=1"
      })
  void aCodecTheServerDoesNotForwardIsLeftOut(String map, String parameters) {
    Answered answered =
        Fixtures.answer(
            video(
                "98 96",
                "a=rtpmap:98 " + map + "\na=fmtp:98 " + parameters + "\na=rtpmap:96 vp8/90000"));

    assertEquals(List.of("96"), formats(answered, "v"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VP8/90000  | max-fs=12288;max-fr=60 | x-google-start-bitrate=1000",
        "VP9/90000  | profile-id=0;max-fs=1  | profile-id=0;x-google-start-bitrate=1000",
        "VP9/90000  | max-fr=60              | x-google-start-bitrate=1000",
        "AV1/90000  | tier=0;profile=0;level-idx=5 | "
            + "level-idx=5;profile=0;tier=0;x-google-start-bitrate=1000",
        "H264/90000 | profile-level-id=42e01f;packetization-mode=1;max-br=1 | "
            + "packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=1000",
      })
  void parametersOfTheBitstreamAreRepeatedAndLimitsAreNot(
      String map, String offered, String answered) {
    Answered answer = Fixtures.answer(video("98", "a=rtpmap:98 " + map + "\na=fmtp:98 " + offered));

    assertEquals(List.of("a=fmtp:98 " + answered), Fixtures.lines(answer, "v", "fmtp"));
  }

  @Test
  void onASlotTheServerSendsAtTheRateItFinds() {
    Answered answered = Fixtures.answer(Fixtures.SMALL);

    assertEquals(List.of("a=fmtp:97 apt=96"), Fixtures.lines(answered, "sv", "fmtp"));
  }

  @Test
  void rtxIsAcceptedForWhatIsAccepted() {
    Answered answered =
        Fixtures.answer(
            video(
                "96 97 98 99 100",
                """
                a=rtpmap:96 VP8/90000
                a=rtpmap:97 RTX/90000
                a=fmtp:97 apt=98
                a=rtpmap:98 H265/90000
                a=rtpmap:99 rtx/90000
                a=fmtp:99 apt=96;rtx-time=3000
                a=rtpmap:100 rtx/90000
                a=fmtp:100 apt=96\
                """));

    assertEquals(List.of("96", "99"), formats(answered, "v"));
    assertEquals(
        List.of("a=rtpmap:96 VP8/90000", "a=rtpmap:99 rtx/90000"),
        Fixtures.lines(answered, "v", "rtpmap"));
    assertTrue(Fixtures.lines(answered, "v", "fmtp").contains("a=fmtp:99 apt=96"));
    assertEquals(99, Fixtures.section(answered, "v").payloadTypes().all().getFirst().rtxNumber());
  }

  @ParameterizedTest
  @ValueSource(strings = {"apt=", "apt=x", "apt=200", "x=96", "96"})
  void rtxOfNothingIsLeftOut(String parameters) {
    Answered answered =
        Fixtures.answer(
            video(
                "96 97", "a=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 " + parameters));

    assertEquals(List.of("96"), formats(answered, "v"));
  }

  @Test
  void payloadTypesThatLookLikeRtcpAreLeftOut() {
    Answered answered =
        Fixtures.answer(
            video(
                "72 96 63", "a=rtpmap:72 VP8/90000\na=rtpmap:96 VP8/90000\na=rtpmap:63 VP8/90000"));

    assertEquals(List.of("96", "63"), formats(answered, "v"));
  }

  @Test
  void anMLineMayRepeatItselfAndNameWhatItDoesNotDescribe() {
    Answered answered =
        Fixtures.answer(
            video(
                "96 96 97 x 128",
                "a=rtpmap:96 VP8/90000\na=rtpmap:96 VP9/90000\na=rtpmap:98 VP9/90000"));

    assertEquals(List.of("96"), formats(answered, "v"));
    assertEquals(List.of(new Codec.Vp8()), codecs(answered, "v"));
  }

  @Test
  void feedbackIsAgreedToAsOffered() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));

    assertEquals(
        new PayloadType(96, new Codec.Vp8(), 97, true, true, true, true, true),
        Fixtures.section(answered, "1").payloadTypes().of(96));
    assertEquals(
        List.of(
            "a=rtcp-fb:96 transport-cc",
            "a=rtcp-fb:96 goog-remb",
            "a=rtcp-fb:96 ccm fir",
            "a=rtcp-fb:96 nack",
            "a=rtcp-fb:96 nack pli"),
        Fixtures.lines(answered, "1", "rtcp-fb:96"));
  }

  @Test
  void feedbackThatIsNotOfferedIsNotAsked() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.NODE_DATACHANNEL));

    assertEquals(
        new PayloadType(97, new Codec.Vp8(), -1, true, true, false, true, false),
        Fixtures.section(answered, "video").payloadTypes().of(97));
  }

  @Test
  void feedbackMayBeOfferedForAllPayloadTypes() {
    Answered answered =
        Fixtures.answer(
            video("96", "a=rtpmap:96 VP8/90000\na=rtcp-fb:* nack\na=rtcp-fb:96 nack pli"));

    PayloadType vp8 = Fixtures.section(answered, "v").payloadTypes().all().getFirst();
    assertTrue(vp8.nack());
    assertTrue(vp8.pli());
    assertFalse(vp8.fir());
  }

  @Test
  void opusWithItsRedundancyIsAllThatIsAcceptedOfChromiumsAudio() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM));

    assertEquals(List.of("63", "111"), formats(answered, "0"));
    assertEquals(
        List.of("a=fmtp:63 111/111", "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1"),
        Fixtures.lines(answered, "0", "fmtp"));
    assertEquals(List.of("a=rtcp-fb:111 transport-cc"), Fixtures.lines(answered, "0", "rtcp-fb"));
  }

  @Test
  void redComesBeforeOpusWhereItIsWantedAndOffered() {
    ServerSide server = new ServerSide();

    Answered chromium = Fixtures.answer(Fixtures.read(Fixtures.CHROMIUM), server);
    Answered firefox = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX), server);

    assertEquals(List.of("63", "111"), formats(chromium, "0"));
    assertEquals(List.of("63", "111"), formats(chromium, "2"));
    assertTrue(Fixtures.lines(chromium, "0", "fmtp").contains("a=fmtp:63 111/111"));
    assertEquals(List.of("109"), formats(firefox, "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=fmtp:63 8/8", "a=fmtp:63 63/63", "a=fmtp:63 x", "a=ptime:20"})
  void redOfAnythingButOpusIsLeftOut(String line) {
    Answered answered =
        Fixtures.answer(
            audio(
                "63 111 8",
                "a=rtpmap:63 red/48000/2\n"
                    + line
                    + "\na=rtpmap:111 opus/48000/2\na=rtpmap:8 PCMA/8000"),
            new ServerSide());

    assertEquals(List.of("111"), formats(answered, "a"));
  }

  @Test
  void redOfOpusThatIsNotOfferedIsLeftOut() {
    Answered answered =
        Fixtures.answer(
            audio(
                "63 111",
                """
                a=rtpmap:63 red/48000/2
                a=fmtp:63 109/109
                a=rtpmap:109 opus/48000/2
                a=rtpmap:111 opus/48000/2\
                """),
            new ServerSide());

    assertEquals(List.of("111"), formats(answered, "a"));
  }

  @Test
  void redsThatWrapEachOtherAreLeftOut() {
    Answered answered =
        Fixtures.answer(
            audio(
                "63 62 111",
                """
                a=rtpmap:63 red/48000/2
                a=rtpmap:62 red/48000/2
                a=fmtp:63 62/62
                a=fmtp:62 63/63
                a=rtpmap:111 opus/48000/2\
                """),
            new ServerSide());

    assertEquals(List.of("111"), formats(answered, "a"));
  }

  @ParameterizedTest
  @CsvSource({
    "stereo=1;useinbandfec=1, minptime=10;useinbandfec=1;usedtx=1;stereo=1",
    "sprop-stereo=1, minptime=10;useinbandfec=1;usedtx=1;stereo=1",
    "stereo=0, minptime=10;useinbandfec=1;usedtx=1",
    "minptime=10, minptime=10;useinbandfec=1;usedtx=1"
  })
  void stereoIsTakenFromThoseWhoAskForIt(String offered, String answered) {
    Answered answer =
        Fixtures.answer(audio("111", "a=rtpmap:111 opus/48000/2\na=fmtp:111 " + offered));

    assertEquals(List.of("a=fmtp:111 " + answered), Fixtures.lines(answer, "a", "fmtp"));
  }

  @Test
  void aSlotDoesNotAskForStereo() {
    Answered answered = Fixtures.answer(Fixtures.read(Fixtures.FIREFOX));

    assertEquals(
        List.of("a=fmtp:109 minptime=10;useinbandfec=1"), Fixtures.lines(answered, "2", "fmtp"));
  }
}
