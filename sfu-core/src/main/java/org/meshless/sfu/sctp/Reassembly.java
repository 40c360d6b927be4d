package org.meshless.sfu.sctp;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of chunks and puts those of a stream in order (RFC 9260 §6.5, §6.9; RFC 8260
 * §2.2). Confined to its association.
 *
 * <p>What waits is bounded by its owner, who asks for {@link #cost()}.
 */
final class Reassembly {
  /** Where messages go. */
  interface Output {
    /** A message; its bytes are the receiver's. */
    void onMessage(int streamId, int ppid, byte[] bytes);
  }

  private final Output output;
  private final boolean interleaving;
  private final int maxMessageBytes;
  private final FragmentRuns runs = new FragmentRuns(); // by TSN, of all streams; DATA only
  private @Nullable InboundStream[] streams = new InboundStream[4];
  private long cost;

  Reassembly(boolean interleaving, int maxMessageBytes, Output output) {
    this.interleaving = interleaving;
    this.maxMessageBytes = maxMessageBytes;
    this.output = output;
  }

  /** Bytes of memory that what waits takes. */
  long cost() {
    return cost;
  }

  /**
   * Takes a chunk whose TSN is new.
   *
   * @return false when its message is longer than any may be
   */
  boolean onData(long tsn, DataChunk chunk) {
    if (chunk.begins() && chunk.ends()) {
      whole(chunk);
      return chunk.size() <= maxMessageBytes;
    }
    return interleaving ? interleaved(chunk) : consecutive(tsn, chunk);
  }

  private void whole(DataChunk chunk) {
    if (chunk.unordered()) {
      output.onMessage(chunk.streamId(), chunk.ppid(), FragmentRun.copy(chunk));
    } else {
      order(chunk.streamId(), chunk.sequence(), chunk.ppid(), FragmentRun.copy(chunk));
    }
  }

  private boolean consecutive(long tsn, DataChunk chunk) {
    FragmentRun run = runs.add(tsn, chunk);
    if (run == null) {
      return true;
    }
    cost += chunk.size() + (long) FragmentRun.OVERHEAD;
    if (run.size > maxMessageBytes) {
      return false;
    }
    if (run.isComplete()) {
      complete(run);
    }
    return true;
  }

  private boolean interleaved(DataChunk chunk) {
    InboundStream stream = stream(chunk.streamId());
    long message;
    NavigableMap<Long, FragmentRuns> parts;
    if (chunk.unordered()) {
      message = Serials.nearest32(stream.newestUnordered, chunk.sequence());
      stream.newestUnordered = Math.max(stream.newestUnordered, message);
      parts = stream.unordered;
    } else {
      message = Serials.nearest32(stream.next, chunk.sequence());
      parts = stream.ordered;
      if (message < stream.next || stream.held.containsKey(message)) {
        return true; // its turn is over
      }
    }
    FragmentRuns fragments = parts.computeIfAbsent(message, number -> new FragmentRuns());
    FragmentRun run = fragments.add(Integer.toUnsignedLong(chunk.fragment()), chunk);
    if (run == null) {
      return true;
    }
    cost += chunk.size() + (long) FragmentRun.OVERHEAD;
    if (run.size > maxMessageBytes) {
      return false;
    }
    if (run.isComplete()) {
      cost -= fragments.removeTo(Long.MAX_VALUE);
      parts.remove(message);
      complete(run);
    }
    return true;
  }

  private void complete(FragmentRun run) {
    cost -= run.cost();
    if (run.unordered) {
      output.onMessage(run.streamId, run.ppid, run.bytes());
    } else {
      order(run.streamId, run.sequence, run.ppid, run.bytes());
    }
  }

  private void order(int streamId, int sequence, int ppid, byte[] bytes) {
    InboundStream stream = stream(streamId);
    long number = unwrap(stream, sequence);
    if (number == stream.next) {
      stream.next++;
      output.onMessage(streamId, ppid, bytes);
      deliverHeld(streamId, stream);
    } else if (number > stream.next) {
      InboundStream.Held message = new InboundStream.Held(ppid, bytes);
      InboundStream.Held twin = stream.held.put(number, message);
      cost += message.cost() - (twin == null ? 0 : twin.cost());
    }
  }

  private void deliverHeld(int streamId, InboundStream stream) {
    Map.Entry<Long, InboundStream.Held> first = stream.held.firstEntry();
    while (first != null && first.getKey() <= stream.next) {
      stream.held.pollFirstEntry();
      cost -= first.getValue().cost();
      stream.next = Math.max(stream.next, first.getKey() + 1);
      output.onMessage(streamId, first.getValue().ppid(), first.getValue().bytes());
      first = stream.held.firstEntry();
    }
  }

  /** The sender has given up what has not arrived up to {@code tsn} (RFC 3758 §3.6). */
  void onForwardTsn(long tsn, ForwardTsnChunk chunk) {
    cost -= runs.removeTo(tsn);
    for (ForwardTsnChunk.Skip skip : chunk.skips()) {
      InboundStream stream = skip.streamId() < streams.length ? streams[skip.streamId()] : null;
      if (stream == null && !skip.unordered()) {
        stream = stream(skip.streamId());
      }
      if (stream != null) {
        skip(stream, skip);
      }
    }
  }

  private void skip(InboundStream stream, ForwardTsnChunk.Skip skip) {
    if (skip.unordered()) {
      long last = Serials.nearest32(stream.newestUnordered, skip.sequence());
      removeParts(stream.unordered, last);
      return;
    }
    long last = unwrap(stream, skip.sequence());
    if (last >= stream.next) {
      removeParts(stream.ordered, last);
      // What has arrived whole is delivered, in order, before what comes after the gap.
      Map.Entry<Long, InboundStream.Held> first = stream.held.firstEntry();
      while (first != null && first.getKey() <= last) {
        stream.next = first.getKey();
        deliverHeld(skip.streamId(), stream);
        first = stream.held.firstEntry();
      }
      stream.next = Math.max(stream.next, last + 1);
      deliverHeld(skip.streamId(), stream);
    }
  }

  private void removeParts(NavigableMap<Long, FragmentRuns> parts, long last) {
    Map.Entry<Long, FragmentRuns> first = parts.firstEntry();
    while (first != null && first.getKey() <= last) {
      cost -= first.getValue().removeTo(Long.MAX_VALUE);
      parts.pollFirstEntry();
      first = parts.firstEntry();
    }
  }

  /** The peer's stream begins anew (RFC 6525 §5.2.2). */
  void reset(int streamId) {
    InboundStream stream = streamId < streams.length ? streams[streamId] : null;
    if (stream != null) {
      removeParts(stream.ordered, Long.MAX_VALUE);
      removeParts(stream.unordered, Long.MAX_VALUE);
      for (InboundStream.Held held : stream.held.values()) {
        cost -= held.cost();
      }
      streams[streamId] = null;
    }
  }

  /** One more than the highest stream in use. */
  int streamLimit() {
    return streams.length;
  }

  private long unwrap(InboundStream stream, int sequence) {
    return interleaving
        ? Serials.nearest32(stream.next, sequence)
        : Serials.nearest16(stream.next, sequence);
  }

  private InboundStream stream(int id) {
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Integer.highestOneBit(id) * 2);
    }
    InboundStream stream = streams[id];
    if (stream == null) {
      stream = new InboundStream();
      streams[id] = stream;
    }
    return stream;
  }
}
