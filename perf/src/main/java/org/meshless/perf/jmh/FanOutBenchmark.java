package org.meshless.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.send.Segment;
import org.meshless.rtp.send.StreamRewriter;
import org.meshless.rtp.srtp.SrtpKeys;
import org.meshless.rtp.srtp.SrtpProfile;
import org.meshless.rtp.srtp.SrtpProvider;
import org.meshless.rtp.srtp.SrtpSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A frame of 8 packets on its way to 50 subscribers, the sockets apart: what forwarding costs per
 * packet and subscriber, and the two parts of it that are not cryptography.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FanOutBenchmark {
  private static final int PACKETS = 8;
  private static final int SUBSCRIBERS = 50;
  private static final int PAYLOAD = 1150;
  private static final int SOURCE_HEADER = RtpHeader.FIXED_LENGTH + 4;
  private static final byte[] DESCRIPTOR = {(byte) 0x90, (byte) 0xe0, (byte) 0x80, 1, 1, 0};

  private final ExtensionMap published =
      ExtensionMap.builder()
          .put(HeaderExtension.AUDIO_LEVEL, 1)
          .put(HeaderExtension.ABS_SEND_TIME, 2)
          .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)
          .build();
  private final RtpPacket[] frame = new RtpPacket[PACKETS];
  private final PayloadDescriptor[] descriptors = new PayloadDescriptor[PACKETS];
  private final Subscriber[] subscribers = new Subscriber[SUBSCRIBERS];
  private final byte[] run = new byte[PACKETS * 1500];
  private long extendedSeq = 100_000;

  /** One of the fifty, with keys, numbers and extension ids of its own. */
  private static final class Subscriber {
    final SrtpSender srtp;
    final StreamRewriter rewriter = new StreamRewriter(90_000, 1, 1);
    final ExtensionWriter extensions = new ExtensionWriter();
    final int transportId;
    final int levelId;
    int transportNumber;

    Subscriber(int number, SrtpProvider provider, long extendedSeq) {
      byte[] key = new byte[16];
      byte[] salt = new byte[12];
      key[0] = (byte) number;
      srtp = new SrtpSender(new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt), provider);
      transportId = 1 + number % 7;
      levelId = 8 + number % 6;
      rewriter.begin(0, 1, extendedSeq, 0);
    }
  }

  @Setup
  public void make() {
    SrtpProvider provider = SrtpProvider.choose();
    for (int i = 0; i < PACKETS; i++) {
      byte[] bytes = new byte[200 + PAYLOAD];
      RtpHeader.write(bytes, 0, i == PACKETS - 1, 96, i, 3_000, 0x1234);
      ExtensionWriter extensions = new ExtensionWriter();
      extensions.begin(bytes, RtpHeader.FIXED_LENGTH);
      extensions.addUnsigned(1, 0x9e, 1);
      extensions.addUnsigned(2, 77_777, 3);
      extensions.addUnsigned(3, i, 2);
      int header = RtpHeader.FIXED_LENGTH + extensions.finish();
      RtpHeader.setExtension(bytes, 0, true);
      System.arraycopy(DESCRIPTOR, 0, bytes, header, DESCRIPTOR.length);
      RtpPacket packet = RtpPacket.parse(bytes, header + PAYLOAD, published);
      if (packet == null) {
        throw new IllegalStateException("well-formed");
      }
      frame[i] = packet;
      descriptors[i] =
          PayloadDescriptor.parse(
              new Codec.Vp8(), bytes, packet.payloadOffset(), packet.payloadLength());
    }
    for (int i = 0; i < SUBSCRIBERS; i++) {
      subscribers[i] = new Subscriber(i, provider, extendedSeq);
    }
  }

  /** Header, number, transport-wide number and audio level under the subscriber's ids. */
  @Benchmark
  @OperationsPerInvocation(PACKETS * SUBSCRIBERS)
  public int rewriteExtensions() {
    int sum = 0;
    for (Subscriber subscriber : subscribers) {
      int at = 0;
      for (RtpPacket packet : frame) {
        sum += writeHeader(subscriber, packet, at, packet.sequenceNumber(), packet.timestamp());
        at += 1500;
      }
    }
    return sum;
  }

  /** All of it: number, header, extensions, picture id, encryption. */
  @Benchmark
  @OperationsPerInvocation(PACKETS * SUBSCRIBERS)
  public int fanOut() {
    int sum = 0;
    for (Subscriber subscriber : subscribers) {
      int at = 0;
      for (int i = 0; i < PACKETS; i++) {
        at += forward(subscriber, i, at);
      }
      sum += at;
    }
    extendedSeq += PACKETS;
    return sum;
  }

  private int forward(Subscriber subscriber, int i, int at) {
    RtpPacket packet = frame[i];
    long timestamp = extendedSeq * 300;
    StreamRewriter rewriter = subscriber.rewriter;
    int number = rewriter.sequence(extendedSeq, 1, extendedSeq + i, timestamp, descriptors[i]);
    Segment segment = rewriter.current();
    if (segment == null) {
      throw new IllegalStateException("a reign has begun");
    }
    int header = writeHeader(subscriber, packet, at, number, segment.timestamp(timestamp));
    int offset = packet.payloadOffset();
    int prefix = segment.writePrefix(descriptors[i], packet.bytes(), offset, run, at + header);
    int length = packet.payloadLength() - prefix;
    int written =
        subscriber.srtp.protect(
            run, at, header, prefix, packet.bytes(), offset + prefix, length, 0);
    if (written < 0) {
      throw new IllegalStateException("refused");
    }
    return written;
  }

  private int writeHeader(
      Subscriber subscriber, RtpPacket packet, int at, int number, long timestamp) {
    RtpHeader.write(run, at, packet.marker(), 100, number, timestamp, 0x5678);
    RtpHeader.setCsrcCount(run, at, 1);
    ExtensionWriter extensions = subscriber.extensions;
    extensions.begin(run, at + SOURCE_HEADER);
    extensions.addUnsigned(subscriber.transportId, subscriber.transportNumber, 2);
    subscriber.transportNumber = (subscriber.transportNumber + 1) & 0xffff;
    int level = packet.extensionOffset(HeaderExtension.AUDIO_LEVEL);
    extensions.add(subscriber.levelId, packet.bytes(), level, 1);
    int length = extensions.finish();
    RtpHeader.setExtension(run, at, true);
    return SOURCE_HEADER + length;
  }
}
