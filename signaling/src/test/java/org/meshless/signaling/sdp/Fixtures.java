package org.meshless.signaling.sdp;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.meshless.rtp.session.MediaSection;
import org.meshless.signaling.sdp.AnswerResult.Answered;
import org.meshless.signaling.sdp.AnswerResult.Rejected;

/** Offers that browsers and other stacks wrote, a small one to vary, and short cuts. */
final class Fixtures {
  static final String CHROMIUM = "offers/chromium-156.sdp";
  static final String FIREFOX = "offers/firefox-esr-153.sdp";
  static final String AIORTC = "offers/aiortc-1.4.sdp";
  static final String NODE_DATACHANNEL = "offers/node-datachannel-0.33.sdp";
  static final String WEBRTC_JAVA = "offers/webrtc-java-0.14.sdp";
  static final String CHROMIUM_8_SLOTS = "offers/chromium-156-8-slots.sdp";
  static final String CHROMIUM_27_SLOTS = "offers/chromium-156-27-slots.sdp";
  static final String FIREFOX_27_SLOTS = "offers/firefox-esr-153-27-slots.sdp";

  /** A camera's sound and picture, and a slot for each. */
  static final String SMALL =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE a v sa sv
      a=ice-ufrag:ufra
      a=ice-pwd:0123456789012345678901
      a=fingerprint:sha-256 %s
      a=setup:actpass
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:a
      a=sendonly
      a=rtcp-mux
      a=rtpmap:111 opus/48000/2
      m=video 9 UDP/TLS/RTP/SAVPF 96 97
      a=mid:v
      a=sendonly
      a=rtcp-mux
      a=rtpmap:96 VP8/90000
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:sa
      a=recvonly
      a=rtcp-mux
      a=rtpmap:111 opus/48000/2
      m=video 9 UDP/TLS/RTP/SAVPF 96 97
      a=mid:sv
      a=recvonly
      a=rtcp-mux
      a=rtpmap:96 VP8/90000
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      """
          .formatted(fingerprint("12"));

  private Fixtures() {}

  static Stream<String> offers() {
    return Stream.of(
        CHROMIUM,
        FIREFOX,
        AIORTC,
        NODE_DATACHANNEL,
        WEBRTC_JAVA,
        CHROMIUM_8_SLOTS,
        CHROMIUM_27_SLOTS,
        FIREFOX_27_SLOTS);
  }

  static String read(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A SHA-256 fingerprint of one repeated byte. */
  static String fingerprint(String octet) {
    return octet + (":" + octet).repeat(31);
  }

  static SessionDescription parse(String text) {
    return assertInstanceOf(ParseResult.Parsed.class, SessionDescription.parse(text)).description();
  }

  static SessionDescription parsed(String name) {
    return parse(read(name));
  }

  static Answered answer(String offer) {
    return answer(offer, new ServerSide());
  }

  static Answered answer(String offer, ServerSide server) {
    AnswerResult result = Answerer.answer(offer, server.parameters());
    return assertInstanceOf(Answered.class, result, result::toString);
  }

  static String rejection(String offer, ServerSide server) {
    return assertInstanceOf(Rejected.class, Answerer.answer(offer, server.parameters())).message();
  }

  /** The lines of an m-line, {@code m=} included. */
  static List<String> lines(MediaDescription media) {
    return new SessionDescription(
            new Origin("-", "0", "0", NetworkAddress.UNSPECIFIED), List.of(), List.of(media))
        .write()
        .lines()
        .skip("vost".length())
        .toList();
  }

  static MediaDescription media(Answered answered, String mid) {
    return answered.answer().media().stream()
        .filter(media -> mid.equals(media.mid()))
        .findFirst()
        .orElseThrow();
  }

  static MediaSection section(Answered answered, String mid) {
    return answered.session().sections().stream()
        .filter(section -> section.mid().equals(mid))
        .findFirst()
        .orElseThrow();
  }

  /** The lines of an answered m-line that begin with {@code a=<prefix>}. */
  static List<String> lines(Answered answered, String mid, String prefix) {
    return lines(media(answered, mid)).stream()
        .filter(line -> line.startsWith("a=" + prefix))
        .toList();
  }
}
