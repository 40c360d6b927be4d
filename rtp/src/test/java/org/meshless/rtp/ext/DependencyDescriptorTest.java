package org.meshless.rtp.ext;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshless.rtp.Hex;
import org.meshless.rtp.ext.DependencyStructure.DecodeTarget;
import org.meshless.rtp.ext.DependencyStructure.Resolution;

class DependencyDescriptorTest {
  /** The structure of A.10.2.1, L1T3, bit for bit; sent with frame 0x1234, 1280 × 720. */
  private static final byte[] L1T3 =
      DependencyBits.bytes(
          """
          1 1 000000 0001001000110100
          1 0 0 0 0
          000000 00010
          00 01 01 00 11
          10 10 10
          10 10 10
          10 01 00
          01 00 00
          01 00 00
          0
          1 0011 0
          1 0001 0
          1 0000 0
          1 0000 0
          01
          0000 0100 0010 0001 0011
          1 0000010011111111 0000001011001111
          """);

  /** The table of A.10.2.2. */
  private static final String[] L3T3 = {
    "0 0 |      | 0,0,0    | SSSSSSSSS",
    "0 0 | 12   | 12,11,10 | RRRRRRSSS",
    "0 1 | 6    | 6,5,4    | RR-RR-SD-",
    "0 2 | 3    | 3,2,1    | R--R--D--",
    "0 2 | 3    | 9,8,7    | R--R--D--",
    "1 0 | 1    | 1,1,1    | SSSSSS---",
    "1 0 | 12,1 | 1,1,1    | RRRSSS---",
    "1 1 | 6,1  | 7,6,5    | RR-SD----",
    "1 2 | 3,1  | 4,3,2    | R--D-----",
    "1 2 | 3,1  | 10,9,8   | R--D-----",
    "2 0 | 1    | 2,1,1    | SSS------",
    "2 0 | 12,1 | 2,1,1    | SSS------",
    "2 1 | 6,1  | 8,7,6    | SD-------",
    "2 2 | 3,1  | 5,4,3    | D--------",
    "2 2 | 3,1  | 11,10,9  | D--------",
  };

  private static @Nullable DependencyDescriptor parse(
      byte[] b, @Nullable DependencyStructure inForce) {
    byte[] padded = new byte[b.length + 4];
    Arrays.fill(padded, (byte) 0xff);
    System.arraycopy(b, 0, padded, 2, b.length);
    return DependencyDescriptor.parse(padded, 2, b.length, inForce);
  }

  private static DependencyDescriptor read(byte[] b, @Nullable DependencyStructure inForce) {
    return requireNonNull(parse(b, inForce));
  }

  private static DependencyStructure l1t3() {
    return requireNonNull(read(L1T3, null).structure());
  }

  private static String symbols(FrameDependencies dependencies) {
    StringBuilder symbols = new StringBuilder();
    for (DecodeTargetIndication indication : dependencies.indications()) {
      symbols.append(
          switch (indication) {
            case NOT_PRESENT -> '-';
            case DISCARDABLE -> 'D';
            case SWITCH -> 'S';
            case REQUIRED -> 'R';
          });
    }
    return symbols.toString();
  }

  /** A template as a row of the specification's tables. */
  private static String row(FrameDependencies dependencies) {
    return "%d %d | %s | %s | %s"
        .formatted(
            dependencies.spatialId(),
            dependencies.temporalId(),
            Arrays.toString(dependencies.frameDiffs()).replaceAll("[\\[\\] ]", ""),
            Arrays.toString(dependencies.chainDiffs()).replaceAll("[\\[\\] ]", ""),
            symbols(dependencies));
  }

  @Test
  void theFirstPacketOfASequenceBringsItsStructure() {
    DependencyDescriptor descriptor = read(L1T3, null);

    assertTrue(descriptor.startOfFrame());
    assertTrue(descriptor.endOfFrame());
    assertEquals(0x1234, descriptor.frameNumber());
    assertEquals("0 0 |  | 0 | SSS", row(descriptor.dependencies()));
    assertEquals(0b111, descriptor.activeDecodeTargets());
    assertEquals(new Resolution(1280, 720), descriptor.resolution());
  }

  @Test
  void theStructureL1T3OfTheSpecificationIsRead() {
    DependencyStructure structure = l1t3();

    assertEquals(
        List.of(
            "0 0 |  | 0 | SSS",
            "0 0 | 4 | 4 | SSS",
            "0 1 | 2 | 2 | SD-",
            "0 2 | 1 | 1 | D--",
            "0 2 | 1 | 3 | D--"),
        structure.templates().stream().map(DependencyDescriptorTest::row).toList());
    assertEquals(
        List.of(new DecodeTarget(0, 2, 0), new DecodeTarget(0, 1, 0), new DecodeTarget(0, 0, 0)),
        structure.decodeTargets());
    assertEquals(1, structure.chainCount());
    assertEquals(List.of(new Resolution(1280, 720)), structure.resolutions());
  }

