package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.PayloadType;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.signaling.sdp.Attribute.Fmtp;
import org.meshless.signaling.sdp.Attribute.RtcpFeedback;
import org.meshless.signaling.sdp.Attribute.RtpMap;

/** The payload types of an offered m-line, and those the server accepts. */
final class OfferedPayloads {
  private static final int NUMBERS = 128;

  /** What {@link #feedback} is made of. */
  private static final int NACK = 1;

  private static final int PLI = 1 << 1;
  private static final int FIR = 1 << 2;
  private static final int REMB = 1 << 3;
  private static final int TRANSPORT_CC = 1 << 4;

  /** In kbit/s. */
  private static final String START_BITRATE = "x-google-start-bitrate=1000";

  /** In the order of the m-line, each once. */
  private final List<Integer> numbers = new ArrayList<>();

  private final @Nullable RtpMap[] maps = new @Nullable RtpMap[NUMBERS];

  private final @Nullable Fmtp[] fmtps = new @Nullable Fmtp[NUMBERS];

  /** By payload type, read once: they may be long, and many may refer to one. */
  private final Map<Integer, Map<String, String>> parameters = new HashMap<>();

  private final int[] feedback = new int[NUMBERS];

  OfferedPayloads(MediaDescription media) {
    boolean[] seen = new boolean[NUMBERS];
    for (String format : media.formats()) {
      int number = (int) Words.number(format, NUMBERS - 1);
      if (number >= 0 && !seen[number] && !looksLikeRtcp(number)) {
        seen[number] = true;
        numbers.add(number);
      }
    }
    for (Attribute attribute : media.attributes()) {
      switch (attribute) {
        case RtpMap map when maps[map.payloadType()] == null -> maps[map.payloadType()] = map;
        case Fmtp fmtp when fmtps[fmtp.payloadType()] == null -> fmtps[fmtp.payloadType()] = fmtp;
        case RtcpFeedback fb when fb.payloadType() == RtcpFeedback.ALL -> {
          for (int number : numbers) {
            feedback[number] |= bit(fb);
          }
        }
        case RtcpFeedback fb -> feedback[fb.payloadType()] |= bit(fb);
        default -> {}
      }
    }
  }

  /** With the marker bit these make the second byte of an RTCP packet (RFC 5761 §4). */
  private static boolean looksLikeRtcp(int number) {
    return number >= 64 && number <= 95;
  }

  private static int bit(RtcpFeedback feedback) {
    return switch (feedback.type() + " " + feedback.parameter()) {
      case "nack " -> NACK;
      case "nack pli" -> PLI;
      case "ccm fir" -> FIR;
      case "goog-remb " -> REMB;
      case "transport-cc " -> TRANSPORT_CC;
      default -> 0;
    };
  }

  /** The payload types the server forwards, in its order of preference; empty if there is none. */
  PayloadTypeMap accept(MediaKind kind, CodecPolicy policy) {
    int[] rtxNumbers = rtxNumbers();
    List<PayloadType> accepted = new ArrayList<>();
    for (int number : numbers) {
      Codec codec = codec(number);
      if (codec == null || codec.kind() != kind || !policy.accepts(codec)) {
        continue;
      }
      int bits = feedback[number];
      accepted.add(
          new PayloadType(
              number,
              codec,
              rtxNumbers[number],
              (bits & NACK) != 0,
              (bits & PLI) != 0,
              (bits & FIR) != 0,
              (bits & REMB) != 0,
              (bits & TRANSPORT_CC) != 0));
    }
    accepted.sort(Comparator.comparingInt(type -> policy.rank(type.codec())));
    return PayloadTypeMap.copyOf(accepted);
  }

  /** The codec of a payload type; null if the server knows none by that description. */
  private @Nullable Codec codec(int number) {
    Codec codec = mapped(number);
    return codec instanceof Codec.Red && primary(number) < 0 ? null : codec;
  }

  private @Nullable Codec mapped(int number) {
    RtpMap map = maps[number];
    return map == null
        ? null
        : Codec.of(map.encodingName(), map.clockRate(), map.channels(), parameters(number));
  }

  private Map<String, String> parameters(int number) {
    Fmtp fmtp = fmtps[number];
    return fmtp == null
        ? Map.of()
        : parameters.computeIfAbsent(number, absent -> fmtp.parameters());
  }

  /**
   * The payload type that RED wraps; −1 unless that is Opus. Its parameters are the payload types
   * of its blocks: {@code 111/111} (RFC 2198 §5).
   */
  private int primary(int redNumber) {
    Fmtp fmtp = fmtps[redNumber];
    String text = fmtp == null ? "" : fmtp.text();
    int slash = text.indexOf('/');
    int number = (int) Words.number(slash < 0 ? text : text.substring(0, slash), NUMBERS - 1);
    return number >= 0 && numbers.contains(number) && mapped(number) instanceof Codec.Opus
        ? number
        : -1;
  }

