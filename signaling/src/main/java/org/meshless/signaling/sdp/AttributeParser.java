package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.Direction;
import org.meshless.signaling.sdp.Attribute.RidDirection;
import org.meshless.signaling.sdp.Attribute.Simulcast;

/** Reads single attributes. Never throws; what it returns, {@link SdpWriter} writes back. */
final class AttributeParser {
  private static final int MAX_PAYLOAD_TYPE = 127;
  private static final long MAX_UINT32 = 0xffff_ffffL;

  private AttributeParser() {}

  /**
   * Reads {@code a=<name>:<value>}, or {@code a=<name>} where the value is null.
   *
   * @return null if the attribute has a meaning here and the value is not of its form
   */
  static @Nullable Attribute parse(String name, @Nullable String value) {
    Attribute.Flag flag = Attribute.Flag.named(name);
    if (flag != null) {
      return flag;
    }
    Direction direction = direction(name);
    if (direction != null) {
      return new Attribute.Flow(direction);
    }
    if (form(name) == null) {
      return new Attribute.Other(name, value);
    }
    if (value == null) {
      return null;
    }
    return parse(name, value, new Words(value));
  }

  private static @Nullable Attribute parse(String name, String value, Words words) {
    return switch (name) {
      case "mid" -> mid(words);
      case "group" -> group(words);
      case "msid" -> msid(words);
      case "rtpmap" -> rtpMap(words);
      case "fmtp" -> fmtp(value, words);
      case "rtcp-fb" -> rtcpFeedback(words);
      case "extmap" -> extMap(words);
      case "rid" -> rid(words);
      case "simulcast" -> simulcast(words);
      case "ssrc" -> ssrc(words);
      case "ssrc-group" -> ssrcGroup(words);
      case "ice-ufrag" -> iceUfrag(words);
      case "ice-pwd" -> icePwd(words);
      case "fingerprint" -> fingerprint(words);
      case "setup" -> setup(words);
      // Candidates come in more forms than are specified, and a server that learns its peer's
      // address from the checks it receives has no need of them.
      case "candidate" -> {
        Attribute candidate = candidate(words);
        yield candidate == null ? new Attribute.Other(name, value) : candidate;
      }
      default -> new Attribute.Other(name, value);
    };
  }

  /** What the value of an attribute should look like; null for attributes without a type here. */
  static @Nullable String form(String name) {
    return switch (name) {
      case "mid" -> "<identification tag>";
      case "group" -> "<semantics> <identification tag> …";
      case "msid" -> "<stream> <track>";
      case "rtpmap" -> "<payload type> <encoding>/<clock rate>";
      case "fmtp" -> "<payload type> <parameters>";
      case "rtcp-fb" -> "<payload type> <type>";
      case "extmap" -> "<id> <URI>";
      case "rid" -> "<id> send or <id> recv";
      case "simulcast" -> "send <id>;<id>;… or recv <id>;<id>;…";
      case "ssrc" -> "<SSRC> <attribute>:<value>";
      case "ssrc-group" -> "<semantics> <SSRC> …";
      case "ice-ufrag" -> "<4 to 256 characters>";
      case "ice-pwd" -> "<22 to 256 characters>";
      case "fingerprint" -> "<hash> <XX:XX:…>";
      case "setup" -> "actpass, active or passive";
      case "candidate" -> "<foundation> <component> …";
      default -> null;
    };
  }

  static @Nullable Direction direction(String word) {
    return switch (word) {
      case "sendrecv" -> Direction.SENDRECV;
      case "sendonly" -> Direction.SENDONLY;
      case "recvonly" -> Direction.RECVONLY;
      case "inactive" -> Direction.INACTIVE;
      default -> null;
    };
  }

  private static Attribute.@Nullable Mid mid(Words words) {
    String tag = words.next();
    return tag != null && words.atEnd() ? new Attribute.Mid(tag) : null;
  }

