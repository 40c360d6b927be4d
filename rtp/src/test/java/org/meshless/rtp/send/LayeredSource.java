package org.meshless.rtp.send;

import static org.meshless.rtp.NetworkOrder.put32;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Codec;
import org.meshless.rtp.codec.H264Profile;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.ext.ExtensionMap;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;

/**
 * A publisher's video in real bytes, with three temporal layers (T0 T2 T1 T2) where the format has
 * a way to tell them. Behind the codec's own header each payload says which frame it truly is of.
 * Counters start shortly before they wrap, and jump where the encoder begins anew.
 */
final class LayeredSource {
  static final int DEPENDENCIES_ID = 5;
  static final ExtensionMap EXTENSIONS =
      ExtensionMap.builder().put(HeaderExtension.DEPENDENCY_DESCRIPTOR, DEPENDENCIES_ID).build();

  /** How frames are told apart. */
  enum Format {
    VP8,
    VP9_FLEXIBLE,
    VP9_GROUPS,
    H264,
    AV1;

    Codec codec() {
      return switch (this) {
        case VP8 -> new Codec.Vp8();
        case VP9_FLEXIBLE, VP9_GROUPS -> new Codec.Vp9(0);
        case H264 ->
            new Codec.H264(1, Objects.requireNonNull(H264Profile.ofProfileLevelId("42e01f")));
        case AV1 -> new Codec.Av1(0);
      };
    }

    boolean layered() {
      return this != H264;
    }
  }

  /**
   * A frame as it truly is.
   *
   * @param id unique among all sources
   * @param references ids of the frames it cannot be decoded without
   * @param kept whether the forwarder is to forward it
   */
  record Frame(
      int id,
      int streamId,
      Format format,
      boolean key,
      int temporalId,
      List<Integer> references,
      boolean kept) {}

  /** One packet of it. */
  record Sent(
      Frame frame,
      long extSeq,
      long captureNs,
      RtpPacket packet,
      PayloadDescriptor descriptor,
      boolean startsKeyFrame) {}

  private static final int[] LAYERS = {0, 2, 1, 2};
  private static final int[] DIFFS = {4, 1, 2, 1};
  private static final int[] TEMPLATES = {1, 3, 2, 4}; // after that of key frames

  private final Random random;
  private final int streamId;
  private final List<Integer> sinceKey = new ArrayList<>();
  private Format format;
  private int frames;
  private int level = 2;
  private int limitInForce = 2;
  private long extSeq;
  private long timestamp;
  private int pictureIdBits;
  private int pictureId;
  private int tl0PicIdx;
  private int frameNumber;
  private int templateIdOffset;

  LayeredSource(Random random, int streamId, Format format) {
    this.random = random;
    this.streamId = streamId;
    this.format = format;
    extSeq = 2 * 65_536L - random.nextInt(300);
    timestamp = (1L << 32) - random.nextInt(300_000);
    pictureIdBits = format == Format.VP8 && random.nextInt(4) == 0 ? 7 : 15;
    pictureId = -random.nextInt(50);
    tl0PicIdx = -random.nextInt(10);
    frameNumber = -random.nextInt(50);
    templateIdOffset = random.nextInt(64);
  }

  int streamId() {
    return streamId;
  }

  /** The encoder begins anew, perhaps with another codec; the next frame is a key frame. */
  void restart(Format next) {
    format = next;
    sinceKey.clear();
    pictureIdBits = 15;
    pictureId += 12_453; // of 2^15 the golden section: however often, never near where it was
    tl0PicIdx = random.nextInt();
    frameNumber += 24_907;
    templateIdOffset = random.nextInt(64);
  }

  /** The highest temporal layer that is forwarded, from the next frame of the lowest on. */
  void limit(int temporalId) {
    level = temporalId;
  }

