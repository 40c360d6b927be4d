package org.meshless.sfu.room;

import java.util.ArrayList;
import java.util.List;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.receive.RembEstimator;
import org.meshless.rtp.receive.TransportFeedbackRecorder;
import org.meshless.rtp.rtcp.FullIntraRequest;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.meshless.rtp.rtcp.ReceiverReport;
import org.meshless.rtp.rtcp.ReportBlock;
import org.meshless.rtp.rtcp.RtcpCompound;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.rtcp.SourceDescription;
import org.meshless.rtp.rtcp.TransportFeedback;
import org.meshless.rtp.session.MediaSection;
import org.meshless.rtp.session.PayloadType;
import org.meshless.sfu.net.LoopCounter;
import org.meshless.sfu.transport.Transport;

/**
 * The RTCP that one participant is sent: reports every second, transport-wide feedback on what it
 * sends (or, without that, an estimate of what it may send), requests for packets and key frames.
 *
 * <p>Confined to its MediaLoop.
 */
final class Feedback implements TransportFeedbackRecorder.Output, RembEstimator.Output {
  private static final long REPORT_INTERVAL_NS = 1_000_000_000;
  private static final int MAX_BLOCKS = 31; // RFC 3550 §6.4.1: a field of five bits
  private static final long MIN_BPS = 100_000;
  private static final long START_BPS = 1_000_000;
  private static final long MAX_BPS = 20_000_000;

  private final Member member;

  /** Who these come from: no stream of ours, so any number does. */
  private final long ssrc;

  private final String cname;
  private final TransportFeedbackRecorder arrivals;
  private final RembEstimator remb = new RembEstimator(MIN_BPS, START_BPS, MAX_BPS, this);
  private final byte[] bytes = new byte[Transport.MAX_RTCP_BYTES];
  private final RtcpCompound compound = new RtcpCompound(bytes, 0, bytes.length);
  private long nextReportNs = Long.MAX_VALUE;
  private boolean transportWide;
  private int intraRequests;

  Feedback(Member member, long ssrc) {
    this.member = member;
    this.ssrc = ssrc;
    this.cname = Long.toHexString(ssrc);
    this.arrivals = new TransportFeedbackRecorder(ssrc, this);
  }

  /** Begins to report. */
  void start(long nowNs) {
    nextReportNs = nowNs + REPORT_INTERVAL_NS;
  }

  /**
   * The participant may publish on this m-line. Once transport-wide numbers are negotiated
   * anywhere, a maximum bitrate is never told: packets of another m-line without a number (Firefox
   * numbers no audio) would make us tell one, and browsers hold on to the last they heard.
   */
  void negotiated(MediaSection section) {
    if (section.extensions().idOf(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER) != 0) {
      for (PayloadType type : section.payloadTypes().all()) {
        transportWide |= type.transportCc();
      }
    }
  }

  /** A packet with a transport-wide sequence number arrived. */
  void onNumbered(long nowNs, int transportSequenceNumber, long mediaSsrc) {
    transportWide = true;
    arrivals.onPacket(nowNs, transportSequenceNumber, mediaSsrc);
  }

  /** A packet without one arrived. */
  void onUnnumbered(long nowNs, int sizeBytes) {
    if (!transportWide) {
      remb.onPacket(nowNs, sizeBytes);
    }
  }

  long nextDeadlineNs() {
    return Math.min(
        nextReportNs, transportWide ? arrivals.nextDeadlineNs() : remb.nextDeadlineNs());
  }

  void onTimeout(long nowNs) {
    if (transportWide && nowNs >= arrivals.nextDeadlineNs()) {
      arrivals.onTimeout(nowNs);
    }
    if (!transportWide && nowNs >= remb.nextDeadlineNs()) {
      remb.onTimeout(nowNs);
    }
    if (nowNs >= nextReportNs) {
      nextReportNs = nowNs + REPORT_INTERVAL_NS;
      report(nowNs);
    }
  }

  /** One compound: what we received of the participant, then what we send in each slot. */
  private void report(long nowNs) {
    List<ReportBlock> blocks = new ArrayList<>();
    for (InboundTrack track : member.tracks()) {
      for (InboundStream stream : track.streams()) {
        ReportBlock block = blocks.size() < MAX_BLOCKS ? stream.report(nowNs) : null;
        if (block != null) {
          blocks.add(block);
        }
      }
    }
    add(new ReceiverReport(ssrc, blocks));
    add(SourceDescription.ofCname(ssrc, cname));
    for (Slot slot : member.subscriptions().all()) {
      SenderReport report = slot.senderReport(nowNs, member.loop().ntpAt(nowNs));
      if (report != null) {
        add(report);
      }
    }
    send();
  }

  @Override
  public void sendTransportFeedback(TransportFeedback feedback) {
    sendAlone(feedback);
  }

  @Override
  public void sendRemb(long bitrateBps) {
    List<Long> ssrcs = new ArrayList<>();
    for (InboundTrack track : member.tracks()) {
      for (InboundStream stream : track.streams()) {
        ssrcs.add(stream.ssrc());
      }
    }
    sendAlone(new ReceiverEstimatedMaxBitrate(ssrc, bitrateBps, ssrcs));
  }

  void sendNack(long mediaSsrc, int[] sequenceNumbers, int count) {
    member.loop().counters().increment(LoopCounter.NACKS_SENT);
    sendAlone(GenericNack.of(ssrc, mediaSsrc, sequenceNumbers, count));
  }

  /** Asks for a key frame in the way that was negotiated: PLI, else FIR. */
  void sendKeyFrameRequest(MediaSection section, long mediaSsrc) {
    member.loop().counters().increment(LoopCounter.KEY_FRAME_REQUESTS);
    boolean pli = false;
    boolean fir = false;
    for (PayloadType type : section.payloadTypes().all()) {
      pli |= type.pli();
      fir |= type.fir();
    }
    if (pli || !fir) {
      sendAlone(new PictureLossIndication(ssrc, mediaSsrc));
    } else {
      intraRequests = (intraRequests + 1) & 0xff;
      sendAlone(
          new FullIntraRequest(
              ssrc, List.of(new FullIntraRequest.Entry(mediaSsrc, intraRequests))));
    }
  }

  /** Reduced-size RTCP (RFC 5506): no report before it. */
  private void sendAlone(RtcpPacket packet) {
    add(packet);
    send();
  }

  private void add(RtcpPacket packet) {
    if (!compound.add(packet)) {
      send();
      compound.add(packet);
    }
  }

  private void send() {
    if (!compound.isEmpty()) {
      member.sendRtcp(bytes, compound.length());
      compound.clear();
    }
  }
}
