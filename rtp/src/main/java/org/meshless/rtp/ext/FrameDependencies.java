package org.meshless.rtp.ext;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layer of a frame, what it depends on and what it means to each decode target: told by a
 * template, or by the frame itself where it departs from one (AV1 RTP specification, A.8.1).
 * Immutable.
 */
public final class FrameDependencies {
  private final int spatialId;
  private final int temporalId;
  private final List<DecodeTargetIndication> indications;
  private final int[] frameDiffs;
  private final int[] chainDiffs;

  FrameDependencies(
      int spatialId,
      int temporalId,
      List<DecodeTargetIndication> indications,
      int[] frameDiffs,
      int[] chainDiffs) {
    this.spatialId = spatialId;
    this.temporalId = temporalId;
    this.indications = List.copyOf(indications);
    this.frameDiffs = frameDiffs;
    this.chainDiffs = chainDiffs;
  }

  /** 0 … 7. */
  public int spatialId() {
    return spatialId;
  }

  /** 0 … 7. */
  public int temporalId() {
    return temporalId;
  }

  /** What the frame means to each decode target. */
  public List<DecodeTargetIndication> indications() {
    return indications;
  }

  /** How many frames this one refers to. */
  public int frameDiffCount() {
    return frameDiffs.length;
  }

  /** How many frame numbers before this one the referred frame lies, at least 1. */
  public int frameDiff(int index) {
    return frameDiffs[index];
  }

  /** How many chains there are; 0 if the structure does without. */
  public int chainCount() {
    return chainDiffs.length;
  }

  /**
   * How many frame numbers before this one the previous frame of a chain lies, 0 … 255; 0 if none
   * is needed. While that frame was forwarded and decodable, so is what the chain protects.
   */
  public int chainDiff(int chain) {
    return chainDiffs[chain];
  }

  int[] frameDiffs() {
    return frameDiffs;
  }

  int[] chainDiffs() {
    return chainDiffs;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FrameDependencies that
        && spatialId == that.spatialId
        && temporalId == that.temporalId
        && indications.equals(that.indications)
        && Arrays.equals(frameDiffs, that.frameDiffs)
        && Arrays.equals(chainDiffs, that.chainDiffs);
  }

  @Override
  public int hashCode() {
    return 31 * indications.hashCode() + Arrays.hashCode(frameDiffs);
  }

  /** As in the tables of the specification: {@code S1T2 [-, D, S, R] fdiffs [1] chains [2, 1]}. */
  @Override
  public String toString() {
    return "S%dT%d %s fdiffs %s chains %s"
        .formatted(
            spatialId,
            temporalId,
            indications,
            Arrays.toString(frameDiffs),
            Arrays.toString(chainDiffs));
  }
}
