package org.meshless.signaling.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a stranger sent. Any text at all gives a message or a refusal with a sentence; nothing
 * is thrown, and depth, lengths and the number of tokens are bounded before anything is kept.
 *
 * <p>Unknown fields are ignored, so that clients may be newer than the server; a field of the wrong
 * type, and one given twice, is refused. The application's {@code data} is checked to be JSON and
 * kept as it was written.
 */
public final class ClientMessageParser {
  /** The longest a message may be, in bytes of UTF-8; of an offer, all but its SDP. */
  public static final int MAX_MESSAGE_BYTES = 64 * 1024;

  /** The longest an offer's SDP may be, in bytes of UTF-8. */
  public static final int MAX_SDP_BYTES = 256 * 1024;

  /** The longest a chat text may be, in UTF-16 units. */
  public static final int MAX_CHAT_LENGTH = 8192;

  /** The most tiles a {@code view} may name: more than a page shows at once. */
  public static final int MAX_TILES = 64;

  /** The most slots a {@code covered} may name: more than there are. */
  public static final int MAX_SLOTS = 128;

  private static final int MAX_TOKEN_LENGTH = 64;
  private static final int MAX_TRACKS = 16;

  private ClientMessageParser() {}

  /** What became of a text. */
  public sealed interface Verdict {}

  /** It is a message. */
  public record Understood(ClientMessage message) implements Verdict {}

  /**
   * It is not.
   *
   * @param re the request's id as far as one could be read
   */
  public record Refused(@Nullable RequestId re, ErrorCode code, String sentence)
      implements Verdict {}

  /** Reads one message. */
  public static Verdict parse(String text) {
    if (text.length() > ProtocolJson.HARD_LIMIT) {
      return new Refused(null, ErrorCode.TOO_LARGE, "A message has at most 64 KiB.");
    }
    Members members;
    try {
      members = readObject(text);
    } catch (Flaw flaw) {
      return new Refused(null, flaw.code, flaw.sentence);
    } catch (StreamConstraintsException e) {
      return new Refused(
          null, ErrorCode.BAD_JSON, "The JSON is too deep, too long or has too many values.");
    } catch (JacksonException e) {
      var location = e.getLocation();
      return new Refused(
          null,
          ErrorCode.BAD_JSON,
          location == null
              ? "This is not JSON."
              : "This is not JSON from character " + location.getCharOffset() + " on.");
    } catch (IOException e) {
      throw new AssertionError("Text in memory cannot fail to be read.", e);
    }
    RequestId id = null;
    try {
      id = members.fields.optionalId();
      return new Understood(message(members, id));
    } catch (Flaw flaw) {
      return new Refused(id, flaw.code, flaw.sentence);
    }
  }

  /**
   * The top-level object, read.
   *
   * @param fields all members but {@code data}
   * @param sizeBytes of the whole text
   * @param sdpTokenBytes of the member {@code sdp} as it was written, escapes included; 0 without
   *     one
   */
  private record Members(Fields fields, RawJson data, int sizeBytes, int sdpTokenBytes) {}

  private static Members readObject(String text) throws IOException, Flaw {
    Map<String, JsonNode> values = new HashMap<>();
    RawJson data = null;
    int sdpTokenBytes = 0;
    try (JsonParser parser = ProtocolJson.MAPPER.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Flaw(ErrorCode.BAD_JSON, "The message is empty.");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Flaw(ErrorCode.BAD_MESSAGE, "A message is a JSON object.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        boolean repeated;
        if (name.equals("data")) {
          repeated = data != null;
          parser.skipChildren();
          parser.finishToken();
          data = new RawJson(text.substring(start, (int) parser.currentLocation().getCharOffset()));
        } else {
          repeated = values.put(name, parser.readValueAsTree()) != null;
          if (name.equals("sdp")) {
            sdpTokenBytes = utf8Length(text, start, (int) parser.currentLocation().getCharOffset());
          }
        }
        if (repeated) {
          throw new Flaw(ErrorCode.BAD_MESSAGE, Fields.shown(name) + " is given twice.");
        }
      }
      if (parser.nextToken() != null) {
        throw new Flaw(ErrorCode.BAD_JSON, "Something follows the JSON object.");
      }
    }
    return new Members(
        new Fields(values::get),
        data == null ? RawJson.NULL : data,
        utf8Length(text, 0, text.length()),
        sdpTokenBytes);
  }

