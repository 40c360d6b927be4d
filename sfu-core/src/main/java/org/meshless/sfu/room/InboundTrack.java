package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.MediaKind;
import org.meshless.rtp.session.MediaSection;

/**
 * One track somebody publishes: a camera, a microphone, a screen. It has one {@link InboundStream}
 * per simulcast layer (a single one without simulcast) and knows the slots that carry it.
 *
 * <p>Confined to its MediaLoop.
 */
final class InboundTrack {
  private final Member publisher;
  private final TrackSource source;
  private final long sourceId;
  private final List<InboundStream> streams = new ArrayList<>();
  private final List<Slot> subscribers = new ArrayList<>();
  private final VoiceActivity voice = new VoiceActivity();
  private long consideredNs = Long.MIN_VALUE / 2;
  private MediaSection section;

  /**
   * @param sourceId what subscribers see as the CSRC of this track's packets, 1..2³²−1
   */
  InboundTrack(Member publisher, TrackSource source, long sourceId, MediaSection section) {
    this.publisher = publisher;
    this.source = source;
    this.sourceId = sourceId;
    this.section = section;
  }

  Member publisher() {
    return publisher;
  }

  TrackSource source() {
    return source;
  }

  long sourceId() {
    return sourceId;
  }

  MediaKind kind() {
    return section.kind();
  }

  MediaSection section() {
    return section;
  }

  /** A later offer described the same media section anew. */
  void renegotiated(MediaSection section) {
    this.section = section;
  }

  boolean isCompanionOf(InboundTrack other) {
    return publisher == other.publisher && source.companion() == other.source;
  }

  /** How much is being said on it; silence for video. */
  VoiceActivity voice() {
    return voice;
  }

  /** True once in every {@code intervalNs}. */
  boolean takeConsideration(long nowNs, long intervalNs) {
    if (nowNs - consideredNs < intervalNs) {
      return false;
    }
    consideredNs = nowNs;
    return true;
  }

  // --- layers -----------------------------------------------------------------------------------

  List<InboundStream> streams() {
    return streams;
  }

  void add(InboundStream stream) {
    streams.add(stream);
  }

  void remove(InboundStream stream) {
    streams.remove(stream);
    for (int i = 0; i < subscribers.size(); i++) {
      subscribers.get(i).onStreamEnded(stream);
    }
  }

  /** The layer of this RID, or null before its first packet. */
  @Nullable InboundStream layer(@Nullable String rid) {
    for (int i = 0; i < streams.size(); i++) {
      String of = streams.get(i).rid();
      if (rid == null ? of == null : rid.equals(of)) {
        return streams.get(i);
      }
    }
    return null;
  }

  /** The best layer that is flowing: pages list their layers from the smallest to the largest. */
  @Nullable InboundStream preferred(long nowNs) {
    InboundStream best = null;
    int bestRank = -1;
    for (int i = 0; i < streams.size(); i++) {
      InboundStream stream = streams.get(i);
      int rank = stream.rid() == null ? 0 : section.rids().indexOf(stream.rid());
      if (rank > bestRank && stream.isFlowing(nowNs)) {
        best = stream;
        bestRank = rank;
      }
    }
    return best;
  }

  // --- subscribers ------------------------------------------------------------------------------

  void subscribe(Slot slot) {
    subscribers.add(slot);
  }

  void unsubscribe(Slot slot) {
    subscribers.remove(slot);
  }

  List<Slot> subscribers() {
    return subscribers;
  }

  /** Hands a packet to everybody who watches or hears this track. */
  void forward(long nowNs, MediaPacket packet) {
    for (int i = 0, n = subscribers.size(); i < n; i++) {
      subscribers.get(i).onPacket(nowNs, packet);
    }
  }
}
