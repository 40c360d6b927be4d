package org.meshless.sfu.room;

import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.Reliability;

/**
 * What a stream of messages is for and how hard it tries: of each there is one stream per receiver.
 * Immutable.
 */
record DataTopic(String label, Reliability reliability) {
  /** Messages of the room's chat are kept for those who come later. */
  static final DataTopic CHAT = new DataTopic("chat", Reliability.RELIABLE);

  static DataTopic of(DataChannel channel) {
    return new DataTopic(channel.label(), channel.reliability());
  }
}
