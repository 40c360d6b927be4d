package org.meshless.rtp.send;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meshless.rtp.ext.DecodeTargetIndication;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyStructure;
import org.meshless.rtp.ext.DependencyStructure.DecodeTarget;
import org.meshless.rtp.ext.FrameDependencies;

/**
 * Forwards one decode target of a stream with dependency descriptors, and another from where the
 * descriptors say that a decoder can follow: at a frame that is a switch for it and refers to
 * frames that were forwarded, while the chain that protects it is unbroken (AV1 RTP specification,
 * appendix A).
 *
 * <p>Confined to its MediaLoop.
 */
final class DecodeTargets {
  private static final int NONE = -1;

  private final boolean[] intact = new boolean[32];
  private @Nullable DependencyStructure structure;
  private @Nullable BitWindow seen; // null until the first frame
  private @Nullable BitWindow forwarded;
  private long newest;
  private int target = NONE;

  void restart() {
    structure = null;
    seen = null;
    forwarded = null;
    target = NONE;
    Arrays.fill(intact, false);
  }

  int spatialId() {
    return target == NONE || structure == null
        ? 0
        : structure.decodeTargets().get(target).spatialId();
  }

  int temporalId() {
    return target == NONE || structure == null
        ? 0
        : structure.decodeTargets().get(target).temporalId();
  }

  boolean forwards(DependencyDescriptor descriptor, int wantedSpatialId, int wantedTemporalId) {
    BitWindow frames = seen;
    BitWindow sent = forwarded;
    long frame = unwrap(descriptor.frameNumber());
    if (frames == null || sent == null) {
      frames = new BitWindow(frame);
      sent = new BitWindow(frame);
      seen = frames;
      forwarded = sent;
      newest = frame - 1;
    }
    if (frame > newest) {
      frames.advance(frame);
      sent.advance(frame);
      newest = frame;
      if (descriptor.structure() != null) {
        structure = descriptor.structure();
        target = NONE;
        Arrays.fill(intact, false);
      }
      follow(descriptor.dependencies(), frame, sent);
      if (target == NONE || hasAll(descriptor.dependencies(), frame, sent)) {
        choose(descriptor.dependencies(), wantedSpatialId, wantedTemporalId);
      }
    } else if (newest - frame >= BitWindow.SIZE) {
      return false;
    } else if (frames.get(frame)) {
      return sent.get(frame);
    }
    frames.set(frame);
    boolean part =
        target != NONE
            && indication(descriptor.dependencies(), target) != DecodeTargetIndication.NOT_PRESENT;
    if (part) {
      sent.set(frame);
    }
    return part;
  }

  /** Whether this forwarded packet is the last of its picture. */
  boolean endsPicture(DependencyDescriptor descriptor) {
    return descriptor.endOfFrame() && descriptor.dependencies().spatialId() == spatialId();
  }

  boolean awaitsKeyFrame(int wantedSpatialId, int wantedTemporalId) {
    DependencyStructure in = structure;
    if (in == null) {
      return true;
    }
    int best = best(in.decodeTargets(), wantedSpatialId, wantedTemporalId, false);
    int chain = best == NONE ? NONE : in.decodeTargets().get(best).chain();
    return best != target && chain >= 0 && !intact[chain];
  }

  /** Finds which chains are unbroken up to this frame. */
  private void follow(FrameDependencies dependencies, long frame, BitWindow sent) {
    for (int chain = 0; chain < dependencies.chainCount(); chain++) {
      int diff = dependencies.chainDiff(chain);
      long before = frame - diff;
      intact[chain] =
          diff == 0 || (intact[chain] && newest - before < BitWindow.SIZE && sent.get(before));
    }
  }

  /** Whether all that a frame refers to was forwarded. */
  private static boolean hasAll(FrameDependencies dependencies, long frame, BitWindow sent) {
    for (int i = 0; i < dependencies.frameDiffCount(); i++) {
      int diff = dependencies.frameDiff(i);
      if (diff >= BitWindow.SIZE || !sent.get(frame - diff)) {
        return false;
      }
    }
    return true;
  }

  /** Goes over to the best target that is wanted and can be reached, where that can begin. */
  private void choose(FrameDependencies dependencies, int wantedSpatialId, int wantedTemporalId) {
    DependencyStructure in = structure;
    if (in == null) {
      return;
    }
    List<DecodeTarget> targets = in.decodeTargets();
    int goal = best(targets, wantedSpatialId, wantedTemporalId, true);
    if (goal != NONE && indication(dependencies, goal) == DecodeTargetIndication.SWITCH) {
      target = goal;
    } else if (target == NONE) {
      target = least(targets, dependencies);
    }
  }

  /** The least there is, where even that is more than is wanted. */
  private static int least(List<DecodeTarget> targets, FrameDependencies dependencies) {
    int least = NONE;
    for (int i = 0; i < targets.size(); i++) {
      if (indication(dependencies, i) == DecodeTargetIndication.SWITCH
          && (least == NONE || isLess(targets.get(i), targets.get(least)))) {
        least = i;
      }
    }
    return least;
  }

  private static boolean isLess(DecodeTarget a, DecodeTarget b) {
    return a.spatialId() != b.spatialId()
        ? a.spatialId() < b.spatialId()
        : a.temporalId() < b.temporalId();
  }

  private int best(
      List<DecodeTarget> targets, int wantedSpatialId, int wantedTemporalId, boolean reachable) {
    int best = NONE;
    for (int i = 0; i < targets.size(); i++) {
      DecodeTarget candidate = targets.get(i);
      if (candidate.spatialId() <= wantedSpatialId
          && candidate.temporalId() <= wantedTemporalId
          && (!reachable || candidate.chain() < 0 || intact[candidate.chain()])
          && (best == NONE || isLess(targets.get(best), candidate))) {
        best = i;
      }
    }
    return best;
  }

  /** A frame's own indications are as many as there are targets, or it would not have been read. */
  private static DecodeTargetIndication indication(FrameDependencies dependencies, int target) {
    return target < dependencies.indications().size()
        ? dependencies.indications().get(target)
        : DecodeTargetIndication.NOT_PRESENT;
  }

  private long unwrap(int frameNumber) {
    return seen == null ? (1L << 16) + frameNumber : newest + (short) (frameNumber - (int) newest);
  }
}
