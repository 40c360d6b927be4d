package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way through a room. Immutable, and shared by all who receive it, whatever their
 * loops.
 *
 * @param senderId the participant it came from
 * @param to the only participant that shall receive it; null for everybody who wants it
 * @param bytes with the {@link DataHeader}; never to be written again
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity alone
record DataMessage(DataTopic topic, String senderId, @Nullable String to, byte[] bytes) {
  /** Whether those who come later shall receive it, too. */
  boolean isKept() {
    return to == null && topic.equals(DataTopic.CHAT);
  }

  boolean isFor(DataSeat seat) {
    boolean own = senderId.equals(seat.id());
    // Who chats is told, by their own message, that it has been passed on.
    return own ? topic.equals(DataTopic.CHAT) : to == null || to.equals(seat.id());
  }
}
