package org.meshless.signaling.sdp;

import java.util.List;

/**
 * A session description (RFC 8866) as WebRTC uses it (RFC 8829): its origin, the attributes of the
 * session, the m-lines. The session's name, its times, and lines that WebRTC gives no meaning
 * ({@code b=}, {@code i=}, …) are not kept. Immutable.
 *
 * <p>Its {@code toString} leaves out passwords and may be logged; {@link #write} does not.
 */
public record SessionDescription(
    Origin origin, List<Attribute> attributes, List<MediaDescription> media)
    implements AttributeHolder {
  public SessionDescription {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /** Reads any text; never throws. */
  public static ParseResult parse(String text) {
    return SdpParser.parse(text);
  }

  /**
   * The text, its lines ended by CR LF. Parsing it gives an equal description.
   *
   * @throws IllegalArgumentException if a value contains a line break or NUL, which no parsed
   *     description does
   */
  public String write() {
    return SdpWriter.write(this);
  }
}
