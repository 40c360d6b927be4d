package org.meshless.perf.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import org.meshless.perf.media.MediaSource;
import org.meshless.perf.media.PublishedTrack;
import org.meshless.perf.net.SendBatch;
import org.meshless.perf.net.UdpSocket;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.rtcp.SenderReport;
import org.meshless.rtp.srtp.SrtpSender;

/** One stream being sent, with retransmissions on a stream of their own. Confined to its loop. */
final class Publisher {
  private static final int MAX_CATCH_UP = 64;
  private static final long NTP_EPOCH_S = 2_208_988_800L;

  private final RemotePeer.SendLine line;
  private final RemotePeer.Encoding encoding;
  private final PublishedTrack track;
  private final MediaSource source;
  private final SrtpSender srtp;
  private final TransportNumbers numbers;
  private final ClientLoop loop;
  private UdpSocket socket;
  private final InetSocketAddress remote;
  private final byte[] mid;
  private final byte[] rid;
  private final PublishedTrack.Packet packet = new PublishedTrack.Packet();
  private final ExtensionWriter extensions = new ExtensionWriter();
  private final byte[] payload = new byte[2048];
  private final byte[] out = new byte[2048];
  private final int firstSeq;
  private int rtxSeq;
  private int pictureId;
  private long packets;
  private long octets;
  private int lastTimestamp;
  private boolean running;

  /** The transport-wide numbers that all tracks of a client share. */
  static final class TransportNumbers {
    private int next;

    int next() {
      return next++ & 0xffff;
    }
  }

  Publisher(
      RemotePeer.SendLine line,
      RemotePeer.Encoding encoding,
      Publication.Layer layer,
      SrtpSender srtp,
      TransportNumbers numbers,
      ClientLoop loop,
      UdpSocket socket,
      InetSocketAddress remote) {
    this.line = line;
    this.encoding = encoding;
    this.track = layer.track();
    this.source = layer.source();
    this.srtp = srtp;
    this.numbers = numbers;
    this.loop = loop;
    this.socket = socket;
    this.remote = remote;
    this.mid = line.mid().getBytes(US_ASCII);
    this.rid = encoding.rid().getBytes(US_ASCII);
    this.firstSeq = (int) (encoding.ssrc() * 31 & 0x7fff);
  }

  void moveTo(UdpSocket other) {
    socket = other;
  }

  void start(long nowNs) {
    source.startAt(nowNs);
    running = true;
  }

  void stop() {
    running = false;
  }

  long dueNs() {
    return running ? source.dueNs() : Long.MAX_VALUE;
  }

  MediaSource source() {
    return source;
  }

  long ssrc() {
    return encoding.ssrc();
  }

  /** Sends what is due. Late bursts are not left out: each counts from when it was due. */
  void fire(long nowNs) {
    for (int i = 0; i < MAX_CATCH_UP && source.dueNs() <= nowNs; i++) {
      burst();
    }
  }

  private void burst() {
    long dueNs = source.dueNs();
    int count = source.next();
    int[] sizes = source.sizes();
    SendBatch batch = loop.sends();
    if (source.startsFrame()) {
      pictureId = (pictureId + 1) & 0x7fff;
    }
    lastTimestamp = source.timestamp();
    for (int i = 0; i < count; i++) {
      packet.dueNs = dueNs;
      packet.timestamp = lastTimestamp;
      packet.payloadLength = Math.max(sizes[i], track.payloads().minLength());
      packet.pictureId = pictureId;
      packet.keyFrame = source.isKeyFrame();
      packet.firstOfFrame = i == 0 && source.startsFrame();
      packet.lastOfFrame = i == count - 1 && source.endsFrame();
      track.publish(packet);
      int length = protect(packet, dueNs);
      packets++;
      octets += packet.payloadLength;
      batch.add(remote, out, 0, length);
      if (batch.isFull()) {
        batch.flush(socket);
      }
    }
    batch.flush(socket);
    if (loop.window().isOpen()) {
      loop.counters()
          .latenessNs
          .recordValue(Math.clamp(loop.clockNs() - dueNs, 0, LoopCounters.LONGEST_NS));
    }
  }

  private int protect(PublishedTrack.Packet packet, long nowNs) {
    int seq = (int) (firstSeq + packet.index) & 0xffff;
    int header = header(packet, line.payloadType(), seq, encoding.ssrc(), nowNs);
    boolean _ = track.payloads().write(packet, payload, 0);
    return srtp.protect(out, 0, header, payload, 0, packet.payloadLength);
  }

  private int header(
      PublishedTrack.Packet packet, int payloadType, int seq, long ssrc, long nowNs) {
    RtpHeader.write(
        out,
        0,
        line.video() && packet.lastOfFrame,
        payloadType,
        seq,
        packet.timestamp & 0xffff_ffffL,
        ssrc);
    extensions.begin(out, RtpHeader.FIXED_LENGTH);
    add(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, numbers.next(), 2);
    add(HeaderExtension.ABS_SEND_TIME, absSendTime(nowNs), 3);
    if (!line.video()) {
      add(HeaderExtension.AUDIO_LEVEL, source.audioLevel(), 1);
    }
    if (packet.firstOfFrame) {
      add(HeaderExtension.MID, mid);
      boolean again = ssrc != encoding.ssrc();
      add(again ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID, rid);
    }
    int length = extensions.finish();
    RtpHeader.setExtension(out, 0, length > 0);
    return RtpHeader.FIXED_LENGTH + length;
  }

  private void add(HeaderExtension extension, long value, int length) {
    int id = line.extensions().idOf(extension);
    if (id != 0) {
      extensions.addUnsigned(id, value, length);
    }
  }

  private void add(HeaderExtension extension, byte[] text) {
    int id = line.extensions().idOf(extension);
    if (id != 0 && text.length > 0) {
      extensions.add(id, text, 0, text.length);
    }
  }

  /** 6.18 fixed point seconds. */
  private static long absSendTime(long nowNs) {
    long seconds = nowNs / 1_000_000_000L;
    long fraction = (nowNs % 1_000_000_000L << 18) / 1_000_000_000L;
    return (seconds << 18 | fraction) & 0xffffff;
  }

  /** Answers a NACK (RFC 4588). */
  void resend(int seq, long nowNs) {
    long newest = track.published() - 1;
    int back = ((int) (firstSeq + newest) - seq) & 0xffff;
    if (line.rtxPayloadType() < 0
        || !track.find(newest - back, packet)
        || !track.payloads().write(packet, payload, 2)) {
      return;
    }
    NetworkOrder.put16(payload, 0, seq);
    int header =
        header(packet, line.rtxPayloadType(), rtxSeq++ & 0xffff, encoding.rtxSsrc(), nowNs);
    int length = srtp.protect(out, 0, header, payload, 0, packet.payloadLength + 2);
    loop.sends().add(remote, out, 0, length);
    loop.sends().flush(socket);
  }

  SenderReport report(long wallNs) {
    long ntp =
        (wallNs / 1_000_000_000L + NTP_EPOCH_S) << 32
            | (wallNs % 1_000_000_000L << 32) / 1_000_000_000L;
    return new SenderReport(
        encoding.ssrc(),
        ntp,
        lastTimestamp & 0xffff_ffffL,
        packets & 0xffff_ffffL,
        octets & 0xffff_ffffL,
        java.util.List.of());
  }

  boolean isRunning() {
    return running && packets > 0;
  }
}
