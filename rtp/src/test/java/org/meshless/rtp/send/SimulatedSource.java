package org.meshless.rtp.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A publisher's VP8 stream with three temporal layers (T0 T2 T1 T2), frames of several packets, and
 * packets of padding only between them. Its counters start shortly before they wrap.
 */
final class SimulatedSource {
  /**
   * A packet of the stream.
   *
   * @param frame counts the stream's frames; −1 for padding only
   * @param index counts the stream's packets and is its extended sequence number
   * @param pictureId as on the wire, {@code pictureIdBits} wide
   */
  record Packet(
      int streamId,
      long index,
      long timestamp,
      long captureNs,
      int frame,
      boolean startsKeyFrame,
      int temporalId,
      int pictureId,
      int pictureIdBits,
      int tl0PicIdx) {
    boolean paddingOnly() {
      return frame < 0;
    }

    /** The start of the payload: a VP8 descriptor with I, L and T, and a byte of VP8. */
    byte[] payload() {
      byte s = (byte) (startsKeyFrame ? 0x90 : 0x80);
      byte layer = (byte) (temporalId << 6);
      byte vp8 = (byte) (startsKeyFrame ? 0 : 1);
      return pictureIdBits == 15
          ? new byte[] {
            s,
            (byte) 0xE0,
            (byte) (0x80 | pictureId >>> 8),
            (byte) pictureId,
            (byte) tl0PicIdx,
            layer,
            vp8
          }
          : new byte[] {s, (byte) 0xE0, (byte) pictureId, (byte) tl0PicIdx, layer, vp8};
    }
  }

  private static final int[] LAYERS = {0, 2, 1, 2};

  private final Random random;
  private final int streamId;
  private final int pictureIdBits;
  private final int clockRate;
  private long index;
  private long timestamp;
  private int frame;
  private long pictureId;
  private int tl0PicIdx;

  SimulatedSource(Random random, int streamId, int clockRate) {
    this.random = random;
    this.streamId = streamId;
    this.clockRate = clockRate;
    this.pictureIdBits = random.nextInt(4) == 0 ? 7 : 15;
    this.index = 2 * 65_536L - random.nextInt(300);
    this.timestamp = (1L << 32) - random.nextInt(300_000);
    this.pictureId = (1L << 15) - random.nextInt(50);
    this.tl0PicIdx = 255 - random.nextInt(10);
  }

  int streamId() {
    return streamId;
  }

  /**
   * The packets of the next frame, captured at {@code captureNs}, {@code elapsedNs} after the last.
   */
  List<Packet> nextFrame(long captureNs, long elapsedNs, boolean keyFrame) {
    if (keyFrame) {
      frame += (4 - frame % 4) % 4; // a key frame is of the lowest layer
    }
    int temporalId = LAYERS[frame % 4];
    timestamp += Math.round(elapsedNs * (clockRate / 1e9));
    pictureId++;
    if (temporalId == 0) {
      tl0PicIdx = (tl0PicIdx + 1) & 0xFF;
    }
    List<Packet> packets = new ArrayList<>();
    int count = keyFrame ? 4 + random.nextInt(8) : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      packets.add(packet(captureNs, frame, keyFrame && i == 0, temporalId));
    }
    for (int i = random.nextInt(8) == 0 ? random.nextInt(1, 4) : 0; i > 0; i--) {
      packets.add(packet(captureNs, -1, false, 0));
    }
    frame++;
    return packets;
  }

  private Packet packet(long captureNs, int frame, boolean startsKeyFrame, int temporalId) {
    return new Packet(
        streamId,
        index++,
        timestamp & 0xFFFF_FFFFL,
        captureNs,
        frame,
        startsKeyFrame,
        temporalId,
        (int) pictureId & ((1 << pictureIdBits) - 1),
        pictureIdBits,
        tl0PicIdx);
  }
}
