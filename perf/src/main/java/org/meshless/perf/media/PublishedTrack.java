package org.meshless.perf.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Everything that was published on a track lately: whoever receives a packet finds here what it
 * must contain and when it was due.
 *
 * <p>Written by the publisher's loop, read by any: what is below {@link #published()} is visible.
 *
 * <pre>
 *   payload = descriptor (VP8: 4 bytes, S bit and picture id; Opus: its TOC byte)
 *           | frame header (VP8: 10 bytes, of a key frame or not)
 *           | magic (4) | track (4) | index (8)
 *           | bytes of a pattern made from the seed
 * </pre>
 */
public final class PublishedTrack {
  /** Packets remembered. */
  public static final int WINDOW = 1 << 15;

  private static final int MASK = WINDOW - 1;
  private static final int MAGIC = 0x4d455348;
  private static final int MARK = 16;
  private static final int VP8_DESCRIPTOR = 4;
  private static final int VP8_FRAME_HEADER = 10;
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
  private final PayloadPattern pattern;
  private final long[] dueNs = new long[WINDOW];
  private final int[] timestamps = new int[WINDOW];
  private final short[] lengths = new short[WINDOW];
  private final short[] pictureIds = new short[WINDOW];
  private final byte[] flags = new byte[WINDOW];
  private final byte[] scratch = new byte[2048];

  private volatile long windowStart = Long.MAX_VALUE;
  private volatile long windowEnd = Long.MAX_VALUE;

  @SuppressWarnings("unused") // through PUBLISHED
  private long published;

  /**
   * A track of which nothing was published.
   *
   * @param id unique in the run, 0 …
   */
  public PublishedTrack(int id, boolean video, PayloadPattern pattern) {
    this.id = id;
    this.video = video;
    this.pattern = pattern;
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

  /** Packets from now on belong to the window. */
  public void openWindow() {
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

  /** The shortest payload that can be published. */
  public int minPayload() {
    return prefix() + MARK;
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

  private int prefix() {
    return video ? VP8_DESCRIPTOR + VP8_FRAME_HEADER : 1;
  }

  /** Writes a packet's payload. */
  public void write(Packet packet, byte[] out, int offset) {
    int at = offset;
    if (video) {
      out[at] = (byte) (0x80 | (packet.firstOfFrame ? 0x10 : 0));
      out[at + 1] = (byte) 0x80; // I: a picture id
      out[at + 2] = (byte) (0x80 | packet.pictureId >>> 8);
      out[at + 3] = (byte) packet.pictureId;
      at += VP8_DESCRIPTOR;
      boolean starts = packet.firstOfFrame;
      Arrays.fill(out, at, at + VP8_FRAME_HEADER, (byte) 0x11);
      if (starts && packet.keyFrame) {
        // RFC 6386 §9.1: key frame, shown, start code, 1280 × 720.
        byte[] header = {0x10, 0x02, 0, (byte) 0x9d, 0x01, 0x2a, 0x00, 0x05, (byte) 0xd0, 0x02};
        System.arraycopy(header, 0, out, at, header.length);
      }
      at += VP8_FRAME_HEADER;
    } else {
      out[at++] = 0x78; // fullband CELT, 20 ms, mono, one frame
    }
    put32(out, at, MAGIC);
    put32(out, at + 4, id);
    put32(out, at + 8, (int) (packet.index >>> 32));
    put32(out, at + 12, (int) packet.index);
    at += MARK;
    pattern.write(id, packet.index, out, at, offset + packet.payloadLength - at);
  }

  /** The track that a payload names, or −1. */
  public static int trackOf(byte[] b, int offset, int length, boolean video) {
    int at = offset + mark(video);
    return at + MARK <= offset + length && get32(b, at) == MAGIC ? get32(b, at + 4) : -1;
  }

  /** The index that a payload names. Only after {@link #trackOf}. */
  public static long indexOf(byte[] b, int offset, boolean video) {
    int at = offset + mark(video);
    return (long) get32(b, at + 8) << 32 | (get32(b, at + 12) & 0xffff_ffffL);
  }

  private static int mark(boolean video) {
    return video ? VP8_DESCRIPTOR + VP8_FRAME_HEADER : 1;
  }

  /**
   * Whether a payload is byte for byte what was published, the VP8 picture id apart, which a server
   * may change. Confined to one loop at a time.
   */
  public synchronized boolean matches(Packet packet, byte[] b, int offset, int length) {
    if (length != packet.payloadLength) {
      return false;
    }
    write(packet, scratch, 0);
    if (video) {
      scratch[2] = b[offset + 2];
      scratch[3] = b[offset + 3];
    }
    return Arrays.equals(scratch, 0, length, b, offset, offset + length);
  }

  private static void put32(byte[] b, int at, int value) {
    b[at] = (byte) (value >>> 24);
    b[at + 1] = (byte) (value >>> 16);
    b[at + 2] = (byte) (value >>> 8);
    b[at + 3] = (byte) value;
  }

  private static int get32(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }
}
