package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put32;

import org.jspecify.annotations.Nullable;

/** What a {@link ReconfigChunk} asks or answers (RFC 6525 §4). Immutable. */
sealed interface ReconfigParameter {
  int OUTGOING_RESET = 13;
  int INCOMING_RESET = 14;
  int TSN_RESET = 15;
  int RESPONSE = 16;
  int ADD_OUTGOING = 17;
  int ADD_INCOMING = 18;

  /** Bytes on the wire without padding. */
  int length();

  void write(byte[] out, int at);

  /** Reads one; null when its inside does not fit its type or the type is unknown. */
  static @Nullable ReconfigParameter read(Parameters walk) {
    byte[] b = walk.bytes;
    int at = walk.at;
    int length = walk.length;
    if (length < 8) {
      return null;
    }
    int number = (int) getUnsigned32(b, at + 4);
    return switch (walk.type()) {
      case OUTGOING_RESET ->
          length < OutgoingReset.FIXED || length % 2 != 0
              ? null
              : new OutgoingReset(
                  number,
                  (int) getUnsigned32(b, at + 8),
                  (int) getUnsigned32(b, at + 12),
                  streams(b, at + OutgoingReset.FIXED, at + length));
      case RESPONSE ->
          length < Response.LENGTH
              ? null
              : new Response(number, ReconfigResult.of(getUnsigned32(b, at + 8)));
      case ADD_OUTGOING ->
          length < AddOutgoing.LENGTH ? null : new AddOutgoing(number, getUnsigned16(b, at + 8));
      case INCOMING_RESET, TSN_RESET, ADD_INCOMING -> new Unsupported(walk.type(), number);
      default -> null;
    };
  }

  private static int[] streams(byte[] b, int from, int end) {
    int[] streams = new int[(end - from) / 2];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = getUnsigned16(b, from + 2 * i);
    }
    return streams;
  }

  /**
   * The sender's streams begin anew (§4.1).
   *
   * @param responseNumber of the request this also answers, else the last one answered
   * @param lastTsn the last TSN it used before
   * @param streams their ids; none means all
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OutgoingReset(int requestNumber, int responseNumber, int lastTsn, int[] streams)
      implements ReconfigParameter {
    static final int FIXED = 16;

    @Override
    public int length() {
      return FIXED + 2 * streams.length;
    }

    @Override
    public void write(byte[] out, int at) {
      Parameters.writeHeader(out, at, OUTGOING_RESET, length());
      put32(out, at + 4, requestNumber);
      put32(out, at + 8, responseNumber);
      put32(out, at + 12, lastTsn);
      for (int i = 0; i < streams.length; i++) {
        put16(out, at + FIXED + 2 * i, streams[i]);
      }
    }
  }

  /** What became of a request (§4.4). */
  record Response(int number, ReconfigResult result) implements ReconfigParameter {
    static final int LENGTH = 12;

    @Override
    public int length() {
      return LENGTH;
    }

    @Override
    public void write(byte[] out, int at) {
      Parameters.writeHeader(out, at, RESPONSE, LENGTH);
      put32(out, at + 4, number);
      put32(out, at + 8, result.code());
    }
  }

  /** The sender wants to send on so many more streams (§4.5). */
  record AddOutgoing(int requestNumber, int count) implements ReconfigParameter {
    static final int LENGTH = 12;

    @Override
    public int length() {
      return LENGTH;
    }

    @Override
    public void write(byte[] out, int at) {
      Parameters.writeHeader(out, at, ADD_OUTGOING, LENGTH);
      put32(out, at + 4, requestNumber);
      put16(out, at + 8, count);
      put16(out, at + 10, 0);
    }
  }

  /** A request no WebRTC stack makes; it is denied. Only its head is kept. */
  record Unsupported(int type, int requestNumber) implements ReconfigParameter {
    @Override
    public int length() {
      return 8;
    }

    @Override
    public void write(byte[] out, int at) {
      Parameters.writeHeader(out, at, type, length());
      put32(out, at + 4, requestNumber);
    }
  }
}
