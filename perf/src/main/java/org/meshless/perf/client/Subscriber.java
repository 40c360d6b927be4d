package org.meshless.perf.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.net.ReceiveBatch;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.ext.HeaderExtensions;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.receive.NackGenerator;
import org.meshless.rtp.receive.RtxUnwrapper;
import org.meshless.rtp.receive.TransportFeedbackRecorder;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.ReceiverReport;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.srtp.SrtpReceiver;

/** The receiving half of a client. Confined to its loop. */
final class Subscriber {
  /** Enough for a header with its CSRC list and extensions. */
  private static final int HEADER_BYTES = 96;

  private static final long REPORT_EVERY_NS = 1_000_000_000;

  private final RemotePeer peer;
  private final SrtpReceiver srtp;
  private final long ourSsrc;
  private final RtcpOut rtcp;
  private final ClientLoop loop;
  private final List<InboundStream> streams = new ArrayList<>();
  private final TransportFeedbackRecorder feedback;
  private @Nullable InboundStream last;
  private long nextReportNs;
  private long firstMediaNs;

  Subscriber(RemotePeer peer, SrtpReceiver srtp, long ourSsrc, RtcpOut rtcp, ClientLoop loop) {
    this.peer = peer;
    this.srtp = srtp;
    this.ourSsrc = ourSsrc;
    this.rtcp = rtcp;
    this.loop = loop;
    this.feedback =
        new TransportFeedbackRecorder(
            ourSsrc,
            message -> {
              loop.counters().feedbacks++;
              rtcp.send(message);
            });
  }

  /** When the first authentic packet came, nanoseconds since 1970; 0 before. */
  long firstMediaNs() {
    return firstMediaNs;
  }

  /** An RTP packet; {@code b} holds the first bytes of it only. */
  void onRtp(ReceiveBatch batch, int i, byte[] b, int length, long arrivedNs) {
    int headerLength = RtpHeader.headerLength(b, 0, Math.min(length, HEADER_BYTES));
    if (headerLength < 0) {
      loop.counters().failures++;
      return;
    }
    long ssrc = RtpHeader.ssrc(b, 0);
    int payloadType = RtpHeader.payloadType(b, 0);
    InboundStream stream = stream(ssrc, payloadType);
    if (stream == null) {
      loop.counters().strays++;
      return;
    }
    long nowNs = arrivedNs - loop.epochNs();
    transportNumber(stream, b, headerLength, nowNs, ssrc);
    if (payloadType == stream.line.rtxPayloadType()) {
      onRetransmission(stream, batch, i, length, nowNs);
      return;
    }
    long extendedSeq = stream.unwrapper.unwrap(RtpHeader.sequenceNumber(b, 0));
    int timestamp = (int) RtpHeader.timestamp(b, 0);
    if (stream.wantsPlaintext(extendedSeq, timestamp)
        && !decrypt(stream, batch, i, length, extendedSeq)) {
      return;
    }
    stream.statistics.onPacket(nowNs, extendedSeq, timestamp & 0xffff_ffffL);
    if (stream.nacks != null) {
      stream.nacks.onPacket(nowNs, extendedSeq);
    }
    long dueNs = stream.onPacket(extendedSeq, false, loop.window());
    if (dueNs != 0) {
      loop.counters()
          .delayNs
          .recordValue(Math.clamp(arrivedNs - dueNs, 0, LoopCounters.LONGEST_NS));
    }
    if (firstMediaNs == 0) {
      firstMediaNs = arrivedNs;
    }
  }

  private boolean decrypt(
      InboundStream stream, ReceiveBatch batch, int i, int length, long extendedSeq) {
    byte[] whole = loop.ciphertext();
    batch.copy(i, whole, length);
    int plain = srtp.unprotect(whole, 0, length, loop.plaintext());
    if (plain == SrtpReceiver.REPLAYED) {
      return true; // the number counts it as a duplicate
    }
    if (plain < 0) {
      loop.counters().failures++;
      return false;
    }
    if (plain == RtpHeader.headerLength(loop.plaintext(), 0, plain)
        || (RtpHeader.hasPadding(loop.plaintext(), 0) && paddingOnly(loop.plaintext(), plain))) {
      return false; // a probe
    }
    loop.counters().authenticated++;
    boolean first = !stream.isKnown();
    if (!stream.onPlaintext(loop.plaintext(), plain, extendedSeq, loop.tracks())) {
      loop.counters().mismatches++;
      return false;
    }
    if (first && stream.line.video() && !stream.wasKeyFrame()) {
      requestKeyFrame(stream.ssrc);
    }
    return true;
  }

  private static boolean paddingOnly(byte[] b, int length) {
    return RtpHeader.headerLength(b, 0, length) + (b[length - 1] & 0xff) >= length;
  }

