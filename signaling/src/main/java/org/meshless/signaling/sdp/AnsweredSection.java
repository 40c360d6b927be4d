package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.DataSection;
import org.meshless.rtp.session.Direction;
import org.meshless.rtp.session.MediaSection;
import org.meshless.signaling.sdp.Attribute.Candidate;

/**
 * The answer to one m-line, the transport apart.
 *
 * @param offered what it answers
 * @param negotiated the same in RTP's terms; null if the m-line is rejected or carries no media
 * @param data the same of data channels; null if the m-line is rejected or carries media
 * @param formats payload types in the server's order
 * @param attributes without those of the transport
 */
record AnsweredSection(
    OfferedSection offered,
    @Nullable MediaSection negotiated,
    @Nullable DataSection data,
    List<String> formats,
    List<Attribute> attributes) {
  /** The port of an m-line in use whose real one is not known (RFC 8840 §4.1.1). */
  private static final int DISCARD_PORT = 9;

  /** Rejects an m-line, and with it what it may have been before (RFC 3264 §6). */
  static AnsweredSection rejected(OfferedSection offered) {
    List<Attribute> attributes = new ArrayList<>();
    String mid = offered.mid();
    if (mid != null) {
      attributes.add(new Attribute.Mid(mid));
    }
    attributes.add(new Attribute.Flow(Direction.INACTIVE));
    return new AnsweredSection(
        offered, null, null, List.of(offered.media().formats().getFirst()), attributes);
  }

  boolean isAccepted() {
    return negotiated != null || data != null;
  }

  /**
   * The m-line of the answer.
   *
   * @param candidates the server's, the default one first
   * @param isTagged whether it is the one that describes the transport of the bundle (RFC 8843
   *     §7.3)
   */
  MediaDescription describe(List<Candidate> candidates, boolean isTagged) {
    NetworkAddress address = NetworkAddress.UNSPECIFIED;
    int port = 0;
    if (isAccepted()) {
      port = candidates.isEmpty() ? DISCARD_PORT : candidates.getFirst().port();
      address = candidates.isEmpty() ? address : NetworkAddress.of(candidates.getFirst().address());
    }
    List<Attribute> all = new ArrayList<>(attributes);
    if (isTagged) {
      all.addAll(candidates);
      all.add(Attribute.Flag.END_OF_CANDIDATES);
    }
    return new MediaDescription(
        offered.media().media(), port, offered.media().protocol(), formats, address, all);
  }
}
