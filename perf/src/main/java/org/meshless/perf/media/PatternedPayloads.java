package org.meshless.perf.media;

import java.util.Arrays;
import org.meshless.rtp.NetworkOrder;

/**
 * Payloads that name their track and number and can be made again from the seed. Servers take them
 * for VP8 or Opus; no decoder does. Thread-safe: immutable but for scratch space under a lock.
 *
 * <pre>
 *   payload = descriptor (VP8: 4 bytes, S bit and picture id; Opus: its TOC byte)
 *           | frame header (VP8: 10 bytes, of a key frame or not)
 *           | magic (4) | track (4) | index (8)
 *           | bytes of a pattern made from the seed
 * </pre>
 */
public final class PatternedPayloads implements Payloads {
  private static final int MAGIC = 0x4d455348;
  private static final int MARK = 16;
  private static final int VP8_DESCRIPTOR = 4;
  private static final int VP8_FRAME_HEADER = 10;

  /** RFC 6386 §9.1: key frame, shown, start code, 1280 × 720. */
  private static final byte[] KEY_FRAME = {
    0x10, 0x02, 0, (byte) 0x9d, 0x01, 0x2a, 0x00, 0x05, (byte) 0xd0, 0x02
  };

  private final int track;
  private final boolean video;
  private final PayloadPattern pattern;
  private final byte[] scratch = new byte[2048];

  public PatternedPayloads(int track, boolean video, PayloadPattern pattern) {
    this.track = track;
    this.video = video;
    this.pattern = pattern;
  }

  @Override
  public int minLength() {
    return mark(video) + MARK;
  }

  @Override
  public boolean write(PublishedTrack.Packet packet, byte[] out, int offset) {
    int at = offset;
    if (video) {
      out[at] = (byte) (0x80 | (packet.firstOfFrame ? 0x10 : 0));
      out[at + 1] = (byte) 0x80; // I: a picture id
      out[at + 2] = (byte) (0x80 | (packet.pictureId >>> 8));
      out[at + 3] = (byte) packet.pictureId;
      at += VP8_DESCRIPTOR;
      if (packet.firstOfFrame && packet.keyFrame) {
        System.arraycopy(KEY_FRAME, 0, out, at, VP8_FRAME_HEADER);
      } else {
        Arrays.fill(out, at, at + VP8_FRAME_HEADER, (byte) 0x11);
      }
      at += VP8_FRAME_HEADER;
    } else {
      out[at++] = 0x78; // fullband CELT, 20 ms, mono, one frame
    }
    NetworkOrder.put32(out, at, MAGIC);
    NetworkOrder.put32(out, at + 4, track);
    NetworkOrder.put32(out, at + 8, packet.index >>> 32);
    NetworkOrder.put32(out, at + 12, packet.index);
    at += MARK;
    pattern.write(track, packet.index, out, at, offset + packet.payloadLength - at);
    return true;
  }

  /** The track that a payload names, or −1. */
  public static int trackOf(byte[] b, int offset, int length, boolean video) {
    int at = offset + mark(video);
    return at + MARK <= offset + length && (int) NetworkOrder.getUnsigned32(b, at) == MAGIC
        ? (int) NetworkOrder.getUnsigned32(b, at + 4)
        : -1;
  }

  /** The index that a payload names. Only after {@link #trackOf}. */
  public static long indexOf(byte[] b, int offset, boolean video) {
    int at = offset + mark(video);
    return NetworkOrder.getUnsigned32(b, at + 8) << 32 | NetworkOrder.getUnsigned32(b, at + 12);
  }

  private static int mark(boolean video) {
    return video ? VP8_DESCRIPTOR + VP8_FRAME_HEADER : 1;
  }

  /** Byte for byte, the VP8 picture id apart. */
  @Override
  public synchronized boolean matches(
      PublishedTrack.Packet packet, byte[] b, int offset, int length) {
    if (length != packet.payloadLength) {
      return false;
    }
    boolean _ = write(packet, scratch, 0);
    if (video) {
      scratch[2] = b[offset + 2];
      scratch[3] = b[offset + 3];
    }
    return Arrays.equals(scratch, 0, length, b, offset, offset + length);
  }
}
