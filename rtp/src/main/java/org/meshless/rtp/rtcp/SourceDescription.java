package org.meshless.rtp.rtcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text about sources (SDES, RFC 3550 §6.5), of which WebRTC uses one item: the canonical name that
 * ties streams of one sender together.
 *
 * <pre>
 *         0                   1                   2                   3
 *         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * header |V=2|P|    SC   |  PT=SDES=202  |             length            |
 *        +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * chunk  |                          SSRC/CSRC_1                          |
 *   1    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        |    CNAME=1    |     length    | user and domain name        ...
 *        +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *        :  more items, a zero byte, more zeros up to a whole word       :
 * </pre>
 *
 * @param chunks at most 31, one per source
 */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
  private static final int END = 0;
  private static final int CNAME = 1;
  private static final int MAX_TEXT_LENGTH = 255;

  /**
   * What is said about one source.
   *
   * @param cname its canonical name, at most 255 bytes of UTF-8; null if this chunk leaves it out.
   *     Other items are passed over when read
   */
  public record Chunk(long ssrc, @Nullable String cname) {
    public Chunk {
      if (cname != null && cname.getBytes(UTF_8).length > MAX_TEXT_LENGTH) {
        throw new IllegalArgumentException("canonical name longer than 255 bytes");
      }
    }

    private byte[] text() {
      return cname == null ? new byte[0] : cname.getBytes(UTF_8);
    }

    /** With its item and the zero that ends the items, in whole words. */
    private int length() {
      int items = cname == null ? 0 : 2 + text().length;
      return (4 + items + 1 + 3) & ~3;
    }

    private int write(byte[] out, int offset) {
      int length = length();
      put32(out, offset, ssrc);
      Arrays.fill(out, offset + 4, offset + length, (byte) END);
      if (cname != null) {
        byte[] text = text();
        put8(out, offset + 4, CNAME);
        put8(out, offset + 5, text.length);
        System.arraycopy(text, 0, out, offset + 6, text.length);
      }
      return length;
    }
  }

  public SourceDescription {
    if (chunks.size() > RtcpHeader.MAX_COUNT) {
      throw new IllegalArgumentException(chunks.size() + " chunks");
    }
    chunks = List.copyOf(chunks);
  }

  /** The description of one source. */
  public static SourceDescription ofCname(long ssrc, String cname) {
    return new SourceDescription(List.of(new Chunk(ssrc, cname)));
  }

  static @Nullable SourceDescription parse(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset + RtcpHeader.LENGTH;
    int count = RtcpHeader.count(b, offset);
    List<Chunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (end - at < 8) {
        return null;
      }
      long ssrc = getUnsigned32(b, at);
      at += 4;
      String cname = null;
      while (at < end && b[at] != END) {
        int textLength = at + 1 < end ? b[at + 1] & 0xff : MAX_TEXT_LENGTH;
        if (textLength > end - at - 2) {
          return null;
        }
        if (b[at] == CNAME) {
          cname = cname(b, at + 2, textLength);
        }
        at += 2 + textLength;
      }
      if (at >= end) {
        return null;
      }
      chunks.add(new Chunk(ssrc, cname));
      // The next chunk begins at the next word; packets begin at one.
      at += 4 - (at - offset) % 4;
    }
    return new SourceDescription(chunks);
  }

  /** Null for bytes that are not UTF-8 and would come back longer when written again. */
  private static @Nullable String cname(byte[] b, int offset, int length) {
    String text = new String(b, offset, length, UTF_8);
    return text.getBytes(UTF_8).length == length ? text : null;
  }

  @Override
  public int length() {
    int length = RtcpHeader.LENGTH;
    for (Chunk chunk : chunks) {
      length += chunk.length();
    }
    return length;
  }

  @Override
  public int write(byte[] out, int offset) {
    int at = offset + RtcpHeader.LENGTH;
    for (Chunk chunk : chunks) {
      at += chunk.write(out, at);
    }
    RtcpHeader.write(out, offset, chunks.size(), RtcpHeader.SOURCE_DESCRIPTION, at - offset);
    return at - offset;
  }
}
