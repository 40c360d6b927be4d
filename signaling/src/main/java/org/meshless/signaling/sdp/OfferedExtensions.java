package org.meshless.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.session.Direction;
import org.meshless.signaling.sdp.Attribute.ExtMap;

/**
 * The header extensions of an offered m-line that the server accepts: all that {@link
 * HeaderExtension} knows, in the direction they were offered in (RFC 8285 §6).
 */
final class OfferedExtensions {
  /** The offered lines, each with an extension of its own and an id of its own. */
  private final List<ExtMap> accepted = new ArrayList<>();

  /** All that were accepted. */
  private final ExtensionMap all;

  /** Those the server may send. */
  private final ExtensionMap sendable;

  /**
   * Reads the lines of one m-line.
   *
   * @param bundle what the ids of the m-lines before it stand for, completed here. On one transport
   *     an id means one extension (RFC 8843 §9.2); where an offer breaks that, the first m-line
   *     counts, for such a peer reads one extension as the other
   */
  OfferedExtensions(List<ExtMap> offered, Map<Integer, HeaderExtension> bundle) {
    ExtensionMap.Builder all = ExtensionMap.builder();
    ExtensionMap.Builder sendable = ExtensionMap.builder();
    for (ExtMap map : offered) {
      HeaderExtension extension = HeaderExtension.ofUri(map.uri());
      if (extension == null || !isUsable(map) || !all.accepts(extension, map.id())) {
        continue;
      }
      if (bundle.getOrDefault(map.id(), extension) != extension) {
        continue;
      }
      bundle.put(map.id(), extension);
      accepted.add(map);
      all.put(extension, map.id());
      if (offeredDirection(map).receives()) {
        sendable.put(extension, map.id());
      }
    }
    this.all = all.build();
    this.sendable = sendable.build();
  }

  /** Id 15 ends the one-byte form; ids above 255 ask the answerer to choose one. */
  private static boolean isUsable(ExtMap map) {
    return map.id() != 15 && offeredDirection(map) != Direction.INACTIVE;
  }

  private static Direction offeredDirection(ExtMap map) {
    @Nullable Direction direction = map.direction();
    return direction == null ? Direction.SENDRECV : direction;
  }

  ExtensionMap all() {
    return all;
  }

  ExtensionMap sendable() {
    return sendable;
  }

  List<ExtMap> accepted() {
    return accepted;
  }

  boolean has(HeaderExtension extension) {
    return all.idOf(extension) != 0;
  }

  /** Adds the attributes by which an answer accepts them. */
  void describe(List<Attribute> out) {
    for (ExtMap map : accepted) {
      @Nullable Direction direction = map.direction();
      out.add(new ExtMap(map.id(), direction == null ? null : direction.reversed(), map.uri(), ""));
    }
  }
}
