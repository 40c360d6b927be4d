package org.meshless.rtp.rtcp;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A well-framed packet of a type that Meshless does not read: extended reports (RFC 3611),
 * application-defined ones, feedback of other formats. Kept as its bytes.
 */
public final class UnknownRtcp implements RtcpPacket {
  private final byte[] bytes;

  private UnknownRtcp(byte[] bytes) {
    this.bytes = bytes;
  }

  static UnknownRtcp copyOf(byte[] b, int offset, int packetLength) {
    return new UnknownRtcp(Arrays.copyOfRange(b, offset, offset + packetLength));
  }

  /** PT, 0 … 255. */
  public int packetType() {
    return RtcpHeader.packetType(bytes, 0);
  }

  /** The five bits that count something or name a feedback format, 0 … 31. */
  public int count() {
    return RtcpHeader.count(bytes, 0);
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public int write(byte[] out, int offset) {
    System.arraycopy(bytes, 0, out, offset, bytes.length);
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnknownRtcp that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "UnknownRtcp[" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 32)) + "]";
  }
}
