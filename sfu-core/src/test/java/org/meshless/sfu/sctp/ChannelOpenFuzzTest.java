package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ChannelOpenFuzzTest {
  @FuzzTest
  void anOpeningReadsTheSameWhenWrittenAgain(byte[] bytes) {
    ChannelOpen open = ChannelOpen.read(bytes);
    if (open != null && isShort(open.label()) && isShort(open.protocol())) {
      assertEquals(open, ChannelOpen.read(open.bytes()));
    }
  }

  /** What is not UTF-8 is replaced, and may grow by that. */
  private static boolean isShort(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= ChannelOpen.MAX_NAME;
  }
}
