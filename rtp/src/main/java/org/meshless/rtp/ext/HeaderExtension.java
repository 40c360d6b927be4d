package org.meshless.rtp.ext;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header extensions Meshless understands, named independently of the ids (1 … 255) that each
 * peer picks for them in its session description.
 */
public enum HeaderExtension {
  /** The m-line a packet belongs to (RFC 8843 §15). Text, see {@link SdesItem}. */
  MID(0, "urn:ietf:params:rtp-hdrext:sdes:mid"),

  /** The simulcast encoding a packet belongs to (RFC 8852 §3.1). Text, see {@link SdesItem}. */
  RID(1, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),

  /** On retransmissions, the encoding they repair (RFC 8852 §3.2). Text, see {@link SdesItem}. */
  REPAIRED_RID(2, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),

  /** A number counting all packets of a transport, see {@link TransportSequenceNumber}. */
  TRANSPORT_SEQUENCE_NUMBER(
      3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),

  /** How loud the audio in the packet is (RFC 6464), see {@link AudioLevel}. */
  AUDIO_LEVEL(4, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),

  /** When the packet left its sender, see {@link AbsSendTime}. */
  ABS_SEND_TIME(5, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),

  /** What a video frame depends on and what depends on it (AV1 RTP specification, appendix A). */
  DEPENDENCY_DESCRIPTOR(
      6, "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension");

  static final int COUNT = values().length;

  private static final Map<String, HeaderExtension> BY_URI = new HashMap<>();

  static {
    for (HeaderExtension extension : values()) {
      BY_URI.put(extension.uri, extension);
    }
  }

  private final int index;
  private final String uri;

  HeaderExtension(int index, String uri) {
    this.index = index;
    this.uri = uri;
  }

  /** 0 … {@link #COUNT} − 1: the place of this extension in arrays that hold something for each. */
  int index() {
    return index;
  }

  /** The URI that names the extension in {@code a=extmap} (RFC 8285 §5). */
  public String uri() {
    return uri;
  }

  /** The extension with exactly this URI, or null if it is one we do not speak. */
  public static @Nullable HeaderExtension ofUri(String uri) {
    return BY_URI.get(uri);
  }
}
