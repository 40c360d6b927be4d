package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.session.Direction;
import org.meshless.signaling.sdp.Attribute.ExtMap;
import org.meshless.signaling.sdp.Attribute.Simulcast;

class AttributeTest {
  private static final String HEAD = "v=0\no=- 1 1 IN IP4 127.0.0.1\n";

  private static Attribute parse(String line) {
    return Fixtures.parse(HEAD + line).attributes().getFirst();
  }

  private static String write(Attribute attribute) {
    return new SessionDescription(
            new Origin("-", "1", "1", NetworkAddress.UNSPECIFIED), List.of(attribute), List.of())
        .write()
        .lines()
        .toList()
        .getLast();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Flag           | a=rtcp-mux",
        "Flow           | a=sendrecv",
        "Flow           | a=inactive",
        "Mid            | a=mid:0",
        "Group          | a=group:BUNDLE 0 1 2",
        "Group          | a=group:BUNDLE",
        "Msid           | a=msid:{a} {b}",
        "Msid           | a=msid:-",
        "RtpMap         | a=rtpmap:111 opus/48000/2",
        "RtpMap         | a=rtpmap:0 PCMU/8000",
        "Fmtp           | a=fmtp:63 111/111",
        "Fmtp           | a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1",
        "RtcpFeedback   | a=rtcp-fb:96 nack",
        "RtcpFeedback   | a=rtcp-fb:* ccm fir",
        "ExtMap         | a=extmap:1 urn:x",
        "ExtMap         | a=extmap:4096/sendonly urn:x some attributes",
        "Rid            | a=rid:q send",
        "Rid            | a=rid:h recv pt=96,97;max-width=640",
        "Simulcast      | a=simulcast:send q;h,~i;f",
        "Simulcast      | a=simulcast:send q recv a;b",
        "Ssrc           | a=ssrc:4294967295 cname:a:b c",
        "Ssrc           | a=ssrc:1 previous",
        "SsrcGroup      | a=ssrc-group:FID 1 2",
        "IceUfrag       | a=ice-ufrag:abcd",
        "IcePwd         | a=ice-pwd:aaaaaaaaaabbbbbbbbbb+/",
        "Fingerprint    | a=fingerprint:sha-1 00:FF",
        "Setup          | a=setup:holdconn",
        "Candidate      | a=candidate:1 1 UDP 1 192.0.2.1 9 typ host",
        "Candidate      | a=candidate:1 1 tcp 1 x.local 9 typ srflx raddr ::1 rport 9 tcptype"
            + " active",
        "Other          | a=candidate:",
        "Other          | a=candidate:1 1 udp 1 192.0.2.1 9 host",
        "Other          | a=fmtp:webrtc-datachannel max-message-size=100000",
        "Other          | a=msid-semantic: WMS *",
        "Other          | a=x:",
        "Other          | a=x y",
      })
  void eachKindIsReadAndWrittenBack(String type, String line) {
    Attribute attribute = parse(line);

    Class<?> actual = attribute.getClass();
    assertEquals(type, actual.getSimpleName());
    assertEquals(line, write(attribute));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=mid: 0                       | a=mid:0",
        "a=rtpmap:0  PCMU/8000/1        | a=rtpmap:0 PCMU/8000",
        "a=rtcp-mux:1                   | a=rtcp-mux",
        "a=simulcast: recv a send b     | a=simulcast:send b recv a",
        "a=fingerprint:SHA-256 ab:cd    | a=fingerprint:sha-256 AB:CD",
        "a=msid:a b c                   | a=msid:a b",
        "a=rtcp-fb:96  nack   pli       | a=rtcp-fb:96 nack pli",
      })
  void otherSpellingsMeanTheSame(String line, String usual) {
    assertEquals(parse(usual), parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=mid",
        "a=mid:",
        "a=mid:a b",
        "a=group",
        "a=group:",
        "a=msid:",
        "a=rtpmap:96",
        "a=rtpmap:128 VP8/90000",
        "a=rtpmap:x VP8/90000",
        "a=rtpmap:96 VP8",
        "a=rtpmap:96 /90000",
        "a=rtpmap:96 VP8/",
        "a=rtpmap:96 VP8/0",
        "a=rtpmap:96 VP8/99999999999999999999999",
        "a=rtpmap:96 opus/48000/0",
        "a=rtpmap:96 opus/48000/256",
        "a=rtpmap:96 opus/48000/2/2",
        "a=rtcp-fb:96",
        "a=rtcp-fb:x nack",
        "a=extmap:1",
        "a=extmap:x urn:x",
        "a=extmap:65536 urn:x",
        "a=extmap:1/both urn:x",
        "a=rid:q",
        "a=rid:q both",
        "a=simulcast:",
        "a=simulcast:send",
        "a=simulcast:send a send b",
        "a=simulcast:send a;;b",
        "a=simulcast:send a;~",
        "a=simulcast:both a",
        "a=ssrc:1",
        "a=ssrc:4294967296 cname:x",
        "a=ssrc:-1 cname:x",
        "a=ssrc-group:",
        "a=ssrc-group:FID 1 x",
        "a=ice-ufrag:abc",
        "a=ice-ufrag:abcd efgh",
        "a=ice-ufrag:abcdé",
        "a=ice-pwd:aaaaaaaaaabbbbbbbbbb1",
        "a=fingerprint:sha-256",
        "a=fingerprint:sha-256 AB:C",
        "a=fingerprint:sha-256 AB:",
        "a=fingerprint:sha-256 ABCD",
        "a=fingerprint:sha-256 AG",
        "a=fingerprint:sha-256 ١١",
        "a=setup:both",
        "a=setup:active passive",
      })
  void aValueThatIsNotOfItsFormIsRefused(String line) {
    assertInstanceOf(ParseResult.Malformed.class, SessionDescription.parse(HEAD + line));
  }

  @Test
  void parametersAreReadByName() {
    Attribute.Fmtp fmtp =
        assertInstanceOf(Attribute.Fmtp.class, parse("a=fmtp:96 A=1; b = 2 ;c;;d==;a=3"));

    assertEquals(Map.of("a", "1", "b", "2", "c", "", "d", "="), fmtp.parameters());
  }

  @Test
  void anExtensionMayBeGivenADirection() {
    assertEquals(
        new ExtMap(8, Direction.SENDONLY, "urn:x", ""), parse("a=extmap:8/sendonly urn:x"));
  }

  @Test
  void anEncodingsFirstAlternativeIsItsRidPausedOrNot() {
    Simulcast simulcast =
        assertInstanceOf(Simulcast.class, parse("a=simulcast:send ~q,r;h recv x"));

    assertEquals(
        List.of("q", "h"), simulcast.send().stream().map(Simulcast.Encoding::rid).toList());
  }
}
