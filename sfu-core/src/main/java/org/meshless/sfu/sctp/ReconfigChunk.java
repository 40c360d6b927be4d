package org.meshless.sfu.sctp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RE-CONFIG (RFC 6525 §3.1): one request, one response, or two of them together. */
record ReconfigChunk(List<ReconfigParameter> parameters) implements Chunk {
  static final int MAX_PARAMETERS = 2;

  static @Nullable ReconfigChunk read(byte[] b, int at, int length) {
    Parameters walk = new Parameters(b, at + HEADER, at + length);
    List<ReconfigParameter> parameters = new ArrayList<>(MAX_PARAMETERS);
    while (walk.next()) {
      ReconfigParameter parameter = ReconfigParameter.read(walk);
      if (parameter == null || parameters.size() == MAX_PARAMETERS) {
        return null;
      }
      parameters.add(parameter);
    }
    return walk.isMalformed() || parameters.isEmpty() ? null : new ReconfigChunk(parameters);
  }

  @Override
  public int length() {
    int length = HEADER;
    for (ReconfigParameter parameter : parameters) {
      length = Chunk.padded(length) + parameter.length();
    }
    return length;
  }

  @Override
  public void write(byte[] out, int at) {
    Chunk.writeHeader(out, at, RE_CONFIG, 0, length());
    int end = at + HEADER;
    for (ReconfigParameter parameter : parameters) {
      int start = at + Chunk.padded(end - at);
      while (end < start) {
        out[end++] = 0;
      }
      parameter.write(out, start);
      end = start + parameter.length();
    }
  }
}