  private static Attribute.@Nullable Group group(Words words) {
    String semantics = words.next();
    return semantics == null ? null : new Attribute.Group(semantics, words.remaining());
  }

  /** Further words are passed over: early drafts had attributes there. */
  private static Attribute.@Nullable Msid msid(Words words) {
    String stream = words.next();
    return stream == null ? null : new Attribute.Msid(stream, words.next());
  }

  private static Attribute.@Nullable RtpMap rtpMap(Words words) {
    int payloadType = (int) words.nextNumber(MAX_PAYLOAD_TYPE);
    String codec = words.next();
    if (payloadType < 0 || codec == null) {
      return null;
    }
    int slash = codec.indexOf('/');
    if (slash < 1) {
      return null;
    }
    int secondSlash = codec.indexOf('/', slash + 1);
    int rateEnd = secondSlash < 0 ? codec.length() : secondSlash;
    long clockRate = Words.number(codec.substring(slash + 1, rateEnd), Integer.MAX_VALUE);
    long channels = secondSlash < 0 ? 1 : Words.number(codec.substring(secondSlash + 1), 255);
    return clockRate < 1 || channels < 1
        ? null
        : new Attribute.RtpMap(
            payloadType, codec.substring(0, slash), (int) clockRate, (int) channels);
  }

  /** Formats other than payload types ({@code webrtc-datachannel}) have parameters, too. */
  private static Attribute fmtp(String value, Words words) {
    long payloadType = words.nextNumber(MAX_PAYLOAD_TYPE);
    return payloadType < 0
        ? new Attribute.Other("fmtp", value)
        : new Attribute.Fmtp((int) payloadType, words.rest());
  }

  private static Attribute.@Nullable RtcpFeedback rtcpFeedback(Words words) {
    String format = words.next();
    String type = words.next();
    if (format == null || type == null) {
      return null;
    }
    if (format.equals("*")) {
      return new Attribute.RtcpFeedback(Attribute.RtcpFeedback.ALL, type, words.rest());
    }
    long payloadType = Words.number(format, MAX_PAYLOAD_TYPE);
    return payloadType < 0
        ? null
        : new Attribute.RtcpFeedback((int) payloadType, type, words.rest());
  }

  private static Attribute.@Nullable ExtMap extMap(Words words) {
    String entry = words.next();
    String uri = words.next();
    if (entry == null || uri == null) {
      return null;
    }
    int slash = entry.indexOf('/');
    long id = Words.number(slash < 0 ? entry : entry.substring(0, slash), 0xffff);
    Direction direction = slash < 0 ? null : direction(entry.substring(slash + 1));
    return id < 0 || (slash >= 0 && direction == null)
        ? null
        : new Attribute.ExtMap((int) id, direction, uri, words.rest());
  }

  private static Attribute.@Nullable Rid rid(Words words) {
    String id = words.next();
    RidDirection direction = ridDirection(words.next());
    return id == null || direction == null ? null : new Attribute.Rid(id, direction, words.rest());
  }

  private static @Nullable RidDirection ridDirection(@Nullable String word) {
    return switch (word) {
      case "send" -> RidDirection.SEND;
      case "recv" -> RidDirection.RECV;
      case null, default -> null;
    };
  }

  /** At most one list each way, in either order. */
  private static @Nullable Simulcast simulcast(Words words) {
    List<Simulcast.Encoding> send = List.of();
    List<Simulcast.Encoding> recv = List.of();
    do {
      RidDirection direction = ridDirection(words.next());
      String list = words.next();
      if (direction == null || list == null) {
        return null;
      }
      List<Simulcast.Encoding> encodings = encodings(list);
      if (encodings.isEmpty() || !(direction == RidDirection.SEND ? send : recv).isEmpty()) {
        return null;
      }
      if (direction == RidDirection.SEND) {
        send = encodings;
      } else {
        recv = encodings;
      }
    } while (!words.atEnd());
    return new Simulcast(send, recv);
  }