  List<Sent> nextFrame(long captureNs, long elapsedNs, boolean keyWanted) {
    boolean key = keyWanted || sinceKey.isEmpty();
    if (key) {
      sinceKey.clear();
      templateIdOffset += 5;
    }
    int place = sinceKey.size() % 4;
    limitInForce = place == 0 ? level : limitInForce;
    int temporalId = format.layered() ? LAYERS[place] : 0;
    int diff = format.layered() ? DIFFS[place] : 1;
    List<Integer> references = key ? List.of() : List.of(sinceKey.get(sinceKey.size() - diff));
    boolean kept = temporalId <= limitInForce;
    Frame frame =
        new Frame(streamId << 24 | frames++, streamId, format, key, temporalId, references, kept);
    sinceKey.add(frame.id());
    timestamp += Math.round(elapsedNs * 90e-6);
    pictureId++;
    frameNumber++;
    tl0PicIdx += temporalId == 0 ? 1 : 0;
    List<Sent> packets = new ArrayList<>();
    int count = key ? 3 + random.nextInt(5) : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      packets.add(packet(frame, place, captureNs, i == 0, i == count - 1));
    }
    return packets;
  }

  private Sent packet(Frame frame, int place, long captureNs, boolean first, boolean last) {
    byte[] b = new byte[200];
    RtpHeader.write(b, 0, last, 96, (int) extSeq & 0xFFFF, timestamp & 0xFFFF_FFFFL, streamId);
    int at = RtpHeader.FIXED_LENGTH;
    if (format == Format.AV1) {
      ExtensionWriter extension = new ExtensionWriter();
      extension.begin(b, at);
      byte[] dependencies = dependencies(frame, place, first, last);
      extension.add(DEPENDENCIES_ID, dependencies, 0, dependencies.length);
      at += extension.finish();
      RtpHeader.setExtension(b, 0, true);
    }
    byte[] header = header(frame, first, last);
    System.arraycopy(header, 0, b, at, header.length);
    put32(b, at + header.length, frame.id());
    int length = at + header.length + 4;
    RtpPacket packet = Objects.requireNonNull(RtpPacket.parse(b, length, EXTENSIONS));
    PayloadDescriptor descriptor =
        PayloadDescriptor.parse(format.codec(), b, packet.payloadOffset(), packet.payloadLength());
    return new Sent(frame, extSeq++, captureNs, packet, descriptor, frame.key() && first);
  }

  /** What the payload format puts before the frame's own bytes. */
  private byte[] header(Frame frame, boolean first, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (format) {
      case VP8 -> {
        out.write(first ? 0x90 : 0x80);
        out.write(0xE0);
        writePictureId(out);
        out.write(tl0PicIdx);
        out.write(frame.temporalId() << 6);
        out.write(frame.key() ? 0 : 1);
      }
      case VP9_FLEXIBLE, VP9_GROUPS -> {
        boolean flexible = format == Format.VP9_FLEXIBLE;
        boolean structured = !flexible && frame.key() && first;
        out.write(
            0xA0
                | (frame.key() ? 0 : 0x40)
                | (flexible ? 0x10 : 0)
                | (first ? 0x08 : 0)
                | (last ? 0x04 : 0)
                | (structured ? 0x02 : 0));
        writePictureId(out);
        out.write(frame.temporalId() << 5);
        if (!flexible) {
          out.write(tl0PicIdx);
        } else if (!frame.key()) {
          out.write(DIFFS[(sinceKey.size() - 1) % 4] << 1);
        }
        if (structured) {
          out.writeBytes(new byte[] {0x08, 4, 0x04, 4, 0x44, 1, 0x24, 2, 0x44, 1});
        }
        out.write(0);
      }
      case H264 -> {
        if (frame.key() && first) {
          out.writeBytes(new byte[] {0x78, 0, 1, 0x67, 0, 5, 0x65}); // parameters, a slice
        } else {
          out.write(0x5C);
          out.write((first ? 0x80 : 0) | (last && !first ? 0x40 : 0) | (frame.key() ? 5 : 1));
        }
      }
      case AV1 ->
          out.write(
              0x10 | (first ? 0 : 0x80) | (last ? 0 : 0x40) | (first && frame.key() ? 0x08 : 0));
    }
    return out.toByteArray();
  }

  private void writePictureId(ByteArrayOutputStream out) {
    if (pictureIdBits == 15) {
      out.write(0x80 | (pictureId >>> 8 & 0x7F));
      out.write(pictureId);
    } else {
      out.write(pictureId & 0x7F);
    }
  }

  /** A dependency descriptor with one template for each place in the pattern and one for keys. */
  private byte[] dependencies(Frame frame, int place, boolean first, boolean last) {
    Bits bits = new Bits().f(1, first ? 1 : 0).f(1, last ? 1 : 0);
    bits.f(6, (templateIdOffset + (frame.key() ? 0 : TEMPLATES[place])) & 63);
    bits.f(16, frameNumber & 0xFFFF);
    if (frame.key() && first) {
      bits.f(5, 0b10000).f(6, templateIdOffset & 63).f(5, 2);
      bits.f(2, 0).f(2, 1).f(2, 1).f(2, 0).f(2, 3); // T0 T0 T1 T2 T2
      bits.f(6, 0b101010).f(6, 0b101010).f(6, 0b001010).f(6, 0b000010).f(6, 0b000010);
      bits.f(1, 0).f(6, 0b100110).f(6, 0b100010).f(6, 0b100000).f(6, 0b100000);
      bits.f(2, 1); // one chain, which protects all
      bits.f(4, 0).f(4, 4).f(4, 2).f(4, 1).f(4, 3);
      bits.f(1, 0);
    }
    return bits.bytes();
  }

  /** A forwarder's packet of this stream, read as a receiver would. */
  static @Nullable RtpPacket parse(byte[] bytes) {
    return RtpPacket.parse(bytes, bytes.length, EXTENSIONS);
  }

  /** Writes bits from high to low order. */
  private static final class Bits {
    private final StringBuilder bits = new StringBuilder();

    Bits f(int n, int value) {
      for (int i = n - 1; i >= 0; i--) {
        bits.append(value >>> i & 1);
      }
      return this;
    }

    byte[] bytes() {
      while (bits.length() % 8 != 0) {
        bits.append('0');
      }
      byte[] b = new byte[bits.length() / 8];
      for (int i = 0; i < b.length; i++) {
        b[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
      }
      return b;
    }
  }
}
