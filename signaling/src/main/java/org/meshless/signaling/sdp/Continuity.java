package org.meshless.signaling.sdp;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.RemoteTransport;

/** Holds a further offer against what was agreed before. */
final class Continuity {
  private Continuity() {}

  /**
   * M-lines stay where they are (RFC 8829 §5.2.2); only those that were stopped or rejected may be
   * used again for something else.
   *
   * @return what the offer breaks, as a sentence; null if nothing
   */
  static @Nullable String fault(Offer offer, SessionDescription previousAnswer) {
    List<MediaDescription> before = previousAnswer.media();
    List<OfferedSection> now = offer.sections();
    if (now.size() < before.size()) {
      return "The offer has " + now.size() + " m-lines where there were " + before.size() + ".";
    }
    for (int i = 0; i < before.size(); i++) {
      MediaDescription was = before.get(i);
      MediaDescription is = now.get(i).media();
      if (was.isLive()
          && is.isLive()
          && !(is.media().equals(was.media()) && Objects.equals(is.mid(), was.mid()))) {
        return "The m-line at index " + i + " has another kind or a=mid than before.";
      }
    }
    return null;
  }

  /**
   * A new certificate would take a new DTLS association (RFC 8842 §3.1), which a session is not.
   */
  static @Nullable String fault(RemoteTransport now, RemoteTransport before) {
    return now.fingerprintAlgorithm().equals(before.fingerprintAlgorithm())
            && now.fingerprint().equals(before.fingerprint())
        ? null
        : "The offer has another a=fingerprint than before; that takes a new connection.";
  }
}
