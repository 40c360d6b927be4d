package org.meshless.rtp.rtcp;

import static org.meshless.rtp.NetworkOrder.getUnsigned32;
import static org.meshless.rtp.NetworkOrder.put32;
import static org.meshless.rtp.NetworkOrder.put8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands senders to send key frames (FIR, RFC 5104 §4.3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              SSRC                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Seq nr.       |    Reserved                                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The streams meant are those of the entries; "SSRC of media source" is not used and written as
 * 0.
 *
 * @param entries at most {@link #MAX_ENTRIES}
 */
public record FullIntraRequest(long senderSsrc, List<Entry> entries) implements RtcpPacket {
  static final int FORMAT = 4;

  /** The most entries read from or put into one packet. */
  public static final int MAX_ENTRIES = 100;

  private static final int ENTRY_LENGTH = 8;

  /**
   * A stream a key frame is commanded of.
   *
   * @param sequenceNumber 0 … 255, wraps: raised for each new command, kept when one is repeated
   */
  public record Entry(long ssrc, int sequenceNumber) {}

  public FullIntraRequest {
    if (entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(entries.size() + " entries");
    }
    entries = List.copyOf(entries);
  }

  static @Nullable FullIntraRequest parse(byte[] b, int offset, int length) {
    if (length < RtcpFeedback.LENGTH) {
      return null;
    }
    int count = Math.min((length - RtcpFeedback.LENGTH) / ENTRY_LENGTH, MAX_ENTRIES);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = offset + RtcpFeedback.LENGTH + i * ENTRY_LENGTH;
      entries.add(new Entry(getUnsigned32(b, at), b[at + 4] & 0xff));
    }
    return new FullIntraRequest(RtcpFeedback.senderSsrc(b, offset), entries);
  }

  @Override
  public int length() {
    return RtcpFeedback.LENGTH + entries.size() * ENTRY_LENGTH;
  }

  @Override
  public int write(byte[] out, int offset) {
    RtcpFeedback.write(
        out, offset, FORMAT, RtcpHeader.PAYLOAD_SPECIFIC_FEEDBACK, length(), senderSsrc, 0);
    for (int i = 0; i < entries.size(); i++) {
      int at = offset + RtcpFeedback.LENGTH + i * ENTRY_LENGTH;
      put32(out, at, entries.get(i).ssrc());
      put32(out, at + 4, 0);
      put8(out, at + 4, entries.get(i).sequenceNumber());
    }
    return length();
  }
}
