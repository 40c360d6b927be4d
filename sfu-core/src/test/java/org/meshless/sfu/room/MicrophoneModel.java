package org.meshless.sfu.room;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.rtcp.SenderReport;

/**
 * A browser's microphone in Opus, in virtual time: a packet every 20 ms with its level (RFC 6464)
 * over a way that delays, and sender reports by a clock of its own.
 */
final class MicrophoneModel {
  static final int PAYLOAD_TYPE = 109;
  private static final int SILENCE = 127;
  private static final int SPEECH = 20;

  private final RoomStage stage;
  private final RoomStage.Person person;
  private final long ssrc;
  private final SplittableRandom random;
  private final long timestampOffset;
  private int seq;

  boolean speaking;
  boolean running = true;
  long delayNs = 10 * RoomStage.MS;
  long jitterNs;
  double clockPpm;

  MicrophoneModel(RoomStage stage, RoomStage.Person person, long ssrc, SplittableRandom random) {
    this.stage = stage;
    this.person = person;
    this.ssrc = ssrc;
    this.random = random;
    this.timestampOffset = random.nextLong(1L << 32);
    this.seq = random.nextInt(1 << 16);
  }

  /** When a payload was captured. */
  static long captureNsOf(byte[] bytes, int payloadOffset) {
    return ByteBuffer.wrap(bytes).getLong(payloadOffset);
  }

  void start() {
    stage.at(stage.nowNs, this::packet);
    stage.at(stage.nowNs + 300 * RoomStage.MS, this::report);
  }

  private long timestampAt(long timeNs) {
    return (timestampOffset + (long) (timeNs * (1 + clockPpm / 1e6) * 0.000048)) & 0xffff_ffffL;
  }

  private void packet() {
    if (!running) {
      return;
    }
    byte[] payload = ByteBuffer.allocate(8).putLong(stage.nowNs).array();
    int level = speaking ? SPEECH : SILENCE;
    byte[] packet =
        leveled(RoomStage.rtp(ssrc, PAYLOAD_TYPE, seq, timestampAt(stage.nowNs), payload), level);
    seq = (seq + 1) & 0xffff;
    stage.at(stage.nowNs + delayNs + random.nextLong(jitterNs + 1), () -> person.send(packet));
    stage.at(stage.nowNs + 20 * RoomStage.MS, this::packet);
  }

  /** The packet with its level as extension 1, which is what people offer here. */
  static byte[] leveled(byte[] packet, int level) {
    byte[] leveled = new byte[packet.length + 8];
    System.arraycopy(packet, 0, leveled, 0, RtpHeader.FIXED_LENGTH);
    byte[] extension = {(byte) 0xbe, (byte) 0xde, 0, 1, 0x10, (byte) level};
    System.arraycopy(extension, 0, leveled, RtpHeader.FIXED_LENGTH, extension.length);
    System.arraycopy(
        packet,
        RtpHeader.FIXED_LENGTH,
        leveled,
        RtpHeader.FIXED_LENGTH + 8,
        packet.length - RtpHeader.FIXED_LENGTH);
    RtpHeader.setExtension(leveled, 0, true);
    return leveled;
  }

  private void report() {
    if (running) {
      long ntp = CameraModel.ntpAt(stage.nowNs, clockPpm);
      SenderReport report = new SenderReport(ssrc, ntp, timestampAt(stage.nowNs), 1, 1, List.of());
      stage.at(stage.nowNs + delayNs + random.nextLong(jitterNs + 1), () -> person.send(report));
      stage.at(stage.nowNs + 5_000 * RoomStage.MS, this::report);
    }
  }
}
