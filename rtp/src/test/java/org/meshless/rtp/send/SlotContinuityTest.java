package org.meshless.rtp.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshless.rtp.NetworkOrder;
import org.meshless.rtp.ext.ExtensionWriter;
import org.meshless.rtp.ext.HeaderExtension;
import org.meshless.rtp.packet.RtpHeader;
import org.meshless.rtp.packet.RtpPacket;
import org.meshless.rtp.send.LayeredSource.Format;
import org.meshless.rtp.send.LayeredSource.Frame;
import org.meshless.rtp.send.LayeredSource.Sent;

/**
 * Sources of every codec take turns in a slot, lose layers and begin anew, while packets are lost,
 * reordered and repeated: a receiver never takes one frame for another, and what is sent again is
 * what was sent.
 */
class SlotContinuityTest {
  private static final int SEEDS = Boolean.getBoolean("meshless.full") ? 1_000 : 25;
  private static final long FRAME_NS = 33_333_333;
  private static final int FRAMES = 300;

  /** Longer ago, a picture id of 7 bits may be another picture's. */
  private static final long MAX_AGE_NS = 60 * FRAME_NS;

  @ParameterizedTest
  @EnumSource
  void everyFrameIsDecodedAcrossSwitchesWhenNothingIsLost(Format format) {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed, false, format);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noFrameIsTakenForAnotherWhenPacketsAreLostAndReordered(Format format) {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed, true, format);
    }
  }

  @Test
  void sourcesOfDifferentCodecsTakeTurns() {
    for (int seed = 0; seed < 2 * SEEDS; seed++) {
      play(seed, seed % 2 == 1, Format.values());
    }
  }

  private static void play(long seed, boolean lossy, Format... formats) {
    Run run = new Run(seed, lossy, formats);
    try {
      run.play();
      run.receiver.check(!lossy);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + (lossy ? ", lossy" : ""), e);
    }
  }

  private record Arrival(long atNs, long order, Sent packet) {}

  /** What went out under a number. */
  private record Output(int number, Sent origin, String hex, int reign) {}

  private static final class Run {
    final Random random;
    final boolean lossy;
    final Format[] formats;
    final Map<Integer, Frame> truth = new HashMap<>();
    final PictureReceiver receiver = new PictureReceiver(truth);
    final StreamRewriter rewriter;
    final List<Output> outputs = new ArrayList<>();
    final Set<Integer> droppedFrames = new HashSet<>();
    final byte[] descriptor = new byte[200];
    int wanted = 1;
    int reigns;
    long firstOfReign;

    Run(long seed, boolean lossy, Format[] formats) {
      this.random = new Random(seed);
      this.lossy = lossy;
      this.formats = formats;
      this.rewriter =
          new StreamRewriter(
              90_000,
              (1 << 15) - 1 - random.nextInt(100),
              (1L << 32) - 1 - random.nextInt(1_000_000));
    }

    Format format() {
      return formats[random.nextInt(formats.length)];
    }

    void play() {
      PriorityQueue<Arrival> network =
          new PriorityQueue<>(
              Comparator.comparingLong(Arrival::atNs).thenComparingLong(Arrival::order));
      List<LayeredSource> sources = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        sources.add(new LayeredSource(random, i, format()));
      }
      long order = 0;
      for (int i = 0; i < FRAMES; i++) {
        long captureNs = 1_000_000_000 + i * FRAME_NS;
        if (random.nextInt(25) == 0) {
          wanted = 1 + random.nextInt(sources.size());
        }
        for (LayeredSource source : sources) {
          if (random.nextInt(60) == 0) {
            source.restart(format());
          }
          if (random.nextInt(20) == 0) {
            source.limit(random.nextInt(3));
          }
          for (Sent packet : source.nextFrame(captureNs, FRAME_NS, random.nextInt(20) == 0)) {
            truth.put(packet.frame().id(), packet.frame());
            for (long delayNs : delays()) {
              network.add(new Arrival(captureNs + delayNs, order++, packet));
            }
          }
        }
        while (!network.isEmpty() && network.peek().atNs() < captureNs + FRAME_NS) {
          onArrival(network.poll().packet());
        }
      }
    }

    /** Lost for good, lost and retransmitted, late by a little, twice, or in time. */
    private long[] delays() {
      long delayNs = 20_000_000;
      return switch (lossy ? random.nextInt(80) : 9) {
        case 0 -> new long[0];
        case 1, 2 -> new long[] {delayNs + random.nextLong(300_000_000)};
        case 3, 4 -> new long[] {delayNs + random.nextLong(3_000_000)};
        case 5 -> new long[] {delayNs, delayNs + random.nextLong(100_000_000)};
        default -> new long[] {delayNs};
      };
    }

    private void onArrival(Sent packet) {
      int streamId = packet.frame().streamId();
      @Nullable Segment inForce = rewriter.current();
      if (streamId == wanted
          && packet.startsKeyFrame()
          && (inForce == null || inForce.streamId() != wanted)) {
        assertTrue(packet.descriptor().startsKeyFrame(), packet.toString());
        rewriter.begin(packet.captureNs(), streamId, packet.extSeq(), packet.packet().timestamp());
        firstOfReign = packet.extSeq();
        reigns++;
      }
      Segment reign = rewriter.current();
      if (reign == null || reign.streamId() != streamId || packet.extSeq() < firstOfReign) {
        return;
      }
      if (!packet.frame().kept()) {
        if (droppedFrames.add(packet.frame().id())) {
          rewriter.dropPicture(streamId, packet.descriptor());
        }
        rewriter.drop(streamId, packet.extSeq());
        return;
      }
      forward(packet);
    }

    private void forward(Sent packet) {
      int number =
          rewriter.sequence(
              packet.captureNs(),
              packet.frame().streamId(),
              packet.extSeq(),
              packet.packet(),
              packet.descriptor());
      if (number >= 0) {
        Segment segment = rewriter.current();
        assertNotNull(segment);
        byte[] bytes = write(segment, packet, number);
        Output output = new Output(number, packet, HexFormat.of().formatHex(bytes), reigns);
        outputs.add(output);
        if (!lossy || random.nextInt(100) > 0) {
          receiver.onPacket(bytes);
        }
      } else {
        assertTrue(lossy, "refused: " + number);
      }
      if (!outputs.isEmpty()) {
        checkRetransmission(
            outputs.get(outputs.size() - 1 - random.nextInt(outputs.size()) / 4), packet);
      }
    }

    /** What a NACK finds makes the same packet again. */
    private void checkRetransmission(Output output, Sent newest) {
      if (Math.abs(newest.captureNs() - output.origin().captureNs()) > MAX_AGE_NS) {
        return;
      }
      Segment segment = rewriter.segmentOf(output.number());
      if (segment == null) {
        assertTrue(
            outputs.size() - outputs.indexOf(output) > 200 || reigns - output.reign() > 2,
            "forgotten: " + output);
        return;
      }
      assertEquals(output.origin().frame().streamId(), segment.streamId());
      assertEquals(output.origin().extSeq(), segment.sourceExtendedSeq(output.number()));
      byte[] again = write(segment, output.origin(), output.number());
      assertEquals(output.hex(), HexFormat.of().formatHex(again));
    }

    /** The packet as it goes out. */
    private byte[] write(Segment segment, Sent sent, int number) {
      RtpPacket packet = sent.packet();
      byte[] out = new byte[300];
      RtpHeader.write(
          out, 0, packet.marker(), 96, number, segment.timestamp(packet.timestamp()), 77);
      RtpHeader.setCsrcCount(out, 0, 1);
      NetworkOrder.put32(out, RtpHeader.FIXED_LENGTH, sent.frame().streamId());
      int at = RtpHeader.FIXED_LENGTH + 4;
      int length = packet.extensionLength(HeaderExtension.DEPENDENCY_DESCRIPTOR);
      if (length > 0) {
        int offset = packet.extensionOffset(HeaderExtension.DEPENDENCY_DESCRIPTOR);
        int changed = segment.writeDescriptor(packet, descriptor, 0);
        assertTrue(changed == 0 || changed == length);
        ExtensionWriter extension = new ExtensionWriter();
        extension.begin(out, at);
        extension.add(
            LayeredSource.DEPENDENCIES_ID,
            changed == 0 ? packet.bytes() : descriptor,
            changed == 0 ? offset : 0,
            length);
        at += extension.finish();
        RtpHeader.setExtension(out, 0, true);
      }
      int payload = packet.payloadOffset();
      int prefix = segment.writePrefix(sent.descriptor(), packet.bytes(), payload, out, at);
      int rest = packet.payloadLength() - prefix;
      System.arraycopy(packet.bytes(), payload + prefix, out, at + prefix, rest);
      return Arrays.copyOf(out, at + prefix + rest);
    }
  }
}