  @Test
  void theStructureL3T3OfTheSpecificationIsRead() {
    byte[] b = DependencyBits.descriptorWithStructure(L3T3, 2, 2, 2, 1, 1, 1, 0, 0, 0);

    DependencyStructure structure = requireNonNull(read(b, null).structure());

    assertEquals(
        Arrays.stream(L3T3).map(row -> row.replace(" ", "")).toList(),
        structure.templates().stream().map(row -> row(row).replace(" ", "")).toList());
    assertEquals(
        List.of(
            new DecodeTarget(2, 2, 2),
            new DecodeTarget(2, 1, 2),
            new DecodeTarget(2, 0, 2),
            new DecodeTarget(1, 2, 1),
            new DecodeTarget(1, 1, 1),
            new DecodeTarget(1, 0, 1),
            new DecodeTarget(0, 2, 0),
            new DecodeTarget(0, 1, 0),
            new DecodeTarget(0, 0, 0)),
        structure.decodeTargets());
    assertEquals(3, structure.chainCount());
    assertEquals(List.of(), structure.resolutions());
  }

  @Test
  void laterPacketsReferToATemplateOfTheStructureInForce() {
    DependencyStructure structure = l1t3();

    DependencyDescriptor descriptor = read(Hex.bytes("43 ffff"), structure);

    assertFalse(descriptor.startOfFrame());
    assertTrue(descriptor.endOfFrame());
    assertEquals(65535, descriptor.frameNumber());
    assertSame(structure.template(3), descriptor.dependencies());
    assertNull(descriptor.structure());
    assertEquals(DependencyDescriptor.UNCHANGED, descriptor.activeDecodeTargets());
    assertEquals(new Resolution(1280, 720), descriptor.resolution());
  }

