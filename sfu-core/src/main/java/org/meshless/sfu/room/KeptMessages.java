package org.meshless.sfu.room;

import java.util.ArrayDeque;
import java.util.List;

/** The last messages of a room's chat, for who comes later. Confined to its MediaLoop. */
final class KeptMessages {
  static final int MAX_MESSAGES = 100;
  static final int MAX_BYTES = 1 << 18;

  private final ArrayDeque<DataMessage> messages = new ArrayDeque<>();
  private int bytes;

  /**
   * Keeps one more, and forgets the oldest where that is too many.
   *
   * @return false if it is kept already
   */
  boolean add(DataMessage message) {
    for (DataMessage known : messages) {
      if (known.bytes() == message.bytes()) {
        return false;
      }
    }
    messages.add(message);
    bytes += message.bytes().length;
    while (messages.size() > MAX_MESSAGES || bytes > MAX_BYTES) {
      bytes -= messages.remove().bytes().length;
    }
    return true;
  }

  /** All of them, the oldest first. */
  List<DataMessage> all() {
    return List.copyOf(messages);
  }
}
