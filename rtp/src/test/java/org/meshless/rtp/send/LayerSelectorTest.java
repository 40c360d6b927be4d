package org.meshless.rtp.send;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meshless.rtp.codec.OpaqueDescriptor;
import org.meshless.rtp.codec.PayloadDescriptor;
import org.meshless.rtp.codec.Vp8Descriptor;
import org.meshless.rtp.codec.Vp9Descriptor;
import org.meshless.rtp.ext.DependencyBits;
import org.meshless.rtp.ext.DependencyDescriptor;
import org.meshless.rtp.ext.DependencyStructure;

/** Layers come and go as is wanted, and what is forwarded can always be decoded. */
class LayerSelectorTest {
  private static final int SEEDS = Boolean.getBoolean("meshless.full") ? 2_000 : 40;

  /** AV1 RTP specification, A.10.2.2. */
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

  private static final int[] TEMPORAL_IDS = {0, 2, 1, 2};
  private static final int[] DIFFS = {4, 1, 2, 1};

  /** Ways to tell layers. */
  private enum Way {
    VP8(1, false),
    VP9(3, true),
    VP9_KEY_SVC(3, false),
    DEPENDENCIES(3, true);

    final int spatialLayers;
    final boolean interLayer;

    Way(int spatialLayers, boolean interLayer) {
      this.spatialLayers = spatialLayers;
      this.interLayer = interLayer;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsForwardedCanBeDecodedAndIsWhatIsWanted(Way way) {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new Run(way, seed).play();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void aStreamThatTellsNothingOfLayersIsForwardedWhole() {
    LayerSelector selector = new LayerSelector();
    selector.want(0, 0);
    assertTrue(selector.forwards(0, OpaqueDescriptor.UNREAD, null));
    assertFalse(selector.endsPicture());
    assertFalse(selector.awaitsKeyFrame());
  }

  private static final class Run {
    final Way way;
    final Random random;
    final LayerSelector selector = new LayerSelector();
    final Set<Integer> forwarded = new HashSet<>(); // picture · 4 + spatial id
    @Nullable DependencyStructure structure;
    int lastKey;
    int wantedSince;
    int wantedSpatial = LayerSelector.ALL;
    int wantedTemporal = LayerSelector.ALL;

    Run(Way way, long seed) {
      this.way = way;
      this.random = new Random(seed);
    }

    void play() {
      for (int picture = 0; picture < 300; picture++) {
        if (random.nextInt(30) == 0) {
          wantedSpatial = random.nextInt(3);
          wantedTemporal = random.nextInt(3);
          selector.want(wantedSpatial, wantedTemporal);
          wantedSince = picture;
        }
        boolean key =
            picture == 0
                || random.nextInt(80) == 0
                || (selector.awaitsKeyFrame() && picture - wantedSince > 10);
        if (key) {
          lastKey = picture;
        }
        onPicture(picture, key);
        checkLayers(picture);
      }
    }

    private void onPicture(int picture, boolean key) {
      int place = (picture - lastKey) % 4;
      int temporalId = TEMPORAL_IDS[place];
      int ended = 0;
      int top = -1;
      for (int spatialId = 0; spatialId < way.spatialLayers; spatialId++) {
        List<Integer> references = new ArrayList<>();
        if (!key) {
          references.add(4 * (picture - DIFFS[place]) + spatialId);
        }
        if (spatialId > 0 && (key || way.interLayer)) {
          references.add(4 * picture + spatialId - 1);
        }
        boolean part = false;
        for (int packet = 0; packet < 2; packet++) {
          boolean forwards =
              selector.forwards(
                  picture * 3_000L & 0xFFFF_FFFFL,
                  descriptor(key, place, spatialId, packet == 0, packet == 1),
                  dependencies(picture, key, place, spatialId, packet == 0, packet == 1));
          assertTrue(packet == 0 || forwards == part, "half a frame");
          part = forwards;
          if (selector.endsPicture()) {
            ended++;
            assertEquals(1, packet);
            top = spatialId;
          }
        }
        if (part) {
          forwarded.add(4 * picture + spatialId);
          assertTrue(forwarded.containsAll(references), "not decodable: " + picture);
          assertTrue(top < 0 || top == spatialId, "forwarded after the end of its picture");
          assertTrue(temporalId <= selector.temporalId() && spatialId <= selector.spatialId());
        }
      }
      boolean any = forwarded.contains(4 * picture);
      assertEquals(
          any && way != Way.VP8 ? 1 : 0,
          ended,
          "ends of picture "
              + picture
              + " place "
              + place
              + " key "
              + key
              + " in force "
              + selector.spatialId()
              + ","
              + selector.temporalId()
              + " wanted "
              + wantedSpatial
              + ","
              + wantedTemporal
              + " since "
              + wantedSince
              + " key "
              + lastKey);
      assertTrue(temporalId > 0 || any, "the lowest layer is always forwarded");
    }

    private void checkLayers(int picture) {
      int since = picture - wantedSince;
      assertTrue(since < 5 || selector.temporalId() <= wantedTemporal, "still too many pictures");
      assertTrue(since < 5 || selector.spatialId() <= wantedSpatial, "still too large");
      int highest = Math.min(wantedSpatial, way.spatialLayers - 1);
      if (lastKey > wantedSince) {
        assertEquals(highest, selector.spatialId());
      }
      if (since > 9) {
        assertEquals(Math.min(wantedTemporal, 2), Math.min(selector.temporalId(), 2));
        assertEquals(selector.spatialId() < highest, selector.awaitsKeyFrame());
      }
    }

    private PayloadDescriptor descriptor(
        boolean key, int place, int spatialId, boolean first, boolean last) {
      int temporalId = TEMPORAL_IDS[place];
      byte[] b;
      switch (way) {
        case VP8 -> {
          boolean sync = place == 1 || place == 2;
          b =
              new byte[] {
                (byte) (first ? 0x90 : 0x80),
                0x20,
                (byte) (temporalId << 6 | (sync ? 0x20 : 0)),
                (byte) (key ? 0 : 1)
              };
          return requireNonNull(Vp8Descriptor.parse(b, 0, b.length));
        }
        case VP9, VP9_KEY_SVC -> {
          boolean structured = key && spatialId == 0 && first;
          boolean below = spatialId > 0 && (key || way.interLayer);
          b = new byte[structured ? 6 : 5];
          b[0] = (byte) (0x20 | (key ? 0 : 0x40) | (first ? 8 : 0) | (last ? 4 : 0));
          b[0] |= (byte) (structured ? 2 : 0);
          b[1] =
              (byte)
                  (temporalId << 5
                      | (temporalId < 2 ? 0x10 : 0)
                      | spatialId << 1
                      | (below ? 1 : 0));
          b[3] = (byte) (structured ? 0x40 : 0);
          return requireNonNull(Vp9Descriptor.parse(b, 0, b.length));
        }
        case DEPENDENCIES -> {
          return OpaqueDescriptor.UNREAD;
        }
      }
      throw new IllegalStateException();
    }

    private @Nullable DependencyDescriptor dependencies(
        int picture, boolean key, int place, int spatialId, boolean first, boolean last) {
      if (way != Way.DEPENDENCIES) {
        return null;
      }
      int frame = 3 * picture + spatialId + 1;
      byte[] b;
      if (key && spatialId == 0 && first) {
        b = DependencyBits.descriptorWithStructure(L3T3, 2, 2, 2, 1, 1, 1, 0, 0, 0);
        b[0] = (byte) 0x80;
        b[1] = (byte) (frame >>> 8);
        b[2] = (byte) frame;
      } else {
        int template = 5 * spatialId + (key ? 0 : new int[] {1, 3, 2, 4}[place]);
        b = new DependencyBits().mandatory(first, last, template, frame).toBytes();
      }
      DependencyDescriptor read =
          requireNonNull(DependencyDescriptor.parse(b, 0, b.length, structure));
      structure = read.structure() == null ? structure : read.structure();
      return read;
    }
  }
}
