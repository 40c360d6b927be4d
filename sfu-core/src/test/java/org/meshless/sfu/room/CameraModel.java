package org.meshless.sfu.room;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;

/**
 * A browser's camera in VP8, in virtual time: 30 frames a second of one to three packets over a way
 * that loses, delays and reorders, key frames and retransmissions when they are asked for, sender
 * reports by a clock of its own. Every packet shows whose it is.
 */
final class CameraModel {
  static final long FRAME_NS = 33_333_333;
  private static final int MARK_OFFSET = 5;
  private static final int CAPTURE_OFFSET = 7;

  private final RoomStage stage;
  private final RoomStage.Person person;
  private final long ssrc;
  private final int mark;
  private final SplittableRandom random;
  private final Map<Integer, byte[]> sent = new HashMap<>();
  private final long timestampOffset;
  private int answered;
  private int seq;
  private int rtxSeq;
  private int pictureId;
  private boolean keyFrame = true;
  private boolean running;

  /** The simulcast layer that it is, or empty for a camera in one size. */
  String rid = "";

  /** How often it was asked for a key frame. */
  int keyFrameRequests;

  /** How much of what it sends is lost, 0..1. */
  double loss;

  /** How long the way to the server takes, and up to how much longer. */
  long delayNs = 10 * RoomStage.MS;

  long jitterNs;

  /** How far its clock runs off, in millionths. */
  double clockPpm;

  CameraModel(
      RoomStage stage, RoomStage.Person person, long ssrc, int mark, SplittableRandom random) {
    this.stage = stage;
    this.person = person;
    this.ssrc = ssrc;
    this.mark = mark;
    this.random = random;
    this.timestampOffset = random.nextLong(1L << 32);
    this.seq = random.nextInt(1 << 16);
    this.rtxSeq = random.nextInt(1 << 15);
    this.pictureId = random.nextInt(1 << 15);
  }

  /** Whose picture a payload shows. */
  static int markOf(byte[] bytes, int payloadOffset) {
    return bytes[payloadOffset + MARK_OFFSET] & 0xff;
  }

  /** When a payload was captured. */
  static long captureNsOf(byte[] bytes, int payloadOffset) {
    return ByteBuffer.wrap(bytes).getLong(payloadOffset + CAPTURE_OFFSET);
  }

  void start() {
    running = true;
    stage.at(stage.nowNs, this::frame);
    stage.at(stage.nowNs + 200 * RoomStage.MS, this::report);
  }

  void stop() {
    running = false;
  }

  /** The RTP timestamp of what is captured at an instant. */
  long timestampAt(long timeNs) {
    return (timestampOffset + (long) (ownNs(timeNs) * 0.00009)) & 0xffff_ffffL;
  }

  private double ownNs(long timeNs) {
    return timeNs * (1 + clockPpm / 1e6);
  }

  private void frame() {
    if (!running) {
      return;
    }
    answer();
    boolean key = keyFrame;
    keyFrame = false;
    pictureId = (pictureId + 1) & 0x7fff;
    long timestamp = timestampAt(stage.nowNs);
    int packets = 1 + random.nextInt(3);
    for (int i = 0; i < packets; i++) {
      byte[] payload = {
        (byte) (i == 0 ? 0x90 : 0x80),
        (byte) 0x80,
        (byte) (0x80 | pictureId >> 8),
        (byte) pictureId,
        (byte) (i == 0 && key ? 0x00 : 0x01),
        (byte) mark,
        (byte) seq,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0
      };
      ByteBuffer.wrap(payload).putLong(CAPTURE_OFFSET, stage.nowNs);
      byte[] packet = RoomStage.rtp(ssrc, 96, seq, timestamp, payload);
      RtpHeader.setMarker(packet, 0, i == packets - 1);
      sent.put(seq, packet);
      seq = (seq + 1) & 0xffff;
      carry(named(packet, RoomStage.RID_ID));
    }
    stage.at(stage.nowNs + FRAME_NS, this::frame);
  }

  private void report() {
    if (running) {
      // The publisher's clock began at another time than the server's, and runs at another pace.
      long ntp = ntpAt(stage.nowNs, clockPpm);
      SenderReport report = new SenderReport(ssrc, ntp, timestampAt(stage.nowNs), 1, 1, List.of());
      stage.at(stage.nowNs + delayNs + random.nextLong(jitterNs + 1), () -> person.send(report));
      stage.at(stage.nowNs + 1_000 * RoomStage.MS, this::report);
    }
  }

  /** The wall clock of somebody whose clock runs off, at an instant of the server's. */
  static long ntpAt(long timeNs, double clockPpm) {
    return (1L << 40) + (long) (timeNs * (1 + clockPpm / 1e6) * 4.294967296);
  }

  private void carry(byte[] packet) {
    if (random.nextDouble() >= loss) {
      stage.at(stage.nowNs + delayNs + random.nextLong(jitterNs + 1), () -> person.send(packet));
    }
  }

  /** Does what the server has asked for since the last time. */
  private void answer() {
    List<RtcpPacket> asked = person.receivedRtcp;
    for (; answered < asked.size(); answered++) {
      switch (asked.get(answered)) {
        case PictureLossIndication pli when pli.mediaSsrc() == ssrc -> {
          keyFrame = true;
          keyFrameRequests++;
        }
        case GenericNack nack when nack.mediaSsrc() == ssrc -> nack.forEachLost(this::retransmit);
        default -> {}
      }
    }
  }

  private void retransmit(int lost) {
    byte[] original = sent.get(lost);
    if (original == null) {
      return;
    }
    byte[] packet = new byte[original.length + 2];
    System.arraycopy(original, 0, packet, 0, RtpHeader.FIXED_LENGTH);
    packet[RtpHeader.FIXED_LENGTH] = (byte) (lost >> 8);
    packet[RtpHeader.FIXED_LENGTH + 1] = (byte) lost;
    System.arraycopy(
        original,
        RtpHeader.FIXED_LENGTH,
        packet,
        RtpHeader.FIXED_LENGTH + 2,
        original.length - RtpHeader.FIXED_LENGTH);
    RtpHeader.setPayloadType(packet, 0, 97);
    RtpHeader.setSsrc(packet, 0, ssrc + 1);
    RtpHeader.setSequenceNumber(packet, 0, rtxSeq);
    rtxSeq = (rtxSeq + 1) & 0xffff;
    carry(named(packet, RoomStage.REPAIRED_RID_ID));
  }

  /** The packet with MID "0" and the layer's name, as Chromium writes them (RFC 8852 §3). */
  private byte[] named(byte[] packet, int ridId) {
    if (rid.isEmpty()) {
      return packet;
    }
    byte[] named = new byte[packet.length + 8];
    System.arraycopy(packet, 0, named, 0, RtpHeader.FIXED_LENGTH);
    byte[] extension = {
      (byte) 0xbe, (byte) 0xde, 0, 1, 0x40, '0', (byte) (ridId << 4), (byte) rid.charAt(0)
    };
    System.arraycopy(extension, 0, named, RtpHeader.FIXED_LENGTH, extension.length);
    System.arraycopy(
        packet,
        RtpHeader.FIXED_LENGTH,
        named,
        RtpHeader.FIXED_LENGTH + extension.length,
        packet.length - RtpHeader.FIXED_LENGTH);
    RtpHeader.setExtension(named, 0, true);
    return named;
  }
}
