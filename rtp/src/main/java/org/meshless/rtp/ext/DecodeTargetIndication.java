package org.meshless.rtp.ext;

/**
 * What a frame means to a decode target, one of the qualities a stream can be forwarded at (AV1 RTP
 * specification, table A.1).
 */
public enum DecodeTargetIndication {
  /** The frame is no part of that quality: it is not forwarded. */
  NOT_PRESENT,

  /** Part of it, but nothing of that quality depends on the frame: it may be dropped. */
  DISCARDABLE,

  /** Part of it, and everything after the frame can be decoded without what came before it. */
  SWITCH,

  /** Part of it, needed by others, and no place to switch. */
  REQUIRED;

  /** Of the two bits on the wire. */
  static DecodeTargetIndication of(int bits) {
    return switch (bits & 3) {
      case 0 -> NOT_PRESENT;
      case 1 -> DISCARDABLE;
      case 2 -> SWITCH;
      default -> REQUIRED;
    };
  }
}
