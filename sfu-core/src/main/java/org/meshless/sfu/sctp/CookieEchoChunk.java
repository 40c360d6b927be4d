package org.meshless.sfu.sctp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** COOKIE ECHO (RFC 9260 §3.3.11): the cookie of an INIT ACK, as it came. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CookieEchoChunk(byte[] cookie) implements Chunk {
  static @Nullable CookieEchoChunk read(byte[] b, int at, int length) {
    return length - HEADER > InitChunk.MAX_COOKIE
        ? null
        : new CookieEchoChunk(Arrays.copyOfRange(b, at + HEADER, at + length));
  }

  @Override
  public int length() {
    return HEADER + cookie.length;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, COOKIE_ECHO, 0, length());
    System.arraycopy(cookie, 0, out, at + HEADER, cookie.length);
  }
}
