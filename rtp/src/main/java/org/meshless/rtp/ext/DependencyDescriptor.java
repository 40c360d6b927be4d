package org.meshless.rtp.ext;

import static org.meshless.rtp.NetworkOrder.getUnsigned16;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a video frame depends on and what depends on it, readable without the payload (AV1 RTP
 * specification v1.0.0, appendix A). Written by AV1 senders, and by Chromium for every codec with
 * scalability. Immutable.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-----------+-------------------------------+-+-+-+-+-+-----+
 * |S|E| template  |         frame number          |T|A|D|F|C| …
 * +-+-+-----------+-------------------------------+-+-+-+-+-+-----+
 * </pre>
 *
 * <p>S and E mark the first and the last packet of a frame. The flags are there if the value is
 * longer than three bytes and announce, in this order: a {@link DependencyStructure} (T), a bit for
 * each active decode target (A), and the frame's own indications (D), frame differences (F) and
 * chain differences (C) in place of its template's.
 *
 * @param startOfFrame the payload begins a frame; in a stream with spatial layers a picture has one
 *     frame per layer
 * @param endOfFrame the payload ends a frame
 * @param frameNumber in decode order, 0 … 65535, wraps
 * @param dependencies of the frame, the template's or its own
 * @param structure the structure that begins with this packet, the first of a coded video sequence;
 *     null in all others
 * @param activeDecodeTargets bit <i>i</i> says whether decode target <i>i</i> can be decoded from
 *     here on; {@link #UNCHANGED} if this packet does not say
 * @param resolution the largest picture of the frame's layer; null if the structure does not tell
 */
public record DependencyDescriptor(
    boolean startOfFrame,
    boolean endOfFrame,
    int frameNumber,
    FrameDependencies dependencies,
    @Nullable DependencyStructure structure,
    long activeDecodeTargets,
    DependencyStructure.@Nullable Resolution resolution) {
  /** {@link #activeDecodeTargets} of a packet that does not tell them. */
  public static final long UNCHANGED = -1;

  private static final int MANDATORY_LENGTH = 3;

  /**
   * Reads the extension's value in {@code b[offset … offset + length)}.
   *
   * @param inForce the structure of the coded video sequence, from an earlier packet of the stream;
   *     null if none has been seen
   * @return null if the value is malformed, or refers to a structure or template that is not known,
   *     as happens when the packet that brought it was lost
   */
  public static @Nullable DependencyDescriptor parse(
      byte[] b, int offset, int length, @Nullable DependencyStructure inForce) {
    if (length < MANDATORY_LENGTH) {
      return null;
    }
    boolean startOfFrame = (b[offset] & 0x80) != 0;
    boolean endOfFrame = (b[offset] & 0x40) != 0;
    int templateId = b[offset] & 0x3f;
    int frameNumber = getUnsigned16(b, offset + 1);

    BitReader in = new BitReader(b, offset + MANDATORY_LENGTH, length - MANDATORY_LENGTH);
    int flags = length > MANDATORY_LENGTH ? in.integer(5) : 0;
    DependencyStructure attached = null;
    if ((flags & 0x10) != 0) {
      attached = DependencyStructure.read(in);
      if (attached == null) {
        return null;
      }
    }
    DependencyStructure structure = attached == null ? inForce : attached;
    FrameDependencies template = structure == null ? null : structure.template(templateId);
    if (structure == null || template == null) {
      return null;
    }
    int targetCount = structure.decodeTargets().size();
    long activeDecodeTargets = attached == null ? UNCHANGED : (1L << targetCount) - 1;
    if ((flags & 0x08) != 0) {
      activeDecodeTargets = in.bits(targetCount);
    }
    FrameDependencies dependencies = readDependencies(in, flags, structure, template);
    return in.overrun()
        ? null
        : new DependencyDescriptor(
            startOfFrame,
            endOfFrame,
            frameNumber,
            dependencies,
            attached,
            activeDecodeTargets,
            resolution(structure.resolutions(), template.spatialId()));
  }

  private static FrameDependencies readDependencies(
      BitReader in, int flags, DependencyStructure structure, FrameDependencies template) {
    if ((flags & 0x07) == 0) {
      return template;
    }
    List<DecodeTargetIndication> indications =
        (flags & 0x04) != 0
            ? DependencyStructure.readIndications(in, structure.decodeTargets().size())
            : template.indications();
    int[] frameDiffs = (flags & 0x02) != 0 ? readFrameDiffs(in) : template.frameDiffs();
    int[] chainDiffs =
        (flags & 0x01) != 0
            ? DependencyStructure.readChainDiffs(in, structure.chainCount(), 8)
            : template.chainDiffs();
    return new FrameDependencies(
        template.spatialId(), template.temporalId(), indications, frameDiffs, chainDiffs);
  }

  private static int[] readFrameDiffs(BitReader in) {
    DiffList diffs = new DiffList();
    int nibbles = in.integer(2);
    while (nibbles != 0) {
      diffs.add(in.integer(4 * nibbles) + 1);
      nibbles = in.integer(2);
    }
    return diffs.toArray();
  }

  private static DependencyStructure.@Nullable Resolution resolution(
      List<DependencyStructure.Resolution> resolutions, int spatialId) {
    return spatialId < resolutions.size() ? resolutions.get(spatialId) : null;
  }
}