  private void onRetransmission(
      InboundStream stream, ReceiveBatch batch, int i, int length, long nowNs) {
    byte[] whole = loop.ciphertext();
    byte[] plaintext = loop.plaintext();
    batch.copy(i, whole, length);
    int plain = srtp.unprotect(whole, 0, length, plaintext);
    if (plain < 0) {
      loop.counters().failures += plain == SrtpReceiver.REPLAYED ? 0 : 1;
      return;
    }
    int original = RtxUnwrapper.unwrap(plaintext, plain, stream.line.payloadType(), stream.ssrc);
    if (original < 0 || !stream.isKnown()) {
      return; // padding, as probes have
    }
    long extendedSeq = stream.unwrapper.peek(RtpHeader.sequenceNumber(plaintext, 0));
    if (!stream.onPlaintext(plaintext, original, extendedSeq, loop.tracks())) {
      loop.counters().mismatches++;
      return;
    }
    if (stream.nacks != null) {
      stream.nacks.onPacket(nowNs, extendedSeq);
    }
    long _ = stream.onPacket(extendedSeq, true, loop.window());
  }

  private void transportNumber(
      InboundStream stream, byte[] b, int headerLength, long nowNs, long ssrc) {
    int id = stream.line.extensions().idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    if (id == 0 || !RtpHeader.hasExtension(b, 0)) {
      return;
    }
    int preamble = RtpHeader.FIXED_LENGTH + 4 * RtpHeader.csrcCount(b, 0);
    int at = preamble + 4;
    if (NetworkOrder.getUnsigned16(b, preamble) != HeaderExtensions.ONE_BYTE_PROFILE) {
      return;
    }
    while (at + 2 < headerLength) {
      int element = b[at] & 0xff;
      if (element == 0) {
        at++;
      } else if (element >>> 4 == id) {
        feedback.onPacket(nowNs, NetworkOrder.getUnsigned16(b, at + 1), ssrc);
        return;
      } else {
        at += 2 + (element & 15);
      }
    }
  }

  private @Nullable InboundStream stream(long ssrc, int payloadType) {
    InboundStream recent = last;
    if (recent != null && (recent.ssrc == ssrc || recent.line.rtxSsrc() == ssrc)) {
      return recent;
    }
    for (int i = 0; i < streams.size(); i++) {
      InboundStream stream = streams.get(i);
      if (stream.ssrc == ssrc || stream.line.rtxSsrc() == ssrc) {
        last = stream;
        return stream;
      }
    }
    last = create(ssrc, payloadType);
    return last;
  }

  private @Nullable InboundStream create(long ssrc, int payloadType) {
    for (RemotePeer.ReceiveLine line : peer.receives()) {
      if (line.ssrc() == ssrc || line.rtxSsrc() == ssrc) {
        return create(line, line.ssrc());
      }
    }
    RemotePeer.ReceiveLine line = peer.receiving(payloadType);
    if (line == null || line.ssrc() >= 0 || line.rtxPayloadType() == payloadType) {
      return null;
    }
    return create(line, ssrc);
  }

  private InboundStream create(RemotePeer.ReceiveLine line, long ssrc) {
    NackGenerator nacks = line.video() ? new NackGenerator(new Requests(ssrc)) : null;
    InboundStream stream = new InboundStream(line, ssrc, nacks);
    streams.add(stream);
    return stream;
  }

  private void requestKeyFrame(long ssrc) {
    loop.counters().keyFrameRequests++;
    rtcp.send(new PictureLossIndication(ourSsrc, ssrc));
  }

  private final class Requests implements NackGenerator.Output {
    private final long ssrc;

    Requests(long ssrc) {
      this.ssrc = ssrc;
    }

    @Override
    public void sendNack(int[] sequenceNumbers, int count) {
      loop.counters().nacks += count;
      rtcp.send(GenericNack.of(ourSsrc, ssrc, sequenceNumbers, count));
    }

    @Override
    public void requestKeyFrame() {
      Subscriber.this.requestKeyFrame(ssrc);
    }
  }

  void onSenderReport(long nowNs, SenderReport report) {
    for (InboundStream stream : streams) {
      if (stream.ssrc == report.senderSsrc()) {
        stream.statistics.onSenderReport(nowNs - loop.epochNs(), report);
      }
    }
  }

  /** Every few milliseconds. */
  void onTick(long wallNs) {
    long nowNs = wallNs - loop.epochNs();
    if (feedback.nextDeadlineNs() <= nowNs) {
      feedback.onTimeout(nowNs);
    }
    for (int i = 0; i < streams.size(); i++) {
      NackGenerator nacks = streams.get(i).nacks;
      if (nacks != null && nacks.nextDeadlineNs() <= nowNs) {
        nacks.onTimeout(nowNs);
      }
    }
    if (nowNs >= nextReportNs && !streams.isEmpty()) {
      nextReportNs = nowNs + REPORT_EVERY_NS;
      report(nowNs);
    }
  }

  private void report(long nowNs) {
    List<ReportBlock> blocks = new ArrayList<>();
    for (InboundStream stream : streams) {
      ReportBlock block = stream.statistics.report(nowNs);
      if (block != null && blocks.size() < 31) {
        blocks.add(block);
      }
    }
    rtcp.send(new ReceiverReport(ourSsrc, blocks));
  }

  void addTo(LoopCounters sum) {
    for (InboundStream stream : streams) {
      stream.addTo(sum, loop.window());
    }
  }
}
