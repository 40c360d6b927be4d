package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.ext.SdesItem;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.session.InboundSource;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadType;

/**
 * What a participant sends, sorted into streams. An SSRC is bound once, to the track and the layer
 * that its first packet names (RFC 8843 §9.2, RFC 8852 §4) or its description announced, and known
 * by its number from then on.
 *
 * <p>Confined to its MediaLoop.
 */
final class Inbound {
  /** A camera and a screen of three layers with retransmissions, two audio tracks: 14; twice. */
  static final int MAX_STREAMS = 32;

  private final List<InboundTrack> tracks = new ArrayList<>();
  private final long[] ssrcs = new long[MAX_STREAMS];
  private final @Nullable InboundStream[] streams = new @Nullable InboundStream[MAX_STREAMS];
  private int count;

  /** The tracks in order of their first negotiation. */
  List<InboundTrack> tracks() {
    return tracks;
  }

  @Nullable InboundTrack track(String mid) {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).section().mid().equals(mid)) {
        return tracks.get(i);
      }
    }
    return null;
  }

  void add(InboundTrack track) {
    tracks.add(track);
  }

  /** The track is no longer published: its streams are forgotten. */
  void remove(InboundTrack track) {
    tracks.remove(track);
    for (InboundStream stream : List.copyOf(track.streams())) {
      remove(stream);
    }
  }

  /** Forgets a stream: it said BYE, or another took its place. */
  void remove(InboundStream stream) {
    stream.track().remove(stream);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (streams[i] != stream) {
        ssrcs[kept] = ssrcs[i];
        streams[kept] = streams[i];
        kept++;
      }
    }
    for (int i = kept; i < count; i++) {
      streams[i] = null;
    }
    count = kept;
  }

  /** The stream that this SSRC, or the SSRC of its retransmissions, is bound to; or null. */
  @Nullable InboundStream find(long ssrc) {
    for (int i = 0; i < count; i++) {
      if (ssrcs[i] == ssrc) {
        return streams[i];
      }
    }
    return null;
  }

  /**
   * The stream of a packet, bound by it if it is the first of its SSRC; null if it names none.
   *
   * @param ids numbers a new stream
   */
  @Nullable InboundStream of(RtpPacket packet, IntSupplier ids) {
    InboundStream known = find(packet.ssrc());
    if (known != null || count == MAX_STREAMS) {
      return known;
    }
    InboundTrack track = trackOf(packet);
    if (track == null) {
      return null;
    }
    boolean retransmits = track.section().payloadTypes().ofRtx(packet.payloadType()) != null;
    InboundStream stream = retransmits ? retransmitted(track, packet) : layer(track, packet, ids);
    if (stream != null && count < MAX_STREAMS) {
      ssrcs[count] = packet.ssrc();
      streams[count] = stream;
      count++;
    }
    return stream;
  }

  private @Nullable InboundTrack trackOf(RtpPacket packet) {
    String mid = text(packet, HeaderExtension.MID);
    if (mid != null) {
      return track(mid);
    }
    InboundTrack only = null;
    for (int i = 0; i < tracks.size(); i++) {
      InboundTrack track = tracks.get(i);
      if (announced(track.section(), packet.ssrc()) != null) {
        return track;
      }
      PayloadType type = track.section().payloadTypes().of(packet.payloadType());
      if (type != null || track.section().payloadTypes().ofRtx(packet.payloadType()) != null) {
        if (only != null) {
          return null; // two m-lines share the payload type: nothing tells them apart
        }
        only = track;
      }
    }
    return only;
  }

  private @Nullable InboundStream layer(InboundTrack track, RtpPacket packet, IntSupplier ids) {
    String rid = text(packet, HeaderExtension.RID);
    List<String> rids = track.section().rids();
    if (rids.isEmpty() ? rid != null : rid == null || !rids.contains(rid)) {
      return null;
    }
    InboundStream replaced = track.layer(rid);
    if (replaced != null) {
      remove(replaced);
    }
    InboundStream stream =
        new InboundStream(
            track, packet.ssrc(), new StreamDescription(ids.getAsInt(), track.description(), rid));
    track.add(stream);
    return stream;
  }

  private static @Nullable InboundStream retransmitted(InboundTrack track, RtpPacket packet) {
    String rid = text(packet, HeaderExtension.REPAIRED_RID);
    if (rid != null || track.section().rids().isEmpty()) {
      return track.layer(rid);
    }
    InboundSource source = announced(track.section(), packet.ssrc());
    for (int i = 0; source != null && i < track.streams().size(); i++) {
      if (track.streams().get(i).ssrc() == source.ssrc()) {
        return track.streams().get(i);
      }
    }
    return null;
  }

  private static @Nullable InboundSource announced(MediaSection section, long ssrc) {
    for (InboundSource source : section.sources()) {
      if (source.ssrc() == ssrc || source.rtxSsrc() == ssrc) {
        return source;
      }
    }
    return null;
  }

  private static @Nullable String text(RtpPacket packet, HeaderExtension item) {
    int offset = packet.extensionOffset(item);
    return offset < 0 ? null : SdesItem.read(packet.bytes(), offset, packet.extensionLength(item));
  }
}