  private static ClientMessage message(Members members, @Nullable RequestId id) throws Flaw {
    Fields fields = members.fields;
    String type = fields.text("type", MAX_TOKEN_LENGTH);
    boolean isOffer = type.equals("offer");
    if (members.sizeBytes - (isOffer ? members.sdpTokenBytes : 0) > MAX_MESSAGE_BYTES) {
      throw new Flaw(ErrorCode.TOO_LARGE, "A message has at most 64 KiB, an offer's SDP apart.");
    }
    return switch (type) {
      case "join" ->
          new ClientMessage.Join(
              required(id),
              fields.room("room"),
              fields.name("name"),
              fields.optionalCodec("codec"));
      case "resume" ->
          new ClientMessage.Resume(
              required(id),
              fields.text("seat", MAX_TOKEN_LENGTH),
              fields.text("secret", MAX_TOKEN_LENGTH),
              fields.natural("last"));
      case "offer" -> offer(fields, required(id));
      case "track" ->
          new ClientMessage.Track(required(id), fields.source("source"), fields.flag("muted"));
      case "view" -> new ClientMessage.View(id, tiles(fields));
      case "covered" -> new ClientMessage.Covered(id, covered(fields));
      case "explain" -> new ClientMessage.Explain(required(id));
      case "chat" ->
          new ClientMessage.Chat(
              required(id),
              fields.text("text", MAX_CHAT_LENGTH),
              fields.optionalText("to", MAX_TOKEN_LENGTH),
              fields.optionalText("key", MAX_TOKEN_LENGTH));
      case "app" ->
          new ClientMessage.App(
              id,
              fields.text("kind", MAX_TOKEN_LENGTH),
              fields.optionalText("to", MAX_TOKEN_LENGTH),
              members.data);
      case "leave" -> new ClientMessage.Leave(required(id));
      default ->
          throw new Flaw(
              ErrorCode.UNKNOWN_TYPE, "There is no message of type " + Fields.shown(type) + ".");
    };
  }

  private static ClientMessage.Offer offer(Fields fields, RequestId id) throws Flaw {
    String sdp = fields.text("sdp", ProtocolJson.HARD_LIMIT);
    if (utf8Length(sdp, 0, sdp.length()) > MAX_SDP_BYTES) {
      throw new Flaw(ErrorCode.TOO_LARGE, "An offer's SDP has at most 256 KiB.");
    }
    List<OfferedTrack> tracks = new ArrayList<>();
    EnumSet<TrackSource> sources = EnumSet.noneOf(TrackSource.class);
    Set<String> mids = new HashSet<>();
    for (Fields track : fields.objects("tracks", MAX_TRACKS)) {
      OfferedTrack offered =
          new OfferedTrack(
              track.text("mid", MAX_TOKEN_LENGTH), track.source("source"), track.flag("muted"));
      if (!sources.add(offered.source()) || !mids.add(offered.mid())) {
        throw new Flaw(
            ErrorCode.BAD_MESSAGE, "tracks: each source and each mid stands there once.");
      }
      tracks.add(offered);
    }
    return new ClientMessage.Offer(id, sdp, tracks);
  }

  private static List<ViewTile> tiles(Fields fields) throws Flaw {
    List<ViewTile> tiles = new ArrayList<>();
    for (Fields tile : fields.objects("tiles", MAX_TILES)) {
      TrackSource source = tile.source("source");
      if (source != TrackSource.CAMERA && source != TrackSource.SCREEN) {
        throw new Flaw(ErrorCode.BAD_MESSAGE, "source of a tile is camera or screen.");
      }
      tiles.add(
          new ViewTile(
              tile.text("participant", MAX_TOKEN_LENGTH),
              source,
              tile.integer("width", 1, ViewTile.MAX_SIDE),
              tile.integer("height", 1, ViewTile.MAX_SIDE),
              tile.optionalFlag("pinned")));
    }
    return tiles;
  }

  private static List<CoveredSlot> covered(Fields fields) throws Flaw {
    List<CoveredSlot> slots = new ArrayList<>();
    for (Fields slot : fields.objects("slots", MAX_SLOTS)) {
      slots.add(
          new CoveredSlot(
              slot.text("mid", MAX_TOKEN_LENGTH),
              slot.integer("generation", 1, Integer.MAX_VALUE)));
    }
    return slots;
  }

  private static RequestId required(@Nullable RequestId id) throws Flaw {
    if (id == null) {
      throw new Flaw(ErrorCode.BAD_MESSAGE, "id is missing: a string or an integer.");
    }
    return id;
  }

  private static int utf8Length(String text, int start, int end) {
    int length = end - start;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate is half of four bytes.
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }

  /** Leaves the parsing of one message; never leaves this package. */
  static final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;

    final ErrorCode code;
    final String sentence;

    Flaw(ErrorCode code, String sentence) {
      super(sentence, null, false, false);
      this.code = code;
      this.sentence = sentence;
    }
  }
}
