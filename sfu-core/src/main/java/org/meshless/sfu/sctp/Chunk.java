package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.getUnsigned8;
import static org.meshless.rtp.NetworkOrder.put16;
import static org.meshless.rtp.NetworkOrder.put8;

import org.jspecify.annotations.Nullable;

/**
 * One chunk of an SCTP packet (RFC 9260 §3.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |     flags     |            length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                             value …                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The length counts header and value, not the up to three bytes of padding that follow.
 * Immutable, but for the user data of a {@link DataChunk}, which is only lent.
 */
sealed interface Chunk
    permits DataChunk,
        InitChunk,
        SackChunk,
        HeartbeatChunk,
        AbortChunk,
        ErrorChunk,
        ShutdownChunk,
        SignalChunk,
        CookieEchoChunk,
        ReconfigChunk,
        ForwardTsnChunk,
        UnknownChunk {
  int DATA = 0;
  int INIT = 1;
  int INIT_ACK = 2;
  int SACK = 3;
  int HEARTBEAT = 4;
  int HEARTBEAT_ACK = 5;
  int ABORT = 6;
  int SHUTDOWN = 7;
  int SHUTDOWN_ACK = 8;
  int ERROR = 9;
  int COOKIE_ECHO = 10;
  int COOKIE_ACK = 11;
  int SHUTDOWN_COMPLETE = 14;
  int I_DATA = 64;
  int RE_CONFIG = 130;
  int FORWARD_TSN = 192;
  int I_FORWARD_TSN = 194;

  int HEADER = 4;

  /** Bytes on the wire, header included, padding not. */
  int length();

  /** Writes {@link #length()} bytes to {@code out} from {@code at} on. */
  void write(byte[] out, int at);

  /** The length with its padding. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }

  /**
   * The length that the chunk at {@code at} claims.
   *
   * @return -1 when it cannot be true: it does not hold its own header or leaves the packet
   */
  static int length(byte[] b, int at, int end) {
    if (end - at < HEADER) {
      return -1;
    }
    int length = getUnsigned16(b, at + 2);
    return length >= HEADER && length <= end - at ? length : -1;
  }

  /**
   * Reads a chunk.
   *
   * @param length what {@link #length(byte[], int, int)} gave
   * @return null when its inside does not fit its type
   */
  static @Nullable Chunk read(byte[] b, int at, int length) {
    int type = getUnsigned8(b, at);
    return switch (type) {
      case DATA, I_DATA -> DataChunk.read(b, at, length);
      case INIT, INIT_ACK -> InitChunk.read(b, at, length);
      case SACK -> SackChunk.read(b, at, length);
      case HEARTBEAT, HEARTBEAT_ACK -> HeartbeatChunk.read(b, at, length);
      case ABORT -> AbortChunk.read(b, at, length);
      case ERROR -> ErrorChunk.read(b, at, length);
      case SHUTDOWN -> ShutdownChunk.read(b, at, length);
      case SHUTDOWN_ACK, COOKIE_ACK, SHUTDOWN_COMPLETE -> SignalChunk.read(b, at);
      case COOKIE_ECHO -> CookieEchoChunk.read(b, at, length);
      case RE_CONFIG -> ReconfigChunk.read(b, at, length);
      case FORWARD_TSN, I_FORWARD_TSN -> ForwardTsnChunk.read(b, at, length);
      default -> UnknownChunk.read(b, at, length);
    };
  }

  /** Writes the first four bytes. */
  static void writeHeader(byte[] out, int at, int type, int flags, int length) {
    put8(out, at, type);
    put8(out, at + 1, flags);
    put16(out, at + 2, length);
  }
}
