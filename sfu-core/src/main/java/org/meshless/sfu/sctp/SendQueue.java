package org.meshless.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent. Streams take turns: message by message, or fragment by fragment
 * where messages may interleave. Confined to its association.
 */
final class SendQueue {
  private @Nullable OutboundStream[] streams = new OutboundStream[4];
  private final ArrayDeque<OutboundStream> turn = new ArrayDeque<>();
  private final ArrayDeque<OutboundStream> low = new ArrayDeque<>();
  private boolean interleaving;
  private long queuedBytes;
  private long queuedMessages;

  /** Whether fragments of several messages may alternate. Before anything is sent. */
  void interleaving(boolean interleaving) {
    this.interleaving = interleaving;
  }

  /** The stream, which comes to be with its first use. */
  OutboundStream stream(int id) {
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Integer.highestOneBit(id) * 2);
    }
    OutboundStream stream = streams[id];
    if (stream == null) {
      stream = new OutboundStream(id);
      streams[id] = stream;
    }
    return stream;
  }

  void add(OutboundMessage message) {
    OutboundStream stream = message.stream;
    stream.messages.add(message);
    stream.queuedBytes += message.bytes.length;
    queuedBytes += message.bytes.length;
    queuedMessages++;
    if (!stream.ready) {
      stream.ready = true;
      turn.add(stream);
    }
  }

  /** What all that waits costs in memory. */
  long cost() {
    return queuedBytes + OutboundStream.MESSAGE_OVERHEAD * queuedMessages;
  }

  boolean isEmpty() {
    return turn.isEmpty();
  }

  /** The message whose next fragment is to be sent; null when nothing waits. */
  @Nullable OutboundMessage peek() {
    OutboundStream stream = turn.peek();
    return stream == null ? null : stream.messages.peek();
  }

  /** So many bytes of the message that {@link #peek} gave are sent. */
  void sent(OutboundMessage message, int size) {
    OutboundStream stream = message.stream;
    message.sent += size;
    shrink(stream, size);
    if (message.isSent()) {
      stream.messages.remove();
      queuedMessages--;
      pass(stream);
    } else if (interleaving) {
      pass(stream);
    }
  }

  /** Removes what has not been sent of a message at the head of its stream. */
  void drop(OutboundMessage message) {
    OutboundStream stream = message.stream;
    shrink(stream, message.bytes.length - message.sent);
    stream.messages.remove();
    queuedMessages--;
    if (stream.messages.isEmpty() && stream.ready) {
      stream.ready = false;
      turn.remove(stream);
    }
  }

  /**
   * Removes the oldest message of a stream of which nothing has been sent.
   *
   * @return false when there is none
   */
  boolean dropOldest(OutboundStream stream) {
    Iterator<OutboundMessage> messages = stream.messages.iterator();
    while (messages.hasNext()) {
      OutboundMessage message = messages.next();
      if (!message.isBegun()) {
        messages.remove();
        queuedMessages--;
        shrink(stream, message.bytes.length);
        if (stream.messages.isEmpty() && stream.ready) {
          stream.ready = false;
          turn.remove(stream);
        }
        return true;
      }
    }
    return false;
  }

  /** A stream of which little waits now, told once; null when there is no more. */
  @Nullable OutboundStream pollLow() {
    return low.poll();
  }

  private void shrink(OutboundStream stream, int size) {
    boolean wasHigh = stream.queuedBytes > stream.lowThreshold;
    stream.queuedBytes -= size;
    queuedBytes -= size;
    if (wasHigh && stream.queuedBytes <= stream.lowThreshold) {
      low.add(stream);
    }
  }

  private void pass(OutboundStream stream) {
    turn.remove();
    if (stream.messages.isEmpty()) {
      stream.ready = false;
    } else {
      turn.add(stream);
    }
  }
}
