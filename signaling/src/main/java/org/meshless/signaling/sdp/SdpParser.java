package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.sdp.ParseResult.Malformed;
import org.meshless.signaling.sdp.ParseResult.Parsed;

/**
 * Reads session descriptions as browsers and other stacks write them.
 *
 * <p>Tolerant: lines may end in CR LF, LF or CR and in blanks, empty lines and lines of no interest
 * are passed over, {@code s=}, {@code t=} and {@code c=} may be missing. A line whose meaning
 * matters must be right. Its work is linear in the length of the text, which is bounded.
 */
final class SdpParser {
  /** The longest text read, in characters. */
  static final int MAX_LENGTH = 256 * 1024;

  static final int MAX_MEDIA = 128;

  private final String text;
  private int at;
  private int lineNumber;

  private @Nullable Origin origin;
  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<MediaDescription> media = new ArrayList<>();

  /** The m-line being read; null before the first. Its attributes are in {@link #attributes}. */
  private @Nullable MediaDescription current;

  private @Nullable NetworkAddress connection;
  private List<Attribute> attributes = sessionAttributes;

  private SdpParser(String text) {
    this.text = text;
  }

  static ParseResult parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return new Malformed(0, "The description is longer than " + MAX_LENGTH + " characters.");
    }
    return new SdpParser(text).parse();
  }

  private ParseResult parse() {
    boolean sawVersion = false;
    for (String line = nextLine(); line != null; line = nextLine()) {
      if (line.isEmpty()) {
        continue;
      }
      if (line.length() < 2 || line.charAt(1) != '=') {
        return malformed("is not of the form <letter>=<value>");
      }
      if (line.indexOf('\0') >= 0) {
        return malformed("contains a NUL");
      }
      if (!sawVersion) {
        if (!line.equals("v=0")) {
          return malformed("should be v=0");
        }
        sawVersion = true;
        continue;
      }
      String fault = read(line.charAt(0), line.substring(2));
      if (fault != null) {
        return malformed(fault);
      }
    }
    endMedia();
    return origin == null
        ? new Malformed(0, "The description has no o= line.")
        : new Parsed(new SessionDescription(origin, sessionAttributes, media));
  }

  private Malformed malformed(String fault) {
    return new Malformed(lineNumber, "Line " + lineNumber + " " + fault + ".");
  }

  /** The next line without its end and the blanks before it, or null. */
  private @Nullable String nextLine() {
    if (at >= text.length()) {
      return null;
    }
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    int next = end + 1;
    if (text.startsWith("\r\n", end)) {
      next++;
    }
    int trimmed = end;
    while (trimmed > at && Words.isBlank(text.charAt(trimmed - 1))) {
      trimmed--;
    }
    String line = text.substring(at, trimmed);
    at = next;
    lineNumber++;
    return line;
  }

  /** Takes in a line; returns what is wrong with it, or null. */
  private @Nullable String read(char type, String value) {
    return switch (type) {
      case 'a' -> readAttribute(value);
      case 'm' -> readMedia(value);
      case 'c' -> readConnection(value);
      case 'o' -> readOrigin(value);
      default -> null;
    };
  }

  private @Nullable String readAttribute(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.isEmpty()) {
      return "is an attribute without a name";
    }
    Attribute attribute = AttributeParser.parse(name, colon < 0 ? null : text.substring(colon + 1));
    if (attribute == null) {
      return "should be of the form a=" + name + ":" + AttributeParser.form(name);
    }
    attributes.add(attribute);
    return null;
  }

  private @Nullable String readMedia(String value) {
    endMedia();
    if (media.size() == MAX_MEDIA) {
      return "is one m-line more than the " + MAX_MEDIA + " there may be";
    }
    Words words = new Words(value);
    String kind = words.next();
    int port = port(words.next());
    String protocol = words.next();
    List<String> formats = words.remaining();
    if (kind == null || port < 0 || protocol == null || formats.isEmpty()) {
      return "should be of the form m=<media> <port> <protocol> <format> …";
    }
    current = new MediaDescription(kind, port, protocol, formats, null, List.of());
    attributes = new ArrayList<>();
    connection = null;
    return null;
  }

  /** Reads {@code <port>} or {@code <port>/<number of ports>}; −1 if it is neither. */
  private static int port(@Nullable String word) {
    if (word == null) {
      return -1;
    }
    int slash = word.indexOf('/');
    return (int) Words.number(slash < 0 ? word : word.substring(0, slash), 0xffff);
  }

  private void endMedia() {
    if (current != null) {
      media.add(
          new MediaDescription(
              current.media(),
              current.port(),
              current.protocol(),
              current.formats(),
              connection,
              attributes));
      current = null;
    }
  }

  private @Nullable String readConnection(String value) {
    Words words = new Words(value);
    connection = address(words);
    return connection == null ? "should be of the form c=IN <IP4 or IP6> <address>" : null;
  }

  private @Nullable String readOrigin(String value) {
    Words words = new Words(value);
    String username = words.next();
    String sessionId = words.next();
    String sessionVersion = words.next();
    NetworkAddress address = address(words);
    if (username == null || sessionId == null || sessionVersion == null || address == null) {
      return "should be of the form o=<user> <session> <version> IN <IP4 or IP6> <address>";
    }
    origin = new Origin(username, sessionId, sessionVersion, address);
    return null;
  }

  private static @Nullable NetworkAddress address(Words words) {
    String netType = words.next();
    String type = words.next();
    String address = words.next();
    return "IN".equals(netType) && type != null && address != null
        ? new NetworkAddress(type, address)
        : null;
  }
}
