package org.meshless.sfu.sctp;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;
import static org.meshless.rtp.NetworkOrder.put16;

/**
 * Walks parameters and error causes, which share a format (RFC 9260 §3.2.1): type(2), length(2),
 * value, padding to four bytes. Confined to one parse.
 */
final class Parameters {
  static final int HEADER = 4;

  final byte[] bytes;
  private final int end;
  private int next;

  /** Of the current parameter: where it begins, and its length without padding. */
  int at;

  int length;
  private boolean malformed;

  Parameters(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.next = from;
    this.end = end;
  }

  /** Moves to the next parameter; false when there is none or none that fits. */
  boolean next() {
    if (next >= end) {
      return false;
    }
    int claimed = end - next < HEADER ? 0 : getUnsigned16(bytes, next + 2);
    if (claimed < HEADER || claimed > end - next) {
      malformed = true;
      return false;
    }
    at = next;
    length = claimed;
    next += Chunk.padded(claimed);
    return true;
  }

  /** Whether the walk ended at something that cannot be a parameter. */
  boolean isMalformed() {
    return malformed;
  }

  int type() {
    return getUnsigned16(bytes, at);
  }

  int valueAt() {
    return at + HEADER;
  }

  int valueLength() {
    return length - HEADER;
  }

  static void writeHeader(byte[] out, int at, int type, int length) {
    put16(out, at, type);
    put16(out, at + 2, length);
  }
}
