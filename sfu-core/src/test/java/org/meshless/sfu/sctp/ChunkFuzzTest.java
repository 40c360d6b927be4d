package org.meshless.sfu.sctp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

class ChunkFuzzTest {
  @FuzzTest
  void aChunkReadsTheSameWhenWrittenAgain(byte[] bytes) {
    int at = 0;
    int length = Chunk.length(bytes, at, bytes.length);
    while (length > 0) {
      Chunk chunk = withoutReport(Chunk.read(bytes, at, length));
      if (chunk != null) {
        byte[] once = written(chunk);
        Chunk again = Chunk.read(once, 0, Chunk.length(once, 0, once.length));
        assertNotNull(again);
        assertEquals(chunk.getClass(), again.getClass());
        assertArrayEquals(once, written(again));
      }
      at += Chunk.padded(length);
      length = Chunk.length(bytes, at, bytes.length);
    }
  }

  @FuzzTest
  void anInitKeepsNoMoreThanItMay(byte[] parameters) {
    int length = Math.min(parameters.length, 60_000);
    byte[] bytes = new byte[InitChunk.FIXED + length];
    Chunk.writeHeader(bytes, 0, Chunk.INIT_ACK, 0, bytes.length);
    bytes[7] = 1; // initiate tag
    bytes[13] = 1; // streams
    bytes[15] = 1;
    System.arraycopy(parameters, 0, bytes, InitChunk.FIXED, length);

    if (Chunk.read(bytes, 0, bytes.length) instanceof InitChunk init) {
      assertTrue(init.cookie().length <= InitChunk.MAX_COOKIE);
      assertTrue(init.unrecognized().length <= InitChunk.MAX_UNRECOGNIZED);
    }
  }

  /** What an INIT's sender is told that nobody understands is written, but never read. */
  private static @Nullable Chunk withoutReport(@Nullable Chunk chunk) {
    return chunk instanceof InitChunk init
        ? new InitChunk(
            init.ack(),
            init.initiateTag(),
            init.window(),
            init.outboundStreams(),
            init.inboundStreams(),
            init.initialTsn(),
            init.extensions(),
            init.cookie(),
            InitChunk.NONE)
        : chunk;
  }

  private static byte[] written(Chunk chunk) {
    byte[] out = new byte[chunk.length()];
    chunk.write(out, 0);
    return out;
  }
}
