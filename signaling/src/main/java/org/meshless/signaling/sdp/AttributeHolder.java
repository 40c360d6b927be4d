package org.meshless.signaling.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code a=} lines belong to: a session or an m-line. */
public sealed interface AttributeHolder permits SessionDescription, MediaDescription {
  /** In the order of the lines. */
  List<Attribute> attributes();

  /** The first attribute of a type, or null. */
  default <A extends Attribute> @Nullable A first(Class<A> type) {
    for (Attribute attribute : attributes()) {
      if (type.isInstance(attribute)) {
        return type.cast(attribute);
      }
    }
    return null;
  }

  /** All attributes of a type. */
  default <A extends Attribute> List<A> all(Class<A> type) {
    return attributes().stream().filter(type::isInstance).map(type::cast).toList();
  }

  default boolean has(Attribute.Flag flag) {
    return attributes().contains(flag);
  }
}
