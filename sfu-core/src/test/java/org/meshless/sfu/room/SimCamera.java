package org.meshless.sfu.room;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.RtcpPacket;

/**
 * A browser that publishes a camera as VP8 in three sizes, 30 pictures a second, and a voice. Key
 * frames are five times as large as others and come when they are asked for. What nobody watches is
 * not sent once the server says so.
 */
final class SimCamera {
  static final String[] RIDS = {"l", "m", "h"};
  static final int[] BPS = {150_000, 500_000, 1_400_000};
  static final int[] HEIGHTS = {180, 360, 720};
  static final long FRAME_NS = 33_333_333;
  static final long UPLINK_NS = 10 * RoomStage.MS;
  private static final long KEY_INTERVAL_NS = 300 * RoomStage.MS;
  private static final int MAX_PAYLOAD = 1_100;
  private static final int AUDIO_BYTES = 120;

  /** Where in the payload the packet says what it is, behind all that VP8 has there. */
  private static final int META = 14;

  private static final int META_LENGTH = 18;

  /** What a payload is a part of. */
  record Part(int layer, int frame, int index, int count, boolean key, long captureNs) {
    static Part of(byte[] b, int payloadOffset) {
      ByteBuffer in = ByteBuffer.wrap(b).position(payloadOffset + META);
      return new Part(
          in.get(), in.getInt(), in.getShort(), in.getShort(), in.get() != 0, in.getLong());
    }
  }

  private final RoomStage stage;
  private final RoomStage.Person person;
  private final SplittableRandom random;
  private final int[] seq = new int[RIDS.length];
  private final int[] frames = new int[RIDS.length];
  private final int[] pictureIds = new int[RIDS.length];
  private final boolean[] wantsKey = {true, true, true};
  private final long[] lastKeyNs = new long[RIDS.length];
  private final Map<Long, byte[]> sent = new HashMap<>();
  private int audioSeq;
  private int heard;

  final int[] keyFrames = new int[RIDS.length];

  /** Bit i: layer i is sent. */
  int active = 0b111;

  /** Whether there is no voice either: a muted microphone sends nothing. */
  boolean muted;

  long captured;

  SimCamera(RoomStage stage, RoomStage.Person person, long seed) {
    this.stage = stage;
    this.person = person;
    this.random = new SplittableRandom(seed);
    Arrays.fill(lastKeyNs, Long.MIN_VALUE / 2);
    stage.at(stage.nowNs, this::frame);
    stage.at(stage.nowNs, this::voice);
  }

  /** Somebody else needs a key frame of each layer. */
  void requestKeyFrames() {
    Arrays.fill(wantsKey, true);
  }

  private void voice() {
    if (muted) {
      return;
    }
    byte[] packet = new byte[RtpHeader.FIXED_LENGTH + AUDIO_BYTES];
    ByteBuffer.wrap(packet).putLong(RtpHeader.FIXED_LENGTH, stage.nowNs);
    RtpHeader.write(packet, 0, false, 111, audioSeq, audioSeq * 960L & 0xffff_ffffL, 900);
    audioSeq = (audioSeq + 1) & 0xffff;
    carry(packet);
    stage.at(stage.nowNs + 20 * RoomStage.MS, this::voice);
  }

  private void frame() {
    listen();
    captured++;
    for (int layer = 0; layer < RIDS.length; layer++) {
      if ((active & 1 << layer) != 0) {
        picture(layer);
      }
    }
    stage.at(stage.nowNs + FRAME_NS, this::frame);
  }

  private void picture(int layer) {
    boolean key = wantsKey[layer] && stage.nowNs - lastKeyNs[layer] >= KEY_INTERVAL_NS;
    if (key) {
      wantsKey[layer] = false;
      lastKeyNs[layer] = stage.nowNs;
      keyFrames[layer]++;
    }
    double mean = BPS[layer] / 8.0 / 30;
    int bytes = (int) (mean * (0.7 + 0.6 * random.nextDouble()) * (key ? 5 : 1));
    int count = Math.ceilDiv(bytes, MAX_PAYLOAD);
    int size = Math.max(META + META_LENGTH, bytes / count);
    long timestamp = (long) (stage.nowNs * 0.00009) & 0xffff_ffffL;
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[size];
      ByteBuffer out = ByteBuffer.wrap(payload);
      out.put((byte) (i == 0 ? 0x90 : 0x80)).put((byte) 0x80);
      out.putShort((short) (0x8000 | pictureIds[layer]));
      out.put((byte) (key ? 0 : 1));
      if (i == 0 && key) {
        int height = HEIGHTS[layer];
        out.position(7).put((byte) 0x9d).put((byte) 1).put((byte) 0x2a);
        out.putShort(Short.reverseBytes((short) (height * 16 / 9)));
        // The upper byte shares its place with what follows, which VP8 does not read: sizes here
        // fit into ten bits, and the layer's number above them is a scaling hint.
        out.put((byte) height).put((byte) (height >> 8));
      }
      out.position(META);
      out.put((byte) layer).putInt(frames[layer]).putShort((short) i).putShort((short) count);
      out.put((byte) (key ? 1 : 0)).putLong(stage.nowNs);
      byte[] packet = packet(layer, timestamp, payload, i == count - 1);
      sent.put(100L * seq[layer] + layer, packet);
      seq[layer] = (seq[layer] + 1) & 0xffff;
      carry(packet);
    }
    frames[layer]++;
    pictureIds[layer] = (pictureIds[layer] + 1) & 0x7fff;
  }

  private byte[] packet(int layer, long timestamp, byte[] payload, boolean marker) {
    int header = RtpHeader.FIXED_LENGTH + 8;
    byte[] packet = new byte[header + payload.length];
    RtpHeader.write(packet, 0, marker, 96, seq[layer], timestamp, 100 + layer);
    RtpHeader.setExtension(packet, 0, true);
    byte[] names = {
      (byte) 0xbe,
      (byte) 0xde,
      0,
      1,
      0x40,
      '0',
      (byte) (RoomStage.RID_ID << 4),
      (byte) RIDS[layer].charAt(0)
    };
    System.arraycopy(names, 0, packet, RtpHeader.FIXED_LENGTH, names.length);
    System.arraycopy(payload, 0, packet, header, payload.length);
    return packet;
  }

  private void carry(byte[] packet) {
    stage.at(stage.nowNs + UPLINK_NS, () -> person.send(packet));
  }

  /** Does what the server has asked for since the last picture. */
  private void listen() {
    for (RtcpPacket asked : person.receivedRtcp) {
      if (asked instanceof PictureLossIndication pli) {
        wantsKey[(int) pli.mediaSsrc() - 100] = true;
      } else if (asked instanceof GenericNack) {
        throw new AssertionError("nothing is lost on the way to the server");
      }
    }
    person.receivedRtcp.clear();
    List<RoomEvent> events = person.events;
    for (; heard < events.size(); heard++) {
      if (events.get(heard) instanceof RoomEvent.LayersWanted(TrackSource _, List<String> rids)) {
        int wanted = 0;
        for (int layer = 0; layer < RIDS.length; layer++) {
          wanted |= rids.contains(RIDS[layer]) ? 1 << layer : 0;
          wantsKey[layer] |= (wanted & ~active & 1 << layer) != 0;
        }
        active = wanted;
      }
    }
  }
}
