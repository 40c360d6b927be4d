package org.meshless.perf.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Everything that was published on a track lately: whoever receives a packet finds here what it
 * must contain and when it was due.
 *
 * <p>Written by the publisher's loop, read by any: what is below {@link #published()} is visible.
 */
public final class PublishedTrack {
  /** Packets remembered. */
  public static final int WINDOW = 1 << 15;

  private static final int MASK = WINDOW - 1;
  private static final int FIRST_OF_FRAME = 1;
  private static final int LAST_OF_FRAME = 2;
  private static final int KEY_FRAME = 4;
  private static final VarHandle PUBLISHED;

  static {
    try {
      PUBLISHED =
          MethodHandles.lookup().findVarHandle(PublishedTrack.class, "published", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One packet of the past or the future; reused by whoever asks. */
  public static final class Packet {
    public long index;
    public long dueNs;
    public int timestamp;
    public int payloadLength;
    public boolean firstOfFrame;
    public boolean lastOfFrame;
    public boolean keyFrame;
    public int pictureId;
  }

  private final int id;
  private final boolean video;
  private final Payloads payloads;
  private final long[] dueNs = new long[WINDOW];
  private final int[] timestamps = new int[WINDOW];
  private final short[] lengths = new short[WINDOW];
  private final short[] pictureIds = new short[WINDOW];
  private final byte[] flags = new byte[WINDOW];

  private volatile boolean counted = true;
  private volatile long windowStart = Long.MAX_VALUE;
  private volatile long windowEnd = Long.MAX_VALUE;

  @SuppressWarnings("unused") // through PUBLISHED
  private long published;

  /**
   * A track of which nothing was published.
   *
   * @param id unique in the run, 0 …
   */
  public PublishedTrack(int id, boolean video, Payloads payloads) {
    this.id = id;
    this.video = video;
    this.payloads = payloads;
  }

  public int id() {
    return id;
  }

  public boolean video() {
    return video;
  }

  /** Packets published so far: the index of the next. */
  public long published() {
    return (long) PUBLISHED.getAcquire(this);
  }

  /** No window counts its packets. */
  public void countNever() {
    counted = false;
  }

  /** Packets from now on belong to the window. */
  public void openWindow() {
    if (!counted) {
      return;
    }
    windowEnd = Long.MAX_VALUE;
    windowStart = published();
  }

  /** Packets from now on no longer belong to the window. */
  public void closeWindow() {
    windowEnd = published();
  }

  public boolean inWindow(long index) {
    return index >= windowStart && index < windowEnd;
  }

  public long windowStart() {
    return windowStart;
  }

  /** How many packets the window has, so far. */
  public long publishedInWindow() {
    return Math.max(0, Math.min(windowEnd, published()) - windowStart);
  }

  /** Enters the next packet; the index is set. */
  public void publish(Packet packet) {
    long index = (long) PUBLISHED.get(this);
    int place = (int) index & MASK;
    packet.index = index;
    dueNs[place] = packet.dueNs;
    timestamps[place] = packet.timestamp;
    lengths[place] = (short) packet.payloadLength;
    pictureIds[place] = (short) packet.pictureId;
    flags[place] =
        (byte)
            ((packet.firstOfFrame ? FIRST_OF_FRAME : 0)
                | (packet.lastOfFrame ? LAST_OF_FRAME : 0)
                | (packet.keyFrame ? KEY_FRAME : 0));
    PUBLISHED.setRelease(this, index + 1);
  }

  /** Looks a packet up; false if it is not remembered, or not yet published. */
  public boolean find(long index, Packet packet) {
    long end = published();
    if (index < 0 || index >= end || index < end - WINDOW) {
      return false;
    }
    int place = (int) index & MASK;
    packet.index = index;
    packet.dueNs = dueNs[place];
    packet.timestamp = timestamps[place];
    packet.payloadLength = lengths[place];
    packet.pictureId = pictureIds[place];
    packet.firstOfFrame = (flags[place] & FIRST_OF_FRAME) != 0;
    packet.lastOfFrame = (flags[place] & LAST_OF_FRAME) != 0;
    packet.keyFrame = (flags[place] & KEY_FRAME) != 0;
    return true;
  }

  public long dueNs(long index) {
    return dueNs[(int) index & MASK];
  }

  public int timestamp(long index) {
    return timestamps[(int) index & MASK];
  }

  /** Whether it may be asked for by {@link #dueNs} and {@link #timestamp}. */
  public boolean remembers(long index) {
    long end = published();
    return index >= 0 && index < end && index >= end - WINDOW;
  }

  /** What its packets contain. */
  public Payloads payloads() {
    return payloads;
  }
}
