package org.meshless.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets streams begin anew, ours and the peer's: how data channels close (RFC 6525, RFC 8831 §6.7).
 * Confined to its association.
 *
 * <p>One request of ours is under way at a time. One of the peer's that names data still missing is
 * kept until that has come.
 */
final class StreamResets {
  static final long NEVER = Long.MAX_VALUE;

  /** Streams in one request, so that it fits a packet. */
  private static final int MAX_STREAMS = 256;

  /** What becomes of requests. */
  interface Host {
    /** Our stream has begun anew. */
    void onOutgoingReset(long nowNs, int streamId);

    /** Streams of the peer's have begun anew; none named means all. */
    void onIncomingReset(long nowNs, int[] streamIds);

    /** Sends with the next packet. */
    void enqueue(Chunk chunk);
  }

  private final Host host;
  private final Transmission transmission;
  private final Reception reception;
  private final RetransmissionTimeout timeout;
  private final SctpOptions options;
  private final SendQueue queue;

  // Ours.
  private final ArrayDeque<OutboundStream> waiting = new ArrayDeque<>(4);
  private int requestNumber;
  private ReconfigParameter.@Nullable OutgoingReset request;
  private boolean requestDue;
  private long deadlineNs = NEVER;

  // The peer's.
  private int peerStreams;
  private int expectedNumber;
  private ReconfigResult lastResult = ReconfigResult.NOTHING_TO_DO;
  private ReconfigParameter.@Nullable OutgoingReset deferred;

  StreamResets(
      Host host,
      Peer peer,
      int localTsn,
      Transmission transmission,
      Reception reception,
      SendQueue queue,
      RetransmissionTimeout timeout,
      SctpOptions options) {
    this.host = host;
    this.transmission = transmission;
    this.reception = reception;
    this.queue = queue;
    this.timeout = timeout;
    this.options = options;
    peerStreams = peer.inboundStreams();
    requestNumber = localTsn;
    expectedNumber = peer.initialTsn();
  }

  /** Asks for a stream of ours to begin anew once all that waits on it is sent. */
  void reset(OutboundStream stream) {
    if (!stream.resetting) {
      stream.resetting = true;
      waiting.add(stream);
    }
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void onTimeout(long nowNs) {
    if (nowNs >= deadlineNs) {
      requestDue = request != null;
      deadlineNs = NEVER;
    }
  }

  /** Puts what is to be asked now into a packet. */
  void fill(long nowNs, PacketBuilder packetBuilder) {
    if (request == null) {
      request = nextRequest();
      requestDue = request != null;
    }
    ReconfigParameter.OutgoingReset asked = request;
    if (requestDue && asked != null && packetBuilder.add(new ReconfigChunk(List.of(asked)))) {
      requestDue = false;
      deadlineNs = nowNs + timeout.timeoutNs();
    }
  }

  private ReconfigParameter.@Nullable OutgoingReset nextRequest() {
    int[] ids = new int[Math.min(waiting.size(), MAX_STREAMS)];
    int count = 0;
    for (int looked = waiting.size(); looked > 0 && count < ids.length; looked--) {
      OutboundStream stream = waiting.remove();
      if (stream.messages.isEmpty()) {
        ids[count++] = stream.id;
      } else {
        waiting.add(stream);
      }
    }
    if (count == 0) {
      return null;
    }
    return new ReconfigParameter.OutgoingReset(
        requestNumber++,
        expectedNumber - 1,
        (int) transmission.lastTsn(),
        Arrays.copyOf(ids, count));
  }

  void onReconfig(long nowNs, ReconfigChunk chunk) {
    for (ReconfigParameter parameter : chunk.parameters()) {
      switch (parameter) {
        case ReconfigParameter.Response response -> onResponse(nowNs, response);
        case ReconfigParameter.OutgoingReset reset ->
            onRequest(nowNs, reset.requestNumber(), reset);
        case ReconfigParameter.AddOutgoing add -> onRequest(nowNs, add.requestNumber(), add);
        case ReconfigParameter.Unsupported other -> onRequest(nowNs, other.requestNumber(), other);
      }
    }
  }

  private void onResponse(long nowNs, ReconfigParameter.Response response) {
    ReconfigParameter.OutgoingReset asked = request;
    if (asked == null || response.number() != asked.requestNumber()) {
      return;
    }
    switch (response.result()) {
      case IN_PROGRESS, REQUEST_IN_PROGRESS -> deadlineNs = nowNs + timeout.timeoutNs();
      case PERFORMED, NOTHING_TO_DO -> finish(nowNs, asked, true);
      // The peer goes on counting, and so do we.
      case DENIED, WRONG_SSN, BAD_SEQUENCE_NUMBER -> finish(nowNs, asked, false);
    }
  }

  private void finish(long nowNs, ReconfigParameter.OutgoingReset asked, boolean performed) {
    request = null;
    requestDue = false;
    deadlineNs = NEVER;
    for (int id : asked.streams()) {
      OutboundStream stream = queue.stream(id);
      if (performed) {
        stream.reset();
      }
      stream.resetting = false;
      host.onOutgoingReset(nowNs, id);
    }
  }

  private void onRequest(long nowNs, int number, ReconfigParameter asked) {
    if (number == expectedNumber) {
      expectedNumber++;
      lastResult = perform(nowNs, asked);
      respond(number);
    } else if (number == expectedNumber - 1) {
      respond(number); // our answer was lost
    } else {
      host.enqueue(response(number, ReconfigResult.BAD_SEQUENCE_NUMBER));
    }
  }

  private ReconfigResult perform(long nowNs, ReconfigParameter asked) {
    return switch (asked) {
      case ReconfigParameter.OutgoingReset reset -> perform(nowNs, reset);
      case ReconfigParameter.AddOutgoing add -> perform(add);
      case ReconfigParameter.Response response -> ReconfigResult.DENIED;
      case ReconfigParameter.Unsupported other -> ReconfigResult.DENIED;
    };
  }

  /** As many as we have memory for were always received on. */
  private ReconfigResult perform(ReconfigParameter.AddOutgoing add) {
    if (add.count() > options.maxStreams() - peerStreams) {
      return ReconfigResult.DENIED;
    }
    peerStreams += add.count();
    return ReconfigResult.PERFORMED;
  }

  private ReconfigResult perform(long nowNs, ReconfigParameter.OutgoingReset reset) {
    for (int id : reset.streams()) {
      if (id >= options.maxStreams()) {
        return ReconfigResult.WRONG_SSN;
      }
    }
    if (reception.unwrap(reset.lastTsn()) > reception.cumulativeTsn()) {
      deferred = reset;
      return ReconfigResult.IN_PROGRESS;
    }
    deferred = null;
    reception.reset(reset.streams());
    host.onIncomingReset(nowNs, reset.streams());
    return ReconfigResult.PERFORMED;
  }

  /** More data has arrived: perhaps what a request waits for. */
  void onProgress(long nowNs) {
    ReconfigParameter.OutgoingReset reset = deferred;
    if (reset != null && reception.unwrap(reset.lastTsn()) <= reception.cumulativeTsn()) {
      lastResult = perform(nowNs, reset);
      respond(reset.requestNumber());
    }
  }

  private void respond(int number) {
    host.enqueue(response(number, lastResult));
  }

  private static Chunk response(int number, ReconfigResult result) {
    return new ReconfigChunk(List.of(new ReconfigParameter.Response(number, result)));
  }
}
