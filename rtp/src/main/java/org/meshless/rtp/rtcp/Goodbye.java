package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources that send no more (BYE, RFC 3550 §6.6).
 *
 * <pre>
 *        0                   1                   2                   3
 *        0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *       +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *       |V=2|P|    SC   |   PT=BYE=203  |             length            |
 *       +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *       |                           SSRC/CSRC                           |
 *       +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *       :                              ...                              :
 *       +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * (opt) |     length    |               reason for leaving            ...
 *       +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The reason is passed over when read and never written.
 *
 * @param ssrcs at most 31
 */
public record Goodbye(List<Long> ssrcs) implements RtcpPacket {
  public Goodbye {
    if (ssrcs.size() > RtcpHeader.MAX_COUNT) {
      throw new IllegalArgumentException(ssrcs.size() + " sources");
    }
    ssrcs = List.copyOf(ssrcs);
  }

  static @Nullable Goodbye parse(byte[] b, int offset, int length) {
    int count = RtcpHeader.count(b, offset);
    if (length < RtcpHeader.LENGTH + 4 * count) {
      return null;
    }
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(getUnsigned32(b, offset + RtcpHeader.LENGTH + 4 * i));
    }
    return new Goodbye(ssrcs);
  }

  @Override
  public int length() {
    return RtcpHeader.LENGTH + 4 * ssrcs.size();
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpHeader.write(out, offset, ssrcs.size(), RtcpHeader.GOODBYE, length());
    for (int i = 0; i < ssrcs.size(); i++) {
      put32(out, offset + RtcpHeader.LENGTH + 4 * i, ssrcs.get(i));
    }
    return length();
  }
}
