package org.meshless.sfu.room;

import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.ext.AudioLevel;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyNumbers;
import org.meshless.rtp.ext.DependencyStructure;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.packet.SequenceUnwrapper;
import org.meshless.rtp.receive.KeyFrameRequester;
import org.meshless.rtp.receive.NackGenerator;
import org.meshless.rtp.receive.ReceptionStatistics;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.send.StreamClock;
import org.meshless.rtp.session.PayloadType;

/**
 * One RTP stream of a publisher where it comes in: a track, or one simulcast layer of it. Counts
 * what arrives, asks for what is missing and says what each packet is, once for all subscribers.
 *
 * <p>Confined to its MediaLoop.
 */
final class InboundStream implements NackGenerator.Output, KeyFrameRequester.Output {
  private final InboundTrack track;
  private final long ssrc;
  private final RoomStream here;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final NackGenerator nacks = new NackGenerator(this);
  private final KeyFrameRequester keyFrames = new KeyFrameRequester(this);
  private final ReceptionStatistics statistics;
  private StreamDescription description;
  private @Nullable DependencyStructure structure;
  private @Nullable SenderReport lastReport;
  private long lastReportNs;
  private boolean heard;

  InboundStream(InboundTrack track, long ssrc, StreamDescription description) {
    this.track = track;
    this.ssrc = ssrc;
    this.description = description;
    this.here = track.here().stream(description);
    this.statistics = new ReceptionStatistics(ssrc, track.source().clockRate());
  }

  /** See {@link StreamDescription#id}. */
  int id() {
    return description.id();
  }

  InboundTrack track() {
    return track;
  }

  long ssrc() {
    return ssrc;
  }

  /** The simulcast layer (RFC 8851), null where there is only one. */
  @Nullable String rid() {
    return description.rid();
  }

  /** A later offer described the track anew. */
  void renegotiated(TrackDescription track) {
    description = new StreamDescription(description.id(), track, description.rid());
  }

  /** A packet came on this stream itself. */
  void onPacket(long nowNs, RtpPacket rtp, PayloadType type) {
    long extendedSeq = unwrapper.unwrap(rtp.sequenceNumber());
    heard = true;
    here.onArrival(nowNs);
    statistics.onPacket(nowNs, extendedSeq, rtp.timestamp());
    if (rtp.extensionLength(HeaderExtension.AUDIO_LEVEL) == AudioLevel.LENGTH) {
      int offset = rtp.extensionOffset(HeaderExtension.AUDIO_LEVEL);
      track.onLevel(nowNs, AudioLevel.level(rtp.bytes(), offset));
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
    if (!here.keep(nowNs, extendedSeq, rtp)) {
      return;
    }
    PayloadDescriptor descriptor =
        PayloadDescriptor.parse(
            type.codec(), rtp.bytes(), rtp.payloadOffset(), rtp.payloadLength());
    if (descriptor.startsKeyFrame()) {
      keyFrames.onKeyFrame();
      nacks.onKeyFrame(extendedSeq);
    }
    StreamClock clock = here.clock();
    long captureNs = clock.isKnown() ? clock.captureNs(rtp.timestamp()) : nowNs;
    track.forward(
        nowNs,
        here,
        new MediaPacket(
            description, rtp, type, descriptor, dependencies(rtp), extendedSeq, captureNs));
  }

  private @Nullable DependencyDescriptor dependencies(RtpPacket rtp) {
    int length = rtp.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    if (length < DependencyNumbers.MIN_LENGTH) {
      return null;
    }
    int offset = rtp.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    DependencyDescriptor read = DependencyDescriptor.parse(rtp.bytes(), offset, length, structure);
    if (read != null && read.structure() != null) {
      structure = read.structure();
    }
    return read;
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
    here.onSenderReport(nowNs, report);
    lastReport = report;
    lastReportNs = nowNs;
    track.tellReport(description, nowNs, report);
  }

  /** Another loop of the room needs to know the time, too. */
  void tellLastReport(Outlet outlet) {
    if (lastReport != null) {
      outlet.onSenderReport(description, lastReportNs, lastReport);
    }
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
    if (track.isWanted()) {
      keyFrames.request(track.publisher().loop().nowNs());
    }
  }

  @Override
  public void sendKeyFrameRequest() {
    track.publisher().feedback().sendKeyFrameRequest(track.section(), ssrc);
  }
}
