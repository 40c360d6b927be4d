package org.meshless.rtp.bwe;

/**
 * A packet on a simulated path.
 *
 * @param transportSeq transport-wide number of this sending
 * @param seq of its stream; the same when it is sent again
 * @param frame it belongs to; negative for what is no video
 * @param index in its frame
 * @param count packets of its frame
 * @param captureNs when the frame was captured
 */
record SimPacket(
    int transportSeq,
    long seq,
    int frame,
    int index,
    int count,
    boolean key,
    int layer,
    long captureNs,
    int sizeBytes) {
  static final int AUDIO = -1;
  static final int PADDING = -2;
  static final int TCP = -3;

  /** A segment of a transfer that shares the path. */
  static SimPacket ofTcp(long seq, int sizeBytes, long nowNs) {
    return new SimPacket(0, seq, TCP, 0, 1, false, 0, nowNs, sizeBytes);
  }

  boolean isVideo() {
    return frame >= 0;
  }

  SimPacket as(int transportSeq) {
    return new SimPacket(transportSeq, seq, frame, index, count, key, layer, captureNs, sizeBytes);
  }
}
