package org.meshless.signaling.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.Direction;

/**
 * One {@code a=} line. What WebRTC gives a meaning that matters to a server has a type; the rest is
 * {@link Other}. Immutable.
 */
public sealed interface Attribute {
  /** Attributes that are there or not. */
  enum Flag implements Attribute {
    /** This m-line lives only inside the bundle (RFC 8843 §6). */
    BUNDLE_ONLY("bundle-only"),
    /** No candidate will follow (RFC 8840 §8.2). */
    END_OF_CANDIDATES("end-of-candidates"),
    /** One- and two-byte header extensions may alternate in a stream (RFC 8285 §6). */
    EXTMAP_ALLOW_MIXED("extmap-allow-mixed"),
    /** The writer answers connectivity checks and sends none (RFC 8839 §5.3). */
    ICE_LITE("ice-lite"),
    /** RTP and RTCP share a port (RFC 5761 §5.1.1). */
    RTCP_MUX("rtcp-mux"),
    /** RTCP packets need not be compound (RFC 5506 §5). */
    RTCP_RSIZE("rtcp-rsize");

    private static final Map<String, Flag> BY_NAME = new HashMap<>();

    static {
      for (Flag flag : values()) {
        BY_NAME.put(flag.attributeName, flag);
      }
    }

    private final String attributeName;

    Flag(String attributeName) {
      this.attributeName = attributeName;
    }

    String attributeName() {
      return attributeName;
    }

    static @Nullable Flag named(String attributeName) {
      return BY_NAME.get(attributeName);
    }
  }

  /** Which way media flows (RFC 8866 §6.7). */
  record Flow(Direction direction) implements Attribute {}

  /** Identification tag of an m-line (RFC 5888 §4). */
  record Mid(String value) implements Attribute {}

  /**
   * M-lines that belong together (RFC 5888 §5).
   *
   * @param semantics {@code BUNDLE} (RFC 8843), {@code LS}, …
   */
  record Group(String semantics, List<String> mids) implements Attribute {
    public static final String BUNDLE = "BUNDLE";

    public Group {
      mids = List.copyOf(mids);
    }
  }

  /**
   * The media stream and track an m-line carries (RFC 8830).
   *
   * @param stream {@code -} for a track without a stream
   * @param track null where the description leaves it out
   */
  record Msid(String stream, @Nullable String track) implements Attribute {}

  /**
   * The codec of a payload type (RFC 8866 §6.6).
   *
   * @param payloadType 0 … 127
   * @param clockRate Hz
   * @param channels 1 where the description names none
   */
  record RtpMap(int payloadType, String encodingName, int clockRate, int channels)
      implements Attribute {}

