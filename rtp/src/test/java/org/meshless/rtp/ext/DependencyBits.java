package org.meshless.rtp.ext;

import static org.meshless.rtp.ext.DependencyStructure.TEMPLATE_IDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meshless.rtp.Hex;

/**
 * Writes dependency descriptors bit by bit, after the serialization in the AV1 RTP specification,
 * A.8.2: the parser's mirror image, and readable in a debugger as a string of 0 and 1.
 */
public final class DependencyBits {
  private final StringBuilder bits = new StringBuilder();

  /** The bytes of a string of bits, spaces left out, filled up with zeros. */
  static byte[] bytes(String bits) {
    String dense = bits.replaceAll("\\s", "");
    dense += "0".repeat(-dense.length() & 7);
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < dense.length(); i += 4) {
      hex.append(Integer.toHexString(Integer.parseInt(dense.substring(i, i + 4), 2)));
    }
    return Hex.bytes(hex.toString());
  }

  private DependencyBits f(int n, long value) {
    for (int i = n - 1; i >= 0; i--) {
      bits.append(value >>> i & 1);
    }
    return this;
  }

  private DependencyBits ns(int n, int value) {
    int width = Integer.toBinaryString(n).length();
    int shortCodes = (1 << width) - n;
    return value < shortCodes ? f(width - 1, value) : f(width, (long) value + shortCodes);
  }

  public byte[] toBytes() {
    return bytes(bits.toString());
  }

  public DependencyBits mandatory(boolean start, boolean end, int templateId, int frameNumber) {
    return f(1, start ? 1 : 0).f(1, end ? 1 : 0).f(6, templateId).f(16, frameNumber);
  }

  DependencyBits flags(boolean structure, boolean active, boolean dti, boolean fd, boolean chain) {
    f(1, structure ? 1 : 0).f(1, active ? 1 : 0);
    return f(1, dti ? 1 : 0).f(1, fd ? 1 : 0).f(1, chain ? 1 : 0);
  }

  DependencyBits structure(DependencyStructure structure) {
    List<FrameDependencies> templates = structure.templates();
    List<DependencyStructure.DecodeTarget> targets = structure.decodeTargets();
    f(6, structure.templateIdOffset()).f(5, targets.size() - 1);
    for (int i = 1; i < templates.size(); i++) {
      boolean nextSpatial = templates.get(i).spatialId() > templates.get(i - 1).spatialId();
      boolean nextTemporal = templates.get(i).temporalId() > templates.get(i - 1).temporalId();
      f(2, nextSpatial ? 2 : nextTemporal ? 1 : 0);
    }
    f(2, 3);
    templates.forEach(template -> indications(template.indications()));
    for (FrameDependencies template : templates) {
      for (int diff : template.frameDiffs()) {
        f(1, 1).f(4, diff - 1);
      }
      f(1, 0);
    }
    ns(targets.size() + 1, structure.chainCount());
    if (structure.chainCount() > 0) {
      targets.forEach(target -> ns(structure.chainCount(), target.chain()));
      for (FrameDependencies template : templates) {
        for (int diff : template.chainDiffs()) {
          f(4, diff);
        }
      }
    }
    f(1, structure.resolutions().isEmpty() ? 0 : 1);
    for (DependencyStructure.Resolution resolution : structure.resolutions()) {
      f(16, resolution.width() - 1).f(16, resolution.height() - 1);
    }
    return this;
  }

  DependencyBits active(long mask, int targets) {
    return f(targets, mask);
  }

  DependencyBits indications(List<DecodeTargetIndication> indications) {
    for (DecodeTargetIndication indication : indications) {
      f(2, List.of(DecodeTargetIndication.values()).indexOf(indication));
    }
    return this;
  }

  DependencyBits frameDiffs(int... diffs) {
    for (int diff : diffs) {
      int nibbles = diff <= 16 ? 1 : diff <= 256 ? 2 : 3;
      f(2, nibbles).f(4 * nibbles, diff - 1);
    }
    return f(2, 0);
  }

  DependencyBits chainDiffs(int... diffs) {
    for (int diff : diffs) {
      f(8, diff);
    }
    return this;
  }

  /**
   * A structure as the specification's tables show them.
   *
   * @param rows {@code "S T | fdiffs | chains | SR-D"}, lists with commas
   * @param protectedBy a chain for each decode target
   */
  public static byte[] descriptorWithStructure(String[] rows, int... protectedBy) {
    DependencyBits out = new DependencyBits().mandatory(true, true, 0, 1);
    out.flags(true, false, false, false, false).f(6, 0).f(5, protectedBy.length - 1);
    List<List<String>> cells = new ArrayList<>();
    for (String row : rows) {
      cells.add(List.of(row.replace(" ", "").split("\\|", -1)));
    }
    for (int i = 1; i < rows.length; i++) {
      String layer = cells.get(i).getFirst();
      String before = cells.get(i - 1).getFirst();
      out.f(2, layer.charAt(0) > before.charAt(0) ? 2 : layer.equals(before) ? 0 : 1);
    }
    out.f(2, 3);
    for (List<String> row : cells) {
      row.get(3)
          .toUpperCase(Locale.ROOT)
          .chars()
          .forEach(symbol -> out.f(2, "-DSR".indexOf(symbol)));
    }
    for (List<String> row : cells) {
      for (int diff : numbers(row.get(1))) {
        out.f(1, 1).f(4, diff - 1);
      }
      out.f(1, 0);
    }
    int chains = numbers(cells.getFirst().get(2)).length;
    out.ns(protectedBy.length + 1, chains);
    for (int chain : protectedBy) {
      out.ns(chains, chain);
    }
    for (List<String> row : cells) {
      for (int diff : numbers(row.get(2))) {
        out.f(4, diff);
      }
    }
    return out.f(1, 0).toBytes();
  }

  private static int[] numbers(String list) {
    return list.isEmpty()
        ? new int[0]
        : List.of(list.split(",", -1)).stream().mapToInt(Integer::parseInt).toArray();
  }

  /** The whole of a parsed descriptor again. */
  static byte[] write(
      DependencyDescriptor descriptor, int templateId, DependencyStructure structure) {
    FrameDependencies template = structure.template(templateId);
    FrameDependencies own = descriptor.dependencies();
    boolean custom = !own.equals(template);
    boolean active = descriptor.activeDecodeTargets() != DependencyDescriptor.UNCHANGED;
    boolean attached = descriptor.structure() != null;
    DependencyBits out =
        new DependencyBits()
            .mandatory(
                descriptor.startOfFrame(),
                descriptor.endOfFrame(),
                templateId % TEMPLATE_IDS,
                descriptor.frameNumber());
    if (!custom && !active && !attached) {
      return out.toBytes();
    }
    out.flags(attached, active, custom, custom, custom);
    if (attached) {
      out.structure(structure);
    }
    if (active) {
      out.active(descriptor.activeDecodeTargets(), structure.decodeTargets().size());
    }
    if (custom) {
      out.indications(own.indications()).frameDiffs(own.frameDiffs()).chainDiffs(own.chainDiffs());
    }
    return out.toBytes();
  }
}
