package org.meshless.rtp.ext;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class HeaderExtensionsFuzzTest {
  private static final ExtensionMap IDS =
      ExtensionMap.builder()
          .put(HeaderExtension.MID, 1)
          .put(HeaderExtension.RID, 2)
          .put(HeaderExtension.REPAIRED_RID, 3)
          .put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 13)
          .put(HeaderExtension.AUDIO_LEVEL, 14)
          .put(HeaderExtension.ABS_SEND_TIME, 15)
          .put(HeaderExtension.DEPENDENCY_DESCRIPTOR, 255)
          .build();

  @FuzzTest
  void elementsLieWithinTheBlockAndNothingBeyondItMatters(byte[] block) {
    for (int profile :
        new int[] {HeaderExtensions.ONE_BYTE_PROFILE, HeaderExtensions.TWO_BYTE_PROFILE}) {
      int[] places = HeaderExtensions.find(block, 0, block.length, profile, IDS);
      for (HeaderExtension extension : HeaderExtension.values()) {
        int offset = HeaderExtensions.offset(places, extension);
        int length = HeaderExtensions.length(places, extension);
        assertEquals(offset == -1, length == -1);
        if (offset != -1) {
          assertTrue(offset >= 1 && offset + length <= block.length);
          int id = block[offset - 1] & 0xff;
          assertEquals(
              IDS.idOf(extension),
              profile == HeaderExtensions.ONE_BYTE_PROFILE ? id >>> 4 : block[offset - 2] & 0xff);
        }
      }
      byte[] longer = Arrays.copyOf(block, block.length + 32);
      Arrays.fill(longer, block.length, longer.length, (byte) 0x11);
      assertArrayEquals(places, HeaderExtensions.find(longer, 0, block.length, profile, IDS));
    }
  }
}
