package org.meshless.signaling.sdp;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meshless.rtp.codec.MediaKind;

/**
 * Gives slots their stream names. Browsers play audio and video in step only if both belong to one
 * stream, so the <i>k</i>-th video slot and the <i>k</i>-th audio slot share a name.
 */
final class SlotNames {
  private final Map<MediaKind, Set<String>> taken = new EnumMap<>(MediaKind.class);

  SlotNames() {
    for (MediaKind kind : MediaKind.values()) {
      taken.put(kind, new HashSet<>());
    }
  }

  /** Keeps a name from being given to a second slot of a kind. */
  void reserve(MediaKind kind, String streamId) {
    taken(kind).add(streamId);
  }

  /** The first name that no slot of this kind has. */
  String next(MediaKind kind) {
    int k = 0;
    while (!taken(kind).add("slot-" + k)) {
      k++;
    }
    return "slot-" + k;
  }

  private Set<String> taken(MediaKind kind) {
    return taken.getOrDefault(kind, Set.of());
  }
}
