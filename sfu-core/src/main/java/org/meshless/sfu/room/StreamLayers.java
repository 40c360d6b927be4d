package org.meshless.sfu.room;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;
import org.meshless.rtp.ext.DecodeTargetIndication;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyStructure;
import org.meshless.rtp.ext.DependencyStructure.DecodeTarget;
import org.meshless.rtp.ext.FrameDependencies;

/**
 * What one stream consists of: its spatial and temporal layers, how large their pictures are and
 * what each costs with all that it needs, measured over the last seconds.
 *
 * <p>Confined to its MediaLoop. Constant time per packet, for all subscribers together.
 */
final class StreamLayers {
  /** Ids have three bits. */
  static final int MAX_LAYERS = 8;

  /** What forwarding adds to a packet: UDP, IP, our extensions, the tag. */
  private static final int OVERHEAD = 60;

  private static final long WINDOW_NS = 500_000_000;

  /** After a pause, this is measured before it is believed: it begins with a key frame. */
  private static final long LEARNING_NS = 1_000_000_000;

  private static final double AVERAGING = 0.25;

  private final long[] windowBytes = new long[MAX_LAYERS * MAX_LAYERS];
  private final double[] bps = new double[MAX_LAYERS * MAX_LAYERS];
  private final int[] widths = new int[MAX_LAYERS];
  private final int[] heights = new int[MAX_LAYERS];

  /** Bit t of the one at s: such packets were seen, or such a decode target announced. */
  private final int[] known = new int[MAX_LAYERS];

  private @Nullable DependencyStructure structure;
  private boolean begun;
  private boolean measured;
  private long windowStartNs;
  private long flowingSinceNs;
  private long lastNs;

  /** A packet of the stream came. */
  void onPacket(long nowNs, MediaPacket packet) {
    if (!begun || nowNs - lastNs > WINDOW_NS) {
      begun = true;
      windowStartNs = nowNs;
      flowingSinceNs = nowNs;
    } else if (nowNs - windowStartNs >= WINDOW_NS) {
      fold(nowNs);
    }
    lastNs = nowNs;
    int bytes = packet.rtp().payloadLength() + OVERHEAD;
    DependencyDescriptor dependencies = packet.dependencies();
    if (dependencies != null) {
      onDependencies(dependencies, bytes);
    } else if (packet.descriptor() instanceof Vp9Descriptor vp9 && vp9.spatialId() >= 0) {
      count(vp9.spatialId(), Math.max(0, vp9.temporalId()), bytes);
    } else if (packet.descriptor() instanceof Vp8Descriptor vp8) {
      count(0, Math.max(0, vp8.temporalId()), bytes);
      if (vp8.keyFrame()) {
        readSize(packet, vp8);
      }
    } else {
      count(0, 0, bytes);
    }
  }

  private void onDependencies(DependencyDescriptor descriptor, int bytes) {
    DependencyStructure attached = descriptor.structure();
    if (attached != null) {
      structure = attached;
      Arrays.fill(known, 0);
      for (int i = 0; i < attached.decodeTargets().size(); i++) {
        DecodeTarget target = attached.decodeTargets().get(i);
        known[target.spatialId()] |= 1 << target.temporalId();
      }
      for (int s = 0; s < Math.min(MAX_LAYERS, attached.resolutions().size()); s++) {
        widths[s] = attached.resolutions().get(s).width();
        heights[s] = attached.resolutions().get(s).height();
      }
    }
    DependencyStructure inForce = structure;
    if (inForce == null) {
      return;
    }
    FrameDependencies frame = descriptor.dependencies();
    List<DecodeTarget> targets = inForce.decodeTargets();
    for (int i = 0; i < Math.min(targets.size(), frame.indications().size()); i++) {
      if (frame.indications().get(i) != DecodeTargetIndication.NOT_PRESENT) {
        windowBytes[index(targets.get(i).spatialId(), targets.get(i).temporalId())] += bytes;
      }
    }
  }

  /** A packet of a layer that says no more than which one: every higher one needs it. */
  private void count(int spatialId, int temporalId, int bytes) {
    known[spatialId] |= 1 << temporalId;
    for (int s = spatialId; s < MAX_LAYERS; s++) {
      for (int t = temporalId; known[s] >>> t != 0; t++) {
        windowBytes[index(s, t)] += bytes;
      }
    }
  }

  /** RFC 6386 §9.1: after the three bytes of the frame tag and a start code of three. */
  private void readSize(MediaPacket packet, Vp8Descriptor vp8) {
    int at = packet.rtp().payloadOffset() + vp8.length() + 3;
    byte[] b = packet.rtp().bytes();
    boolean whole = at + 7 <= packet.rtp().payloadOffset() + packet.rtp().payloadLength();
    if (whole && (b[at] & 0xff) == 0x9d && b[at + 1] == 0x01 && b[at + 2] == 0x2a) {
      widths[0] = (b[at + 4] & 0x3f) << 8 | (b[at + 3] & 0xff);
      heights[0] = (b[at + 6] & 0x3f) << 8 | (b[at + 5] & 0xff);
    }
  }

  private void fold(long nowNs) {
    double seconds = (nowNs - windowStartNs) / 1e9;
    for (int i = 0; i < bps.length; i++) {
      double sample = windowBytes[i] * 8 / seconds;
      bps[i] = measured ? bps[i] + AVERAGING * (sample - bps[i]) : sample;
      windowBytes[i] = 0;
    }
    windowStartNs = nowNs;
    measured |= nowNs - flowingSinceNs >= LEARNING_NS;
  }

  private static int index(int spatialId, int temporalId) {
    return spatialId * MAX_LAYERS + temporalId;
  }

  // --- what is known ----------------------------------------------------------------------------

  /** How many temporal layers there are with this spatial one; 0 for no such spatial layer. */
  int temporalLayers(int spatialId) {
    return 32 - Integer.numberOfLeadingZeros(known[spatialId]);
  }

  /** Width of the pictures in pixels, 0 if it is not known. */
  int width(int spatialId) {
    return widths[spatialId];
  }

  /** Height of the pictures in pixels, 0 if it is not known. */
  int height(int spatialId) {
    return heights[spatialId];
  }

  /** Whether the rates are known. */
  boolean isMeasured() {
    return measured;
  }

  /** What this layer costs with all it needs; 0 where nothing of it comes, however announced. */
  long bps(int spatialId, int temporalId) {
    return measured ? Math.round(bps[index(spatialId, temporalId)]) : 0;
  }
}
