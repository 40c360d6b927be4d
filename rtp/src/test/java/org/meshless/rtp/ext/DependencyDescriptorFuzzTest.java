package org.meshless.rtp.ext;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

class DependencyDescriptorFuzzTest {
  /** In force until the input brings another. */
  private static final DependencyStructure IN_FORCE =
      requireNonNull(
          requireNonNull(
                  read(
                      DependencyBits.descriptorWithStructure(
                          new String[] {
                            "0 0 | | 0,0 | SSRS", "0 1 | 1,2 | 3,4 | SD--", "1 0 | 1 | 1,2 | --RD"
                          },
                          0,
                          0,
                          1,
                          1),
                      null))
              .structure());

  private static @Nullable DependencyDescriptor read(
      byte[] b, @Nullable DependencyStructure inForce) {
    return DependencyDescriptor.parse(b, 0, b.length, inForce);
  }

  @FuzzTest
  void aDescriptorAgreesWithItsStructureAndReadsTheSameWhenWrittenAgain(byte[] bytes) {
    DependencyDescriptor descriptor = read(bytes, IN_FORCE);
    if (descriptor == null) {
      return;
    }
    DependencyStructure structure =
        descriptor.structure() == null ? IN_FORCE : descriptor.structure();
    int targets = structure.decodeTargets().size();
    FrameDependencies dependencies = descriptor.dependencies();
    assertTrue(targets >= 1 && targets <= 32);
    assertTrue(structure.templates().size() <= 64);
    assertEquals(targets, dependencies.indications().size());
    assertEquals(structure.chainCount(), dependencies.chainCount());
    assertTrue(descriptor.activeDecodeTargets() < 1L << targets);
    for (DependencyStructure.DecodeTarget target : structure.decodeTargets()) {
      assertTrue(target.chain() < structure.chainCount());
    }

    byte[] again = DependencyBits.write(descriptor, bytes[0] & 0x3f, structure);
    DependencyDescriptor reread = requireNonNull(read(again, IN_FORCE));
    assertEquals(dependencies, reread.dependencies());
    assertEquals(descriptor.startOfFrame(), reread.startOfFrame());
    assertEquals(descriptor.endOfFrame(), reread.endOfFrame());
    assertEquals(descriptor.frameNumber(), reread.frameNumber());
    assertEquals(descriptor.activeDecodeTargets(), reread.activeDecodeTargets());
    assertEquals(descriptor.resolution(), reread.resolution());
    if (descriptor.structure() != null) {
      DependencyStructure same = requireNonNull(reread.structure());
      assertEquals(structure.templates(), same.templates());
      assertEquals(structure.decodeTargets(), same.decodeTargets());
      assertEquals(structure.resolutions(), same.resolutions());
    }
  }

  @FuzzTest
  void renumberingChangesTheNumbersAndNothingElse(byte[] bytes) {
    if (bytes.length < DependencyNumbers.MIN_LENGTH) {
      return;
    }
    byte[] changed = bytes.clone();
    DependencyNumbers.renumber(changed, 0, changed.length, 0x1_BEEF, 77);
    assertEquals(0xBEEF, DependencyNumbers.frameNumber(changed, 0));
    assertEquals(
        (DependencyNumbers.templateId(bytes, 0) + 77) % 64,
        DependencyNumbers.templateId(changed, 0));
    DependencyDescriptor descriptor = read(bytes, null);
    if (descriptor != null) {
      DependencyStructure structure = requireNonNull(descriptor.structure());
      assertTrue(DependencyNumbers.hasStructure(bytes, 0, bytes.length));
      assertEquals(
          structure.templates().size(), DependencyNumbers.templateCount(bytes, 0, bytes.length));
      assertEquals(structure.templateIdOffset(), DependencyNumbers.templateIdOffset(bytes, 0));
      DependencyDescriptor after = requireNonNull(read(changed, null));
      assertEquals(
          (structure.templateIdOffset() + 77) % 64,
          requireNonNull(after.structure()).templateIdOffset());
      assertEquals(descriptor.dependencies(), after.dependencies());
    }
    DependencyNumbers.renumber(
        changed, 0, changed.length, DependencyNumbers.frameNumber(bytes, 0), -77);
    assertArrayEquals(bytes, changed);
  }
}