  /** For each payload type that of its retransmissions (RFC 4588 §8), or −1. */
  private int[] rtxNumbers() {
    int[] rtxNumbers = new int[NUMBERS];
    Arrays.fill(rtxNumbers, PayloadType.NO_RTX);
    for (int number : numbers) {
      RtpMap map = maps[number];
      if (map != null && map.encodingName().equalsIgnoreCase("rtx")) {
        int apt = (int) Words.number(parameters(number).getOrDefault("apt", ""), NUMBERS - 1);
        if (apt >= 0 && rtxNumbers[apt] == PayloadType.NO_RTX) {
          rtxNumbers[apt] = number;
        }
      }
    }
    return rtxNumbers;
  }

  /** The formats of an answer that accepts these. */
  static List<String> formats(PayloadTypeMap accepted) {
    return accepted.all().stream()
        .flatMapToInt(
            type ->
                type.hasRtx()
                    ? IntStream.of(type.number(), type.rtxNumber())
                    : IntStream.of(type.number()))
        .mapToObj(String::valueOf)
        .toList();
  }

  /**
   * Adds the attributes by which an answer accepts a payload type.
   *
   * @param receives whether the server is the one to receive it
   */
  void describe(PayloadType type, boolean receives, List<Attribute> out) {
    addMap(type.number(), out);
    addFeedback(type, out);
    String parameters = answeredParameters(type, receives);
    if (!parameters.isEmpty()) {
      out.add(new Fmtp(type.number(), parameters));
    }
    if (type.hasRtx()) {
      addMap(type.rtxNumber(), out);
      out.add(new Fmtp(type.rtxNumber(), "apt=" + type.number()));
    }
  }

  private void addMap(int number, List<Attribute> out) {
    RtpMap map = maps[number];
    if (map != null) {
      out.add(map);
    }
  }

  private static void addFeedback(PayloadType type, List<Attribute> out) {
    int number = type.number();
    if (type.transportCc()) {
      out.add(new RtcpFeedback(number, "transport-cc", ""));
    }
    if (type.remb()) {
      out.add(new RtcpFeedback(number, "goog-remb", ""));
    }
    if (type.fir()) {
      out.add(new RtcpFeedback(number, "ccm", "fir"));
    }
    if (type.nack()) {
      out.add(new RtcpFeedback(number, "nack", ""));
    }
    if (type.pli()) {
      out.add(new RtcpFeedback(number, "nack", "pli"));
    }
  }

  /**
   * Parameters that make the bitstream what it is are repeated; limits of the offerer's decoder
   * ({@code max-fs} and the like) are not, since in an answer they would be the server's.
   */
  private String answeredParameters(PayloadType type, boolean receives) {
    return switch (type.codec()) {
      case Codec.Opus() -> opus(parameters(type.number()), receives);
      case Codec.Red red -> primary(type.number()) + "/" + primary(type.number());
      case Codec.Vp8() -> video("", receives);
      case Codec.Vp9 vp9 -> video(repeated(type, "profile-id"), receives);
      case Codec.H264 h264 ->
          video(
              repeated(type, "level-asymmetry-allowed", "packetization-mode", "profile-level-id"),
              receives);
      case Codec.Av1 av1 -> video(repeated(type, "level-idx", "profile", "tier"), receives);
    };
  }

  /**
   * Chromium begins at 300 kbit/s, which is the smallest layer of a camera; it is told to begin
   * where two layers have room, and to probe for the third from there. Others pass over it.
   */
  private static String video(String bitstream, boolean receives) {
    if (!receives) {
      return bitstream;
    }
    return bitstream.isEmpty() ? START_BITRATE : bitstream + ";" + START_BITRATE;
  }

  /**
   * Stereo is sent to whoever says it may be (RFC 7587 §6.1): the one who sends must have asked.
   * Silence is not worth sending: whoever publishes may leave it out.
   */
  private static String opus(Map<String, String> offered, boolean receives) {
    boolean stereo = "1".equals(offered.get("stereo")) || "1".equals(offered.get("sprop-stereo"));
    return "minptime=10;useinbandfec=1"
        + (receives ? ";usedtx=1" : "")
        + (receives && stereo ? ";stereo=1" : "");
  }

  private String repeated(PayloadType type, String... names) {
    Map<String, String> offered = parameters(type.number());
    return Stream.of(names)
        .filter(offered::containsKey)
        .map(name -> name + "=" + offered.get(name))
        .collect(Collectors.joining(";"));
  }
}
