package org.meshless.sfu.room;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.session.DataSection;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.sctp.DataChannel;
import org.meshless.sfu.sctp.DataChannels;
import org.meshless.sfu.sctp.SctpClose;
import org.meshless.sfu.sctp.SctpOptions;
import org.meshless.sfu.transport.Transport;

/**
 * The data channels of one member. A channel that the member opens says that it wants what others
 * send under its label, and carries that as far as the reliability is the same; for another
 * reliability the server opens one.
 *
 * <p>What waits for the member is bounded, per stream and in all: an unreliable stream drops its
 * oldest messages, a reliable one is closed with a notice.
 *
 * <p>Confined to its MediaLoop.
 */
final class DataSeat implements DataChannels.Listener {
  /** What waits on one stream at most, in bytes with 64 for each message. */
  static final long MAX_STREAM_BYTES = 4 << 20;

  /** What waits for the member at most. */
  static final long MAX_BYTES = 16 << 20;

  /** The longest message that is forwarded, without the header. */
  static final int MAX_MESSAGE_BYTES = SctpOptions.DEFAULT.maxMessageBytes();

  /** Streams that the server opens under one label; there are not many ways to be reliable. */
  static final int MAX_OPENED_PER_LABEL = 8;

  /** The protocol of a channel whose messages are for one participant: this and the id. */
  private static final String TO = "to:";

  private final DataRelay relay;
  private final String id;
  private final byte[] sender;
  private final Consumer<RoomEvent> events;
  private final DataChannels channels;

  /** Opened by the member, but for those to one participant. */
  private final Set<DataChannel> wanted = new HashSet<>();

  /** How many are wanted, by label. */
  private final Map<String, Integer> labels = new HashMap<>();

  /** What each topic's messages go out on; the member's own channel or one of ours. */
  private final Map<DataTopic, DataChannel> streams = new HashMap<>();

  /** Closed because the member did not keep up: nothing more until it opens one itself. */
  private final Set<DataTopic> overflowed = new HashSet<>();

  private boolean chats;

  DataSeat(
      DataRelay relay,
      String id,
      DataSection section,
      Transport transport,
      Consumer<RoomEvent> events) {
    this.relay = relay;
    this.id = id;
    this.sender = DataHeader.sender(id);
    this.events = events;
    int most = MAX_MESSAGE_BYTES + DataHeader.LENGTH;
    long theirs = section.maxMessageBytes();
    SctpOptions options =
        SctpOptions.DEFAULT
            .remotePort(section.remotePort())
            .maxSendBytes(theirs == 0 ? most : (int) Math.min(theirs, most));
    this.channels = transport.openDataChannels(options, this);
  }

  String id() {
    return id;
  }

  /** The id as headers have it. */
  byte[] sender() {
    return sender;
  }

  /**
   * A message for this member, if it wants such.
   *
   * @param bytes with the header; shared
   */
  void deliver(long nowNs, DataTopic topic, byte[] bytes) {
    DataChannel stream = stream(nowNs, topic);
    if (stream == null) {
      return;
    }
    if (!makeRoom(stream, bytes.length)) {
      onFull(nowNs, topic);
      return;
    }
    switch (stream.send(nowNs, true, bytes)) {
      case QUEUED -> relay.count(LoopCounter.DATA_MESSAGES_FORWARDED);
      case TOO_LONG -> relay.count(LoopCounter.DROPPED_DATA_TOO_LONG);
      case FULL -> onFull(nowNs, topic);
      case CLOSED -> {}
    }
  }

  /** As far as the bound on all streams together goes; each has one of its own. */
  private boolean makeRoom(DataChannel stream, int length) {
    while (channels.association().queuedCost() + length > MAX_BYTES) {
      if (!stream.reliability().isPartial() || !channels.association().dropOldest(stream.id())) {
        return false;
      }
    }
    return true;
  }

  private void onFull(long nowNs, DataTopic topic) {
    if (topic.reliability().isPartial()) {
      relay.count(LoopCounter.DROPPED_DATA_FULL);
    } else {
      overflow(nowNs, topic);
    }
  }

