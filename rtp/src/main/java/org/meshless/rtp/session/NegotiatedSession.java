package org.meshless.rtp.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an offer and its answer.
 *
 * @param sections the media m-lines that were not rejected, in the order of the description
 * @param data the m-line of the data channels; null if there is none
 */
public record NegotiatedSession(
    List<MediaSection> sections, @Nullable DataSection data, RemoteTransport transport) {
  public NegotiatedSession {
    sections = List.copyOf(sections);
  }
}