  @Test
  void aPacketOfAnUnknownStructureCannotBeRead() {
    assertNull(parse(Hex.bytes("81 0001"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"85 0001", "bf 0001"})
  void aTemplateTheStructureDoesNotHaveCannotBeRead(String hex) {
    assertNull(parse(Hex.bytes(hex), l1t3()));
  }

  @Test
  void templateIdsBeginAtTheirOffsetAndWrapAt64() {
    byte[] b = L1T3.clone();
    // template_id_offset 62 in the six bits behind the flags, and the frame's template likewise
    b[0] = (byte) (0xc0 | 62);
    b[3] = (byte) ((b[3] & 0xf8) | 62 >>> 3);
    b[4] = (byte) ((b[4] & 0x1f) | (62 & 7) << 5);

    DependencyStructure structure = requireNonNull(read(b, null).structure());

    assertEquals(62, structure.templateIdOffset());
    assertSame(structure.templates().get(0), structure.template(62));
    assertSame(structure.templates().get(2), structure.template(0));
    assertSame(structure.templates().get(4), structure.template(2));
    assertNull(structure.template(3));
    assertNull(structure.template(61));
  }

  @Test
  void aFrameMayDepartFromItsTemplateInAllRespects() {
    byte[] b =
        new DependencyBits()
            .mandatory(true, false, 2, 7)
            .flags(false, true, true, true, true)
            .active(0b101, 3)
            .indications(
                List.of(
                    DecodeTargetIndication.REQUIRED,
                    DecodeTargetIndication.NOT_PRESENT,
                    DecodeTargetIndication.DISCARDABLE))
            .frameDiffs(1, 16, 17, 256, 257, 4096)
            .chainDiffs(255)
            .toBytes();

    DependencyDescriptor descriptor = read(b, l1t3());

    assertEquals("0 1 | 1,16,17,256,257,4096 | 255 | R-D", row(descriptor.dependencies()));
    assertTrue(descriptor.startOfFrame());
    assertFalse(descriptor.endOfFrame());
    assertEquals(0b101, descriptor.activeDecodeTargets());
    FrameDependencies dependencies = descriptor.dependencies();
    assertEquals(6, dependencies.frameDiffCount());
    assertEquals(4096, dependencies.frameDiff(5));
    assertEquals(1, dependencies.chainCount());
    assertEquals(255, dependencies.chainDiff(0));
  }

  @ParameterizedTest
  @CsvSource({
    "true,  false, false, 0 1 | 2 | 2 | R-D",
    "false, true,  false, 0 1 | 9 | 2 | SD-",
    "false, false, true,  0 1 | 2 | 77 | SD-",
  })
  void aFrameMayDepartFromItsTemplateInOneRespect(
      boolean dti, boolean fdiff, boolean chain, String expected) {
    DependencyBits bits =
        new DependencyBits().mandatory(true, true, 2, 7).flags(false, false, dti, fdiff, chain);
    if (dti) {
      bits.indications(
          List.of(
              DecodeTargetIndication.REQUIRED,
              DecodeTargetIndication.NOT_PRESENT,
              DecodeTargetIndication.DISCARDABLE));
    }
    if (fdiff) {
      bits.frameDiffs(9);
    }
    if (chain) {
      bits.chainDiffs(77);
    }

    assertEquals(expected, row(read(bits.toBytes(), l1t3()).dependencies()));
  }

  @Test
  void aStructureWithoutChainsProtectsNothing() {
    byte[] b = DependencyBits.descriptorWithStructure(new String[] {"0 0 | | | SS"}, 0, 0);

    DependencyDescriptor descriptor = read(b, null);

    assertEquals(0, descriptor.dependencies().chainCount());
    assertEquals(
        List.of(new DecodeTarget(0, 0, -1), new DecodeTarget(0, 0, -1)),
        requireNonNull(descriptor.structure()).decodeTargets());
    assertNull(descriptor.resolution());
  }

  @Test
  void thereMayBeAsManyChainsAsDecodeTargets() {
    byte[] b = DependencyBits.descriptorWithStructure(new String[] {"0 0 | | 3,4 | SS"}, 1, 0);

    DependencyStructure structure = requireNonNull(read(b, null).structure());

    assertEquals(2, structure.chainCount());
    assertEquals(
        List.of(new DecodeTarget(0, 0, 1), new DecodeTarget(0, 0, 0)), structure.decodeTargets());
    assertEquals("0 0 |  | 3,4 | SS", row(structure.templates().getFirst()));
  }

  @Test
  void thirtyTwoDecodeTargetsAreActiveAtFirst() {
    byte[] b =
        DependencyBits.descriptorWithStructure(
            new String[] {"0 0 | | | " + "S".repeat(32)}, new int[32]);

    assertEquals(0xffff_ffffL, read(b, null).activeDecodeTargets());
  }

  @Test
  void everyTruncationIsMalformed() {
    for (int length = 0; length < L1T3.length; length++) {
      byte[] b = Arrays.copyOf(L1T3, length);
      assertNull(DependencyDescriptor.parse(b, 0, length, null), "of " + length + " bytes");
      assertNull(parse(b, null), "of " + length + " bytes with others behind them");
    }
  }

  @Test
  void zeroPaddingIsIgnored() {
    assertEquals(0x1234, read(Arrays.copyOf(L1T3, 40), null).frameNumber());
  }

  @Test
  void customValuesThatRunOutAreMalformed() {
    // custom frame differences, then nothing
    assertNull(parse(DependencyBits.bytes("1 1 000000 0000000000000001 00010 11 0"), l1t3()));
  }

  /** A structure of one decode target that begins with these {@code next_layer_idc}. */
  private static @Nullable DependencyDescriptor withLayers(String nextLayers) {
    String head = "1 1 000000 0000000000000001 10000 000000 00000";
    return parse(DependencyBits.bytes(head + nextLayers + "11" + "0".repeat(900)), null);
  }

  @ParameterizedTest
  @CsvSource({"01, 0, 7", "10, 7, 0"})
  void thereAreEightLayersOfEachKind(String nextLayer, int spatialId, int temporalId) {
    DependencyDescriptor descriptor = requireNonNull(withLayers(nextLayer.repeat(7)));
    FrameDependencies last = requireNonNull(descriptor.structure()).templates().getLast();

    assertEquals(spatialId, last.spatialId());
    assertEquals(temporalId, last.temporalId());
    assertNull(withLayers(nextLayer.repeat(8)));
  }

  @Test
  void thereAreAsManyTemplatesAsIds() {
    DependencyDescriptor descriptor = requireNonNull(withLayers("00".repeat(63)));

    assertEquals(64, requireNonNull(descriptor.structure()).templates().size());
    assertNull(withLayers("00".repeat(64)));
  }

  @ParameterizedTest
  @CsvSource({"00, 0", "01, 1", "10, 2", "110, 3", "111, 4"})
  void nonSymmetricNumbersAreReadAsInTheTableOfTheSpecification(String bits, int value) {
    byte[] b = DependencyBits.bytes(bits);

    assertEquals(value, new BitReader(b, 0, b.length).nonSymmetric(5));
  }

  @Test
  void dependenciesAreEqualByWhatTheySay() {
    FrameDependencies one = requireNonNull(l1t3().template(1));

    assertEquals(one, l1t3().template(1));
    assertEquals(one.hashCode(), requireNonNull(l1t3().template(1)).hashCode());
    assertNotEquals(one, l1t3().template(0));
    assertEquals("S0T0 [SWITCH, SWITCH, SWITCH] fdiffs [4] chains [4]", one.toString());
  }
}
