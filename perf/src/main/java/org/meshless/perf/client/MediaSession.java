package org.meshless.perf.client;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.perf.net.ReceiveBatch;
import org.meshless.perf.net.UdpSocket;
import org.meshless.rtp.rtcp.FullIntraRequest;
import org.meshless.rtp.rtcp.GenericNack;
import org.meshless.rtp.rtcp.PictureLossIndication;
import org.meshless.rtp.rtcp.RtcpPacket;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpReceiver;
import org.meshless.rtp.srtp.SrtpSender;

/**
 * What a client sends and receives once keys are agreed, and the RTCP about both. Confined to its
 * loop.
 */
final class MediaSession {
  private static final long REPORT_EVERY_NS = 1_000_000_000L;

  private final ClientLoop loop;
  private final InetSocketAddress remote;
  private final SrtpSender sender;
  private final SrtpReceiver receiver;
  private final @Nullable Subscriber subscriber;
  private final List<Publisher> publishers = new ArrayList<>();
  private final byte[] rtcpPlain = new byte[2048];
  private final byte[] rtcpOut = new byte[1500];
  private UdpSocket socket;
  private long nextReportNs;

  /**
   * A session in which nothing was sent yet.
   *
   * @param ssrc of our reports
   * @param publications by the lines the client sends on
   */
  MediaSession(
      ClientLoop loop,
      UdpSocket socket,
      RemotePeer peer,
      long ssrc,
      List<Publication> publications,
      SrtpKeys ours,
      SrtpKeys theirs) {
    this.loop = loop;
    this.socket = socket;
    this.remote = peer.address();
    this.sender = new SrtpSender(ours, loop.provider());
    this.receiver = new SrtpReceiver(theirs, loop.provider());
    this.subscriber =
        peer.receives().isEmpty()
            ? null
            : new Subscriber(
                peer, new SrtpReceiver(theirs, loop.provider()), ssrc, this::sendRtcp, loop);
    Publisher.TransportNumbers numbers = new Publisher.TransportNumbers();
    for (int i = 0; i < publications.size(); i++) {
      RemotePeer.SendLine line = peer.sends().get(i);
      for (int layer = 0; layer < line.encodings().size(); layer++) {
        publishers.add(
            new Publisher(
                line,
                line.encodings().get(layer),
                publications.get(i).layers().get(layer),
                sender,
                numbers,
                loop,
                socket,
                remote));
      }
    }
  }

  List<Publisher> publishers() {
    return publishers;
  }

  void moveTo(UdpSocket other) {
    socket = other;
    publishers.forEach(publisher -> publisher.moveTo(other));
  }

  /**
   * An RTP packet; {@code head} holds the first bytes of it only.
   *
   * @return when the first one came, in nanoseconds since 1970; 0 if none has
   */
  long onRtp(ReceiveBatch batch, int i, byte[] head, int length, long arrivedNs) {
    if (subscriber == null) {
      return 0;
    }
    subscriber.onRtp(batch, i, head, length, arrivedNs);
    return subscriber.firstMediaNs();
  }

  void onRtcp(ReceiveBatch batch, int i, int length) {
    byte[] whole = loop.ciphertext();
    batch.copy(i, whole, length);
    int plain = receiver.unprotectRtcp(whole, 0, length, rtcpPlain);
    if (plain < 0) {
      loop.counters().failures++;
      return;
    }
    long nowNs = loop.clockNs();
    for (RtcpPacket packet : RtcpPacket.parse(rtcpPlain, 0, plain)) {
      switch (packet) {
        case SenderReport report -> {
          if (subscriber != null) {
            subscriber.onSenderReport(nowNs, report);
          }
        }
        case GenericNack nack -> {
          Publisher publisher = publisher(nack.mediaSsrc());
          if (publisher != null) {
            nack.forEachLost(seq -> publisher.resend(seq, nowNs));
          }
        }
        case PictureLossIndication pli -> requestKeyFrame(pli.mediaSsrc());
        case FullIntraRequest fir -> fir.entries().forEach(entry -> requestKeyFrame(entry.ssrc()));
        default -> {} // reports and estimates do not change what is published
      }
    }
  }

  private @Nullable Publisher publisher(long ssrc) {
    for (Publisher publisher : publishers) {
      if (publisher.ssrc() == ssrc) {
        return publisher;
      }
    }
    return null;
  }

  private void requestKeyFrame(long ssrc) {
    Publisher publisher = publisher(ssrc);
    if (publisher != null) {
      publisher.source().requestKeyFrame();
    }
  }

  private void sendRtcp(RtcpPacket packet) {
    if (packet.length() + 64 <= rtcpOut.length) {
      int length = packet.write(rtcpOut, 0);
      int protectedLength = sender.protectRtcp(rtcpOut, 0, length);
      if (protectedLength > 0) {
        loop.sends().add(remote, rtcpOut, 0, protectedLength);
        loop.sends().flush(socket);
      }
    }
  }

  void onTick(long nowNs) {
    if (subscriber != null) {
      subscriber.onTick(nowNs);
    }
    if (nowNs >= nextReportNs) {
      nextReportNs = nowNs + REPORT_EVERY_NS;
      for (Publisher publisher : publishers) {
        if (publisher.isRunning()) {
          sendRtcp(publisher.report(nowNs));
        }
      }
    }
  }

  void addTo(LoopCounters sum) {
    if (subscriber != null) {
      subscriber.addTo(sum);
    }
  }
}
