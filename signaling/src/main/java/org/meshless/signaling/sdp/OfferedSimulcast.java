package org.meshless.signaling.sdp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.PayloadTypeMap;
import org.meshless.signaling.sdp.Attribute.Rid;
import org.meshless.signaling.sdp.Attribute.RidDirection;
import org.meshless.signaling.sdp.Attribute.Simulcast;

/** The simulcast encodings a client offers to send (RFC 8853), and those the server accepts. */
final class OfferedSimulcast {
  /** More than any browser sends: a bound on what is announced. */
  private static final int MAX_ENCODINGS = 8;

  /** In the client's order, by RID: the answer's {@code a=rid}. */
  private final Map<String, Rid> accepted = new LinkedHashMap<>();

  OfferedSimulcast(MediaDescription media, PayloadTypeMap payloadTypes) {
    Simulcast simulcast = media.first(Simulcast.class);
    if (simulcast == null) {
      return;
    }
    Map<String, Rid> offered = new HashMap<>();
    for (Rid rid : media.all(Rid.class)) {
      if (rid.direction() == RidDirection.SEND && OfferedSection.isName(rid.id())) {
        offered.putIfAbsent(rid.id(), rid);
      }
    }
    for (Simulcast.Encoding encoding : simulcast.send()) {
      // Of alternatives, the preferred one.
      Rid rid = offered.get(encoding.rid());
      String restrictions = rid == null ? null : restrictions(rid, payloadTypes);
      if (rid != null && restrictions != null && accepted.size() < MAX_ENCODINGS) {
        accepted.put(rid.id(), new Rid(rid.id(), RidDirection.RECV, restrictions));
      }
    }
  }

  /**
   * The restrictions of an encoding as an answer repeats them: of payload types only those that are
   * accepted (RFC 8851 §6.3). Null if none of them is.
   */
  private static @Nullable String restrictions(Rid rid, PayloadTypeMap payloadTypes) {
    if (!rid.restrictions().contains("pt=")) {
      return rid.restrictions();
    }
    StringJoiner kept = new StringJoiner(";");
    for (String restriction : rid.restrictions().split(";", -1)) {
      if (!restriction.startsWith("pt=")) {
        kept.add(restriction);
        continue;
      }
      StringJoiner numbers = new StringJoiner(",");
      for (String number : restriction.substring("pt=".length()).split(",", -1)) {
        if (payloadTypes.of((int) Words.number(number, 127)) != null) {
          numbers.add(number);
        }
      }
      if (numbers.length() == 0) {
        return null;
      }
      kept.add("pt=" + numbers);
    }
    return kept.toString();
  }

  /** The RIDs accepted, in the client's order; empty for none. */
  List<String> rids() {
    return List.copyOf(accepted.keySet());
  }

  /** Adds the attributes by which an answer accepts them. */
  void describe(List<Attribute> out) {
    if (!accepted.isEmpty()) {
      out.addAll(accepted.values());
      out.add(
          new Simulcast(
              List.of(), accepted.keySet().stream().map(Simulcast.Encoding::of).toList()));
    }
  }
}
