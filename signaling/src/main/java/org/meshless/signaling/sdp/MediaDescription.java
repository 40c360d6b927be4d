package org.meshless.signaling.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One m-line with its attributes (RFC 8866 §5.14).
 *
 * @param media {@code audio}, {@code video}, {@code application}, …
 * @param port 0 … 65535; 0 means the m-line is stopped or rejected, or bundle-only (RFC 8843 §6)
 * @param protocol {@code UDP/TLS/RTP/SAVPF}, {@code UDP/DTLS/SCTP}, …
 * @param formats payload types in order of preference, or {@code webrtc-datachannel}; at least one
 * @param connection its {@code c=} line, if it has one
 */
public record MediaDescription(
    String media,
    int port,
    String protocol,
    List<String> formats,
    @Nullable NetworkAddress connection,
    List<Attribute> attributes)
    implements AttributeHolder {
  public MediaDescription {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** The identification tag (RFC 5888), or null. */
  public @Nullable String mid() {
    Attribute.Mid mid = first(Attribute.Mid.class);
    return mid == null ? null : mid.value();
  }

  /**
   * Whether the m-line is in use: port 0 stops it, unless it says that it has no port of its own
   * because it is bundled (Firefox writes its unsent m-lines so).
   */
  public boolean isLive() {
    return port != 0 || has(Attribute.Flag.BUNDLE_ONLY);
  }
}