  /** Ends a stream whose messages no longer all arrive. */
  void overflow(long nowNs, DataTopic topic) {
    DataChannel stream = streams.get(topic);
    if (stream == null) {
      return;
    }
    relay.count(LoopCounter.DATA_STREAMS_OVERFLOWED);
    while (channels.association().dropOldest(stream.id())) {}
    stream.send(nowNs, true, DataHeader.notice(DataHeader.OVERFLOWED, relay.timeMs(nowNs)));
    stream.close(nowNs);
    overflowed.add(topic);
    release(stream);
  }

  private @Nullable DataChannel stream(long nowNs, DataTopic topic) {
    DataChannel known = streams.get(topic);
    if (known != null || !labels.containsKey(topic.label()) || overflowed.contains(topic)) {
      return known;
    }
    DataChannel opened =
        openedUnder(topic.label()) < MAX_OPENED_PER_LABEL
            ? channels.open(nowNs, topic.label(), "", topic.reliability())
            : null;
    if (opened == null) {
      relay.count(LoopCounter.DATA_STREAMS_REFUSED);
    } else {
      opened.limit(MAX_STREAM_BYTES);
      streams.put(topic, opened);
    }
    return opened;
  }

  private int openedUnder(String label) {
    int count = 0;
    for (DataChannel stream : streams.values()) {
      if (stream.label().equals(label) && !wanted.contains(stream)) {
        count++;
      }
    }
    return count;
  }

  // --- what the member does ---------------------------------------------------------------------

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onOpen(long nowNs, DataChannel channel) {
    if (isToOne(channel)) {
      return;
    }
    channel.limit(MAX_STREAM_BYTES);
    wanted.add(channel);
    labels.merge(channel.label(), 1, Integer::sum);
    DataTopic topic = DataTopic.of(channel);
    overflowed.remove(topic);
    streams.putIfAbsent(topic, channel);
    if (!chats && topic.equals(DataTopic.CHAT)) {
      chats = true;
      events.accept(new RoomEvent.ChatChanged(true));
      relay.replay(nowNs, this);
    }
  }

  @Override
  public void onMessage(long nowNs, DataChannel channel, boolean binary, byte[] message) {
    String to = isToOne(channel) ? channel.protocol().substring(TO.length()) : null;
    relay.publish(nowNs, this, DataTopic.of(channel), to, !binary, message);
  }

  private static boolean isToOne(DataChannel channel) {
    return channel.protocol().startsWith(TO);
  }

  @Override
  public void onBufferedAmountLow(long nowNs, DataChannel channel) {}

  @Override
  public void onClosed(long nowNs, DataChannel channel) {
    release(channel);
    if (!labels.containsKey(channel.label())) {
      // Nobody wants any more what the server opened for them.
      for (DataChannel stream : Set.copyOf(streams.values())) {
        if (stream.label().equals(channel.label())) {
          release(stream);
          stream.close(nowNs);
        }
      }
    }
  }

  /** The channel is no more, or about to be. */
  private void release(DataChannel channel) {
    DataTopic topic = DataTopic.of(channel);
    boolean wasWanted = wanted.remove(channel);
    if (wasWanted) {
      labels.computeIfPresent(channel.label(), (label, count) -> count == 1 ? null : count - 1);
    }
    if (streams.remove(topic, channel)) {
      DataChannel next = anotherOf(topic);
      if (next != null && !overflowed.contains(topic)) {
        streams.put(topic, next);
      } else if (wasWanted && topic.equals(DataTopic.CHAT)) {
        chats = false;
        events.accept(new RoomEvent.ChatChanged(false));
      }
    }
  }

  private @Nullable DataChannel anotherOf(DataTopic topic) {
    for (DataChannel channel : wanted) {
      if (DataTopic.of(channel).equals(topic)) {
        return channel;
      }
    }
    return null;
  }

  @Override
  public void onEnded(long nowNs, SctpClose reason) {
    relay.leave(this);
  }
}
