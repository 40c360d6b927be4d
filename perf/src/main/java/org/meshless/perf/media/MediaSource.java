package org.meshless.perf.media;

/** When a track has something to send, and what. Confined to its loop. */
public interface MediaSource {
  /** When the next burst is due. */
  long dueNs();

  /**
   * Makes the next burst and moves on.
   *
   * @return how many packets; their payload sizes are in {@link #sizes()}
   */
  int next();

  /** Payload sizes of the burst that {@link #next} made. */
  int[] sizes();

  /** Starts the schedule anew, from a time on. */
  void startAt(long nowNs);

  /** RTP timestamp of the burst that {@link #next} made. */
  int timestamp();

  /** Whether the burst that {@link #next} made is a key frame. */
  boolean isKeyFrame();

  /** Whether the burst ends with the last packet of a frame. */
  boolean endsFrame();

  /** Whether the burst begins with the first packet of a frame. */
  boolean startsFrame();

  /** A receiver cannot go on without a key frame. */
  void requestKeyFrame();

  /** Audio level of the burst in −dBov, 0 … 127; 0x80 set if it is voice. Video: 0. */
  int audioLevel();
}
