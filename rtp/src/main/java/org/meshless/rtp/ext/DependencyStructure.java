package org.meshless.rtp.ext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a coded video sequence have in common: decode targets, chains and the
 * templates that descriptors refer to (AV1 RTP specification, A.8.2, {@code
 * template_dependency_structure}). Sent with key frames; stays in force until the next one.
 * Immutable.
 */
public final class DependencyStructure {
  /** Template ids have six bits. */
  static final int TEMPLATE_IDS = 64;

  private static final int MAX_LAYERS = 8;
  private static final int NEXT_TEMPORAL = 1;
  private static final int NEXT_SPATIAL = 2;
  private static final int NO_MORE = 3;

  /**
   * A decode target: the highest layer it contains.
   *
   * @param spatialId 0 … 7
   * @param temporalId 0 … 7
   * @param chain the one that protects it; −1 if there are no chains
   */
  public record DecodeTarget(int spatialId, int temporalId, int chain) {}

  /** The largest picture of a spatial layer, in pixels, 1 … 65536. */
  public record Resolution(int width, int height) {}

  private final int templateIdOffset;
  private final List<FrameDependencies> templates;
  private final List<DecodeTarget> decodeTargets;
  private final int chainCount;
  private final List<Resolution> resolutions;

  private DependencyStructure(
      int templateIdOffset,
      List<FrameDependencies> templates,
      List<DecodeTarget> decodeTargets,
      int chainCount,
      List<Resolution> resolutions) {
    this.templateIdOffset = templateIdOffset;
    this.templates = List.copyOf(templates);
    this.decodeTargets = List.copyOf(decodeTargets);
    this.chainCount = chainCount;
    this.resolutions = List.copyOf(resolutions);
  }

  /** Null if there are more templates or layers than ids for them, or the bits run out. */
  static @Nullable DependencyStructure read(BitReader in) {
    int templateIdOffset = in.integer(6);
    int targetCount = in.integer(5) + 1;
    int[] layers = readLayers(in);
    if (layers.length == 0) {
      return null;
    }
    List<List<DecodeTargetIndication>> indications = new ArrayList<>(layers.length);
    for (int i = 0; i < layers.length; i++) {
      indications.add(readIndications(in, targetCount));
    }
    int[][] frameDiffs = new int[layers.length][];
    for (int i = 0; i < layers.length; i++) {
      frameDiffs[i] = readTemplateDiffs(in);
    }
    int chainCount = in.nonSymmetric(targetCount + 1);
    int[] protectedBy = new int[targetCount];
    for (int i = 0; i < targetCount; i++) {
      protectedBy[i] = chainCount == 0 ? -1 : in.nonSymmetric(chainCount);
    }
    List<FrameDependencies> templates = new ArrayList<>(layers.length);
    for (int i = 0; i < layers.length; i++) {
      int[] chainDiffs = readChainDiffs(in, chainCount, 4);
      templates.add(
          new FrameDependencies(
              layers[i] / MAX_LAYERS,
              layers[i] % MAX_LAYERS,
              indications.get(i),
              frameDiffs[i],
              chainDiffs));
    }
    int spatialLayers = templates.getLast().spatialId() + 1;
    List<Resolution> resolutions =
        in.flag() ? readResolutions(in, spatialLayers) : List.<Resolution>of();
    return in.overrun()
        ? null
        : new DependencyStructure(
            templateIdOffset,
            templates,
            decodeTargets(templates, protectedBy),
            chainCount,
            resolutions);
  }

  /** Spatial id · 8 + temporal id of each template; none at all if one of them is out of range. */
  private static int[] readLayers(BitReader in) {
    int[] layers = new int[TEMPLATE_IDS];
    int spatialId = 0;
    int temporalId = 0;
    for (int count = 1; count <= TEMPLATE_IDS; count++) {
      layers[count - 1] = spatialId * MAX_LAYERS + temporalId;
      int next = in.integer(2);
      if (next == NO_MORE) {
        return Arrays.copyOf(layers, count);
      }
      if (next == NEXT_TEMPORAL) {
        temporalId++;
      } else if (next == NEXT_SPATIAL) {
        temporalId = 0;
        spatialId++;
      }
      if (temporalId == MAX_LAYERS || spatialId == MAX_LAYERS) {
        break;
      }
    }
    return new int[0];
  }

  static List<DecodeTargetIndication> readIndications(BitReader in, int targetCount) {
    List<DecodeTargetIndication> indications = new ArrayList<>(targetCount);
    for (int i = 0; i < targetCount; i++) {
      indications.add(DecodeTargetIndication.of(in.integer(2)));
    }
    return indications;
  }

  private static int[] readTemplateDiffs(BitReader in) {
    DiffList diffs = new DiffList();
    while (in.flag()) {
      diffs.add(in.integer(4) + 1);
    }
    return diffs.toArray();
  }

  static int[] readChainDiffs(BitReader in, int chainCount, int bits) {
    int[] diffs = new int[chainCount];
    for (int i = 0; i < chainCount; i++) {
      diffs[i] = in.integer(bits);
    }
    return diffs;
  }

  private static List<Resolution> readResolutions(BitReader in, int spatialLayers) {
    List<Resolution> resolutions = new ArrayList<>(spatialLayers);
    for (int i = 0; i < spatialLayers; i++) {
      resolutions.add(new Resolution(in.integer(16) + 1, in.integer(16) + 1));
    }
    return resolutions;
  }

  /** The highest layers among the templates that are part of each target. */
  private static List<DecodeTarget> decodeTargets(
      List<FrameDependencies> templates, int[] protectedBy) {
    List<DecodeTarget> targets = new ArrayList<>(protectedBy.length);
    for (int target = 0; target < protectedBy.length; target++) {
      int spatialId = 0;
      int temporalId = 0;
      for (FrameDependencies template : templates) {
        if (template.indications().get(target) != DecodeTargetIndication.NOT_PRESENT) {
          spatialId = Math.max(spatialId, template.spatialId());
          temporalId = Math.max(temporalId, template.temporalId());
        }
      }
      targets.add(new DecodeTarget(spatialId, temporalId, protectedBy[target]));
    }
    return targets;
  }

  /** The template with this id (0 … 63), or null if the structure has none. */
  public @Nullable FrameDependencies template(int templateId) {
    int index = (templateId + TEMPLATE_IDS - templateIdOffset) % TEMPLATE_IDS;
    return index < templates.size() ? templates.get(index) : null;
  }

  /** In the order of their ids, beginning with {@link #templateIdOffset()} and wrapping at 64. */
  public List<FrameDependencies> templates() {
    return templates;
  }

  /** The id of the first template, 0 … 63. */
  public int templateIdOffset() {
    return templateIdOffset;
  }

  /** 1 … 32 of them. */
  public List<DecodeTarget> decodeTargets() {
    return decodeTargets;
  }

  /** 0 … {@code decodeTargets().size()}. */
  public int chainCount() {
    return chainCount;
  }

  /** By spatial id; empty if not told. */
  public List<Resolution> resolutions() {
    return resolutions;
  }
}
