package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.ext.AudioLevel;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.receive.KeyFrameRequester;
import org.meshless.rtp.receive.NackGenerator;
import org.meshless.rtp.receive.ReceptionStatistics;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.send.PacketRing;
import org.meshless.rtp.send.StreamClock;
import org.meshless.rtp.session.PayloadType;

/**
 * One RTP stream of a publisher: a track, or one simulcast layer of it. Counts what arrives, asks
 * for what is missing and keeps what subscribers may ask for.
 *
 * <p>Confined to its MediaLoop.
 */
final class InboundStream implements NackGenerator.Output, KeyFrameRequester.Output {
  /** A layer that has been quiet for longer is not chosen for anybody. */
  private static final long QUIET_NS = 500_000_000;

  private static final int RING_PACKETS = 2048;
  private static final long RING_AGE_NS = 2_000_000_000;

  private final int id;
  private final InboundTrack track;
  private final long ssrc;
  private final @Nullable String rid;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final PacketRing ring = new PacketRing(RING_PACKETS, RING_AGE_NS);
  private final NackGenerator nacks = new NackGenerator(this);
  private final KeyFrameRequester keyFrames = new KeyFrameRequester(this);
  private final ReceptionStatistics statistics;
  private final StreamClock clock;
  private long lastArrivalNs;
  private boolean heard;

  InboundStream(int id, InboundTrack track, long ssrc, @Nullable String rid, int clockRate) {
    this.id = id;
    this.track = track;
    this.ssrc = ssrc;
    this.rid = rid;
    this.statistics = new ReceptionStatistics(ssrc, clockRate);
    this.clock = new StreamClock(track.publisher().clock(), clockRate);
  }

  /** Unique in the room, for the rewriters of its subscribers. */
  int id() {
    return id;
  }

  InboundTrack track() {
    return track;
  }

  long ssrc() {
    return ssrc;
  }

  /** The simulcast layer (RFC 8851), null where there is only one. */
  @Nullable String rid() {
    return rid;
  }

  /** When its media was captured, on the loop's clock. */
  StreamClock clock() {
    return clock;
  }

  boolean isFlowing(long nowNs) {
    return heard && nowNs - lastArrivalNs < QUIET_NS;
  }

  /** A packet came on this stream itself. */
  void onPacket(long nowNs, RtpPacket rtp, PayloadType type) {
    long extendedSeq = unwrapper.unwrap(rtp.sequenceNumber());
    heard = true;
    lastArrivalNs = nowNs;
    statistics.onPacket(nowNs, extendedSeq, rtp.timestamp());
    if (rtp.extensionLength(HeaderExtension.AUDIO_LEVEL) == AudioLevel.LENGTH) {
      int offset = rtp.extensionOffset(HeaderExtension.AUDIO_LEVEL);
      if (track.voice().onLevel(nowNs, AudioLevel.level(rtp.bytes(), offset))) {
        track.publisher().onSpeaking(nowNs, track);
      }
    }
    forward(nowNs, rtp, type, extendedSeq);
  }

  /** A packet of this stream came as a retransmission (RFC 4588). */
  void onRecovered(long nowNs, RtpPacket rtp, PayloadType type) {
    if (heard) {
      forward(nowNs, rtp, type, unwrapper.unwrap(rtp.sequenceNumber()));
    }
  }

  private void forward(long nowNs, RtpPacket rtp, PayloadType type, long extendedSeq) {
    if (type.nack()) {
      nacks.onPacket(nowNs, extendedSeq);
    }
    if (!ring.put(nowNs, extendedSeq, rtp)) {
      return; // a duplicate, or too late for anybody
    }
    PayloadDescriptor descriptor =
        PayloadDescriptor.parse(
            type.codec(), rtp.bytes(), rtp.payloadOffset(), rtp.payloadLength());
    if (descriptor.startsKeyFrame()) {
      keyFrames.onKeyFrame();
      nacks.onKeyFrame(extendedSeq);
    }
    long captureNs = clock.isKnown() ? clock.captureNs(rtp.timestamp()) : nowNs;
    track.forward(nowNs, new MediaPacket(this, rtp, type, descriptor, extendedSeq, captureNs));
  }

  /** A packet that a subscriber asks for again, or null if it is gone. */
  @Nullable RtpPacket kept(long nowNs, long extendedSeq) {
    return ring.get(nowNs, extendedSeq);
  }

  // --- what it asks of its publisher ------------------------------------------------------------

  /** Somebody needs a key frame: asked for now or, within 300 ms of the last request, after. */
  void requestKeyFrame(long nowNs) {
    keyFrames.request(nowNs);
    track.publisher().onDeadlineChanged();
  }

  void onRtt(long rttNs) {
    nacks.onRtt(rttNs);
  }

  void onSenderReport(long nowNs, SenderReport report) {
    statistics.onSenderReport(nowNs, report);
    clock.onSenderReport(nowNs, report);
  }

  /** What to report of this stream now; null if nothing has come since the last time. */
  @Nullable ReportBlock report(long nowNs) {
    return statistics.report(nowNs);
  }

  long nextDeadlineNs() {
    return Math.min(nacks.nextDeadlineNs(), keyFrames.nextDeadlineNs());
  }

  void onTimeout(long nowNs) {
    if (nowNs >= nacks.nextDeadlineNs()) {
      nacks.onTimeout(nowNs);
    }
    if (nowNs >= keyFrames.nextDeadlineNs()) {
      keyFrames.onTimeout(nowNs);
    }
  }

  @Override
  public void sendNack(int[] sequenceNumbers, int count) {
    track.publisher().feedback().sendNack(ssrc, sequenceNumbers, count);
  }

  @Override
  public void requestKeyFrame() {
    if (!track.subscribers().isEmpty()) {
      keyFrames.request(track.publisher().loop().nowNs());
    }
  }

  @Override
  public void sendKeyFrameRequest() {
    track.publisher().feedback().sendKeyFrameRequest(track.section(), ssrc);
  }
}