  /**
   * Parameters of a payload type (RFC 8866 §6.15).
   *
   * @param payloadType 0 … 127
   * @param text as written; most codecs use {@code name=value;name=value}
   */
  record Fmtp(int payloadType, String text) implements Attribute {
    /** The text as parameters: names in lower case, without a value the empty one. */
    public Map<String, String> parameters() {
      Map<String, String> parameters = new HashMap<>();
      int start = 0;
      while (start < text.length()) {
        int semicolon = text.indexOf(';', start);
        int end = semicolon < 0 ? text.length() : semicolon;
        int equals = text.indexOf('=', start, end);
        int nameEnd = equals < 0 ? end : equals;
        String name = text.substring(start, nameEnd).strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty()) {
          parameters.putIfAbsent(name, text.substring(Math.min(nameEnd + 1, end), end).strip());
        }
        start = end + 1;
      }
      return parameters;
    }
  }

  /**
   * Feedback a payload type may be given (RFC 4585 §4.2).
   *
   * @param payloadType 0 … 127, or {@link #ALL}
   * @param type {@code nack}, {@code ccm}, {@code transport-cc}, …
   * @param parameter {@code pli}, {@code fir}, …; empty for none
   */
  record RtcpFeedback(int payloadType, String type, String parameter) implements Attribute {
    /** {@code *}: every payload type of the m-line. */
    public static final int ALL = -1;
  }

  /**
   * The id of a header extension (RFC 8285 §5).
   *
   * @param id 1 … 255 in use, 4096 … 4351 to ask for one, 0 … 65535 read
   * @param direction the writer's; null where it is that of the m-line
   * @param parameters the extension's attributes; empty for none
   */
  record ExtMap(int id, @Nullable Direction direction, String uri, String parameters)
      implements Attribute {}

  /** Which way an {@code a=rid} stream goes, seen by the writer. */
  enum RidDirection {
    SEND("send"),
    RECV("recv");

    private final String word;

    RidDirection(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * A stream of an m-line that is told apart by its RID (RFC 8851 §4).
   *
   * @param restrictions {@code pt=…;max-width=…}; empty for none
   */
  record Rid(String id, RidDirection direction, String restrictions) implements Attribute {}

  /**
   * Encodings of one source, sent at the same time (RFC 8853 §5.1).
   *
   * @param send what the writer sends, in its order; empty if it offers none
   * @param recv what it accepts; empty if none
   */
  record Simulcast(List<Encoding> send, List<Encoding> recv) implements Attribute {
    public Simulcast {
      send = List.copyOf(send);
      recv = List.copyOf(recv);
    }

    /**
     * One encoding.
     *
     * @param alternatives RIDs of which one is used, preferred first, with a {@code ~} before those
     *     that are paused; at least one
     */
    public record Encoding(List<String> alternatives) {
      public Encoding {
        alternatives = List.copyOf(alternatives);
      }

      /** An encoding without alternatives. */
      public static Encoding of(String rid) {
        return new Encoding(List.of(rid));
      }

      /** The RID preferred, paused or not. */
      public String rid() {
        String first = alternatives.getFirst();
        return first.startsWith("~") ? first.substring(1) : first;
      }
    }
  }

  /**
   * Something about a stream (RFC 5576 §4.1).
   *
   * @param ssrc 0 … 2³² − 1
   * @param name what is said of the stream: its RTCP canonical name, its msid, …
   */
  record Ssrc(long ssrc, String name, @Nullable String value) implements Attribute {}

  /**
   * Streams that belong together (RFC 5576 §4.2).
   *
   * @param semantics {@code FID} (a stream and its retransmissions, RFC 4588), {@code SIM}, …
   * @param ssrcs each 0 … 2³² − 1
   */
  record SsrcGroup(String semantics, List<Long> ssrcs) implements Attribute {
    public static final String FID = "FID";

    public SsrcGroup {
      ssrcs = List.copyOf(ssrcs);
    }
  }

  /** The user name fragment of connectivity checks (RFC 8839 §5.4). */
  record IceUfrag(String value) implements Attribute {}

  /** The password of connectivity checks (RFC 8839 §5.4); secret. */
  record IcePwd(String value) implements Attribute {
    /** Leaves out the password: this may be logged. */
    @Override
    public String toString() {
      return "IcePwd[]";
    }
  }

  /**
   * The hash of a DTLS certificate (RFC 8122 §5).
   *
   * @param algorithm in lower case: {@code sha-256}
   * @param value pairs of upper-case hexadecimal digits joined by colons
   */
  record Fingerprint(String algorithm, String value) implements Attribute {}

  /** Who begins the DTLS handshake (RFC 4145 §4, RFC 8842 §5.2). */
  enum Setup implements Attribute {
    ACTIVE("active"),
    PASSIVE("passive"),
    ACTPASS("actpass"),
    HOLDCONN("holdconn");

    private final String word;

    Setup(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * An ICE candidate (RFC 8839 §5.1).
   *
   * @param component 1 … 256; 1 for RTP, and for all where RTCP shares its port
   * @param transport {@code udp} or {@code tcp}, in either case
   * @param priority 0 … 2³² − 1
   * @param address numeric or a host name
   * @param port 0 … 65535
   * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
   * @param extensions what follows the type ({@code raddr …}); empty for nothing
   */
  record Candidate(
      String foundation,
      int component,
      String transport,
      long priority,
      String address,
      int port,
      String type,
      String extensions)
      implements Attribute {
    /** A UDP candidate on an address of the writer's own. */
    public static Candidate host(String foundation, long priority, String address, int port) {
      return new Candidate(foundation, 1, "udp", priority, address, port, "host", "");
    }
  }

  /**
   * Any other attribute, and any whose value is no use to a server however it is written.
   *
   * @param value null where there is no colon
   */
  record Other(String name, @Nullable String value) implements Attribute {}
}
