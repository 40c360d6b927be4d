package org.meshless.signaling.sdp;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.Direction;
import org.meshless.signaling.sdp.Attribute.Candidate;
import org.meshless.signaling.sdp.Attribute.ExtMap;
import org.meshless.signaling.sdp.Attribute.RtcpFeedback;
import org.meshless.signaling.sdp.Attribute.RtpMap;
import org.meshless.signaling.sdp.Attribute.Simulcast;
import org.meshless.signaling.sdp.Attribute.Ssrc;

/** Writes session descriptions. */
final class SdpWriter {
  private static final int TYPICAL_LENGTH = 4096;

  private final StringBuilder out = new StringBuilder(TYPICAL_LENGTH);

  private SdpWriter() {}

  static String write(SessionDescription description) {
    SdpWriter writer = new SdpWriter();
    writer.session(description);
    return writer.out.toString();
  }

  private void session(SessionDescription description) {
    line("v=0");
    line("o=" + origin(description.origin()));
    line("s=-");
    line("t=0 0");
    attributes(description.attributes());
    for (MediaDescription media : description.media()) {
      String formats = String.join(" ", media.formats());
      line("m=" + media.media() + " " + media.port() + " " + media.protocol() + " " + formats);
      NetworkAddress connection = media.connection();
      if (connection != null) {
        line("c=" + address(connection));
      }
      attributes(media.attributes());
    }
  }

  private void attributes(List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      line("a=" + text(attribute));
    }
  }

  /** Whatever got into a value, it stays in its line. */
  private void line(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        throw new IllegalArgumentException("line break or NUL in a session description");
      }
    }
    out.append(line).append("\r\n");
  }

  private static String origin(Origin origin) {
    return origin.username()
        + " "
        + origin.sessionId()
        + " "
        + origin.sessionVersion()
        + " "
        + address(origin.address());
  }

  private static String address(NetworkAddress address) {
    return "IN " + address.type() + " " + address.address();
  }

  private static String text(Attribute attribute) {
    return switch (attribute) {
      case Attribute.Flag flag -> flag.attributeName();
      case Attribute.Flow(Direction direction) -> word(direction);
      case Attribute.Mid(String value) -> "mid:" + value;
      case Attribute.Group(String semantics, List<String> mids) ->
          "group:" + semantics + joined(mids);
      case Attribute.Msid(String stream, String track) ->
          "msid:" + stream + (track == null ? "" : " " + track);
      case RtpMap map -> rtpMap(map);
      case Attribute.Fmtp(int payloadType, String text) -> "fmtp:" + payloadType + spaced(text);
      case RtcpFeedback feedback -> rtcpFeedback(feedback);
      case ExtMap map -> extMap(map);
      case Attribute.Rid(String id, Attribute.RidDirection direction, String restrictions) ->
          "rid:" + id + " " + direction.word() + spaced(restrictions);
      case Simulcast simulcast -> simulcast(simulcast);
      case Ssrc(long ssrc, String name, String value) ->
          "ssrc:" + ssrc + " " + name + (value == null ? "" : ":" + value);
      case Attribute.SsrcGroup(String semantics, List<Long> ssrcs) ->
          "ssrc-group:" + semantics + joined(ssrcs);
      case Attribute.IceUfrag(String value) -> "ice-ufrag:" + value;
      case Attribute.IcePwd(String value) -> "ice-pwd:" + value;
      case Attribute.Fingerprint(String algorithm, String value) ->
          "fingerprint:" + algorithm + " " + value;
      case Attribute.Setup setup -> "setup:" + setup.word();
      case Candidate candidate -> candidate(candidate);
      case Attribute.Other(String name, String value) -> name + (value == null ? "" : ":" + value);
    };
  }

  private static String word(Direction direction) {
    return switch (direction) {
      case SENDRECV -> "sendrecv";
      case SENDONLY -> "sendonly";
      case RECVONLY -> "recvonly";
      case INACTIVE -> "inactive";
    };
  }

  private static String spaced(String text) {
    return text.isEmpty() ? "" : " " + text;
  }

  private static String joined(List<?> words) {
    return words.stream().map(word -> " " + word).collect(Collectors.joining());
  }

  private static String rtpMap(RtpMap map) {
    return "rtpmap:"
        + map.payloadType()
        + " "
        + map.encodingName()
        + "/"
        + map.clockRate()
        + (map.channels() == 1 ? "" : "/" + map.channels());
  }

  private static String rtcpFeedback(RtcpFeedback feedback) {
    String format =
        feedback.payloadType() == RtcpFeedback.ALL ? "*" : String.valueOf(feedback.payloadType());
    return "rtcp-fb:" + format + " " + feedback.type() + spaced(feedback.parameter());
  }

  private static String extMap(ExtMap map) {
    @Nullable Direction direction = map.direction();
    return "extmap:"
        + map.id()
        + (direction == null ? "" : "/" + word(direction))
        + " "
        + map.uri()
        + spaced(map.parameters());
  }

  private static String simulcast(Simulcast simulcast) {
    String send = encodings(simulcast.send());
    String recv = encodings(simulcast.recv());
    return "simulcast:"
        + (send.isEmpty() ? "" : "send " + send)
        + (send.isEmpty() || recv.isEmpty() ? "" : " ")
        + (recv.isEmpty() ? "" : "recv " + recv);
  }

  private static String encodings(List<Simulcast.Encoding> encodings) {
    return encodings.stream()
        .map(encoding -> String.join(",", encoding.alternatives()))
        .collect(Collectors.joining(";"));
  }

  private static String candidate(Candidate candidate) {
    return "candidate:"
        + candidate.foundation()
        + " "
        + candidate.component()
        + " "
        + candidate.transport()
        + " "
        + candidate.priority()
        + " "
        + candidate.address()
        + " "
        + candidate.port()
        + " typ "
        + candidate.type()
        + spaced(candidate.extensions());
  }
}
