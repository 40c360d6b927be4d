package org.meshless.signaling.hall;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.signaling.protocol.SlotInfo;
import org.meshless.signaling.protocol.TrackSource;

/** What a participant's media has to tell. Called on the hall's thread. */
public interface MediaEvents {
  /** The state of the path between a participant and the server. */
  enum Path {
    CONNECTING,
    CONNECTED,
    /** Nothing heard for 10 s. */
    SILENT,
    /** Given up: consent expired (RFC 7675), or the handshake failed. */
    LOST,
    /** The peer said goodbye: DTLS close_notify. */
    CLOSED_BY_PEER
  }

  void onPath(long nowNs, Path path);

  /** These slots changed, in this order. */
  void onSlots(long nowNs, List<SlotInfo> slots);

  /** The sources of these slots, and of no others, are held back for want of room on the path. */
  void onPaused(long nowNs, List<String> mids);

  /** This participant has the floor; null: nobody. */
  void onSpeaker(long nowNs, @Nullable String participantId);

  /** More slots could be filled: so many in all would do. */
  void onSlotsWanted(long nowNs, int video, int audio);

  /** Whether chat reaches the participant over a data channel now. */
  void onChat(long nowNs, boolean reachable);

  /** Of the participant's own track these simulcast layers are watched by somebody. */
  void onLayers(long nowNs, TrackSource source, List<String> rids);
}