  /** Reads {@code q;h,~i;f}; empty if any RID is missing. */
  private static List<Simulcast.Encoding> encodings(String list) {
    List<Simulcast.Encoding> encodings = new ArrayList<>();
    List<String> alternatives = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ';' : list.charAt(i);
      if (c != ';' && c != ',') {
        continue;
      }
      String rid = list.substring(start, i);
      if (rid.isEmpty() || rid.equals("~")) {
        return List.of();
      }
      alternatives.add(rid);
      if (c == ';') {
        encodings.add(new Simulcast.Encoding(alternatives));
        alternatives.clear();
      }
      start = i + 1;
    }
    return encodings;
  }

  private static Attribute.@Nullable Ssrc ssrc(Words words) {
    long ssrc = words.nextNumber(MAX_UINT32);
    String attribute = words.rest();
    if (ssrc < 0 || attribute.isEmpty()) {
      return null;
    }
    int colon = attribute.indexOf(':');
    return colon < 0
        ? new Attribute.Ssrc(ssrc, attribute, null)
        : new Attribute.Ssrc(ssrc, attribute.substring(0, colon), attribute.substring(colon + 1));
  }

  private static Attribute.@Nullable SsrcGroup ssrcGroup(Words words) {
    String semantics = words.next();
    if (semantics == null) {
      return null;
    }
    List<Long> ssrcs = new ArrayList<>();
    while (!words.atEnd()) {
      long ssrc = words.nextNumber(MAX_UINT32);
      if (ssrc < 0) {
        return null;
      }
      ssrcs.add(ssrc);
    }
    return new Attribute.SsrcGroup(semantics, ssrcs);
  }

  private static Attribute.@Nullable IceUfrag iceUfrag(Words words) {
    String value = credential(words, 4);
    return value == null ? null : new Attribute.IceUfrag(value);
  }

  private static Attribute.@Nullable IcePwd icePwd(Words words) {
    String value = credential(words, 22);
    return value == null ? null : new Attribute.IcePwd(value);
  }

  /** One word of visible ASCII: more characters than RFC 8839 §5.4 allows, and never fewer. */
  private static @Nullable String credential(Words words, int minLength) {
    String value = words.next();
    if (value == null || !words.atEnd() || value.length() < minLength || value.length() > 256) {
      return null;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        return null;
      }
    }
    return value;
  }

  private static Attribute.@Nullable Fingerprint fingerprint(Words words) {
    String algorithm = words.next();
    String value = words.next();
    return algorithm == null || value == null || !words.atEnd() || !isHexPairs(value)
        ? null
        : new Attribute.Fingerprint(
            algorithm.toLowerCase(Locale.ROOT), value.toUpperCase(Locale.ROOT));
  }

  private static boolean isHexPairs(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean expected = i % 3 == 2 ? c == ':' : c < 128 && Character.digit(c, 16) >= 0;
      if (!expected) {
        return false;
      }
    }
    return value.length() % 3 == 2;
  }

  private static Attribute.@Nullable Setup setup(Words words) {
    String word = words.next();
    for (Attribute.Setup setup : Attribute.Setup.values()) {
      if (setup.word().equals(word) && words.atEnd()) {
        return setup;
      }
    }
    return null;
  }

  private static Attribute.@Nullable Candidate candidate(Words words) {
    String foundation = words.next();
    long component = words.nextNumber(256);
    String transport = words.next();
    long priority = words.nextNumber(MAX_UINT32);
    String address = words.next();
    long port = words.nextNumber(0xffff);
    String typ = words.next();
    String type = words.next();
    return foundation == null
            || component < 0
            || transport == null
            || priority < 0
            || address == null
            || port < 0
            || !"typ".equals(typ)
            || type == null
        ? null
        : new Attribute.Candidate(
            foundation,
            (int) component,
            transport,
            priority,
            address,
            (int) port,
            type,
            words.rest());
  }
}
