package org.meshless.rtp.session;

import java.util.List;

/**
 * The outcome of an offer and its answer.
 *
 * @param sections the media m-lines that were not rejected, in the order of the description
 */
public record NegotiatedSession(List<MediaSection> sections, RemoteTransport transport) {
  public NegotiatedSession {
    sections = List.copyOf(sections);
  }
}
